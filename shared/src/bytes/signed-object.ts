/** Signed objects as they travel: the exact bytes, the signer's key id, the signature (docs/PROTOCOL.md §1.4). */
import type { Bytes } from "./byte-strings.ts"
import { readBytes, readMap } from "./fields.ts"

export interface SignedObject {
  /** Body: the received bytes, never a re-encoding. */
  readonly b: Bytes
  /** Key id of the signer, 32 bytes. */
  readonly k: Bytes
  /** Signature, 64 bytes. */
  readonly s: Bytes
}

/** A key statement carries the previous key's signature too. */
export interface SignedStatement extends SignedObject {
  readonly o: Bytes | null
}

/** Throws open-failed unless the value is {b, k[32], s[64]}. */
export function readSignedObject(value: unknown): SignedObject {
  const fields = readMap(value, ["b", "k", "s"])
  return { b: readBytes(fields.b), k: readBytes(fields.k, 32), s: readBytes(fields.s, 64) }
}
