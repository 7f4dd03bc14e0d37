/** The one canonical encoding: deterministic CBOR (RFC 8949 §4.2.1; docs/PROTOCOL.md §1.1). */
import { decode, encode, rfc8949EncodeOptions } from "cborg"
import { copyBytes, equalBytes } from "./byte-strings.ts"
import type { Bytes } from "./byte-strings.ts"
import { scanCbor } from "./cbor-scan.ts"
import { demand, refuse } from "./errors.ts"

const DECODE = {
  strict: true,
  rejectDuplicateMapKeys: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowNaN: false,
  allowInfinity: false,
  allowBigInt: false,
} as const

/**
 * Encodes null, booleans, safe integers, well-formed text, byte strings, arrays and plain objects.
 * Throws open-failed on anything else.
 */
export function encodeCbor(value: unknown): Bytes {
  requireEncodable(value)
  // cborg hands out a pooled Buffer in Node, whose slice() would share memory.
  return copyBytes(encode(value, rfc8949EncodeOptions))
}

/** Decodes one item of at most `maxBytes`; throws open-failed unless encoding it again gives the same bytes. */
export function decodeCbor(bytes: Bytes, maxBytes: number): unknown {
  demand(bytes.length <= maxBytes, "too large")
  scanCbor(bytes)
  let value: unknown
  let again: Bytes
  try {
    // A view of class Uint8Array, whatever subclass came in: byte strings inside are then plain copies.
    value = decode(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length), DECODE)
    again = encodeCbor(value)
  } catch {
    return refuse("open-failed", "not deterministic CBOR")
  }
  demand(equalBytes(again, bytes), "not the canonical encoding")
  return value
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
