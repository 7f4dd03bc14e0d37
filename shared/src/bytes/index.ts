/**
 * Bytes: canonical CBOR, labels and hashes, identifiers, addresses, text forms, comparison in constant time, and the
 * protocol's refusals (docs/PROTOCOL.md §1, §10).
 * Promises: one value has one encoding; what is decoded is within limits that were checked before anything was built.
 * Never: holds a key, imports another room.
 */
export {
  concat,
  copyBytes,
  equalBytes,
  fromBase64,
  fromBase64url,
  fromHex,
  fromUtf8,
  randomBytes,
  release,
  toBase64,
  toBase64url,
  toHex,
  u16,
  u32,
  u64,
  utf8,
} from "./byte-strings.ts"
export type { Bytes } from "./byte-strings.ts"
export { decodeCbor, encodeCbor } from "./cbor.ts"
export {
  readBoolean,
  readBytes,
  readCount,
  readList,
  readMap,
  readMapWith,
  readNullable,
  readOneOf,
  readText,
  readTime,
  readTuple,
} from "./fields.ts"
export { hash, label, sha256, sha256Async } from "./labels.ts"
export { sha256Stream } from "./sha256-stream.ts"
export type { Sha256Stream } from "./sha256-stream.ts"
export { nodeModule } from "./node-module.ts"
export { isId, newId, readId, readPrincipalId, toCrockford } from "./identifiers.ts"
export type { IdPrefix } from "./identifiers.ts"
export { asciiDomain, isNormalAddress, normalizeAddress } from "./addresses.ts"
export { frame, isAllZero, paddedLength, padme, unframe } from "./frames.ts"
export { escapeHtml, linesAsHtml } from "./html-text.ts"
export { isSafeFileName, safeFileName } from "./file-names.ts"
export { demand, ProtocolError, refuse } from "./errors.ts"
export type { ProtocolCode } from "./errors.ts"
export { readSignedObject } from "./signed-object.ts"
export type { SignedObject, SignedStatement } from "./signed-object.ts"
