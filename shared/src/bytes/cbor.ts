/** The one canonical encoding: deterministic CBOR (RFC 8949 §4.2.1; docs/PROTOCOL.md §1.1). */
import { encode, rfc8949EncodeOptions } from "cborg"
import { copyBytes } from "./byte-strings.ts"
import type { Bytes } from "./byte-strings.ts"
import { buildCbor } from "./cbor-build.ts"
import { scanCbor } from "./cbor-scan.ts"
import { demand } from "./errors.ts"

/**
 * Encodes null, booleans, safe integers, well-formed text, byte strings, arrays and plain objects.
 * Throws open-failed on anything else.
 */
export function encodeCbor(value: unknown): Bytes {
  requireEncodable(value)
  // cborg hands out a pooled Buffer in Node, whose slice() would share memory.
  return copyBytes(encode(value, rfc8949EncodeOptions))
}

/** Decodes one item of at most `maxBytes`; throws open-failed unless it is the one encoding of its value. */
export function decodeCbor(bytes: Bytes, maxBytes: number): unknown {
  demand(bytes.length <= maxBytes, "too large")
  scanCbor(bytes)
  // A view of class Uint8Array, whatever subclass came in: byte strings inside are then plain copies.
  return buildCbor(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length))
}

function requireEncodable(value: unknown): void {
  if (value === null || typeof value === "boolean" || value instanceof Uint8Array) return
  if (typeof value === "string") return demand(value.isWellFormed(), "lone surrogate")
  if (typeof value === "number") return demand(Number.isSafeInteger(value) && !Object.is(value, -0), "integer")
  if (Array.isArray(value)) return value.forEach(requireEncodable)
  demand(typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype, "value without an encoding")
  for (const [key, entry] of Object.entries(value)) {
    demand(key.isWellFormed(), "lone surrogate")
    requireEncodable(entry)
  }
}
