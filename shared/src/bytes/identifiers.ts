/** Identifiers: a prefix and 16 bytes in 26 characters of Crockford base32 (docs/PROTOCOL.md §1.2). */
import { randomBytes } from "./byte-strings.ts"
import type { Bytes } from "./byte-strings.ts"
import { demand } from "./errors.ts"

export type IdPrefix = "org" | "msg" | "obj" | "idn" | "prn" | "drf" | "unl" | "lbl"

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"

/** Lower-case Crockford base32 of the bytes as one big-endian number, padded with zero bits in front. */
export function toCrockford(bytes: Uint8Array): string {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  let text = ""
  for (let i = Math.ceil((bytes.length * 8) / 5); i > 0; i--) {
    text = ALPHABET.charAt(Number(value & 31n)) + text
    value >>= 5n
  }
  return text
}

/** A new identifier; the 16 bytes are random unless given. */
export function newId(prefix: IdPrefix, bytes: Bytes = randomBytes(16)): string {
  demand(bytes.length === 16, "identifier bytes")
  return `${prefix}_${toCrockford(bytes)}`
}

export function isId(prefix: IdPrefix, value: unknown): value is string {
  return (
    typeof value === "string" && value.startsWith(`${prefix}_`) && /^[a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(value)
  )
}

/** Throws open-failed unless the value is an identifier with this prefix. */
export function readId(prefix: IdPrefix, value: unknown): string {
  demand(isId(prefix, value), `not an identifier ${prefix}`)
  return value
}

/** A principal: the `idn_` of a person or the `prn_` of an organization's principal. */
export function readPrincipalId(value: unknown): string {
  demand(isId("idn", value) || isId("prn", value), "not a principal")
  return value
}
