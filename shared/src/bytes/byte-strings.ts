/** Byte strings: joining, comparing, text forms, big-endian numbers (docs/PROTOCOL.md §1). */
import { demand } from "./errors.ts"

export type Bytes = Uint8Array<ArrayBuffer>

const encoder = new TextEncoder()
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

export function concat(...parts: readonly Uint8Array[]): Bytes {
  let length = 0
  for (const part of parts) length += part.length
  const joined = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** Equality in a time that depends on the lengths alone. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0)
  return difference === 0
}

/** UTF-8. Throws open-failed on a lone surrogate, which has no UTF-8 form. */
export function utf8(text: string): Bytes {
  demand(text.isWellFormed(), "lone surrogate")
  return encoder.encode(text)
}

/** Throws open-failed on ill-formed UTF-8. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    return demand(false, "ill-formed UTF-8") as never
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"))

export function toHex(bytes: Uint8Array): string {
  let text = ""
  for (const byte of bytes) text += HEX[byte] ?? ""
  return text
}

/** Throws open-failed unless the text is an even number of hexadecimal digits. */
export function fromHex(text: string): Bytes {
  demand(/^([0-9a-fA-F]{2})*$/.test(text), "hexadecimal")
  const bytes = new Uint8Array(text.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

/** Standard base64 with padding, as signed notes use it. */
export function toBase64(bytes: Uint8Array): string {
  let text = ""
  for (let i = 0; i < bytes.length; i += 32_768) text += String.fromCharCode(...bytes.subarray(i, i + 32_768))
  return btoa(text)
}

/** Throws open-failed unless the text is the one canonical base64 form of some bytes. */
export function fromBase64(text: string): Bytes {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0
  demand(text.length % 4 === 0, "base64")
  return fromDigits(text, text.length - padding, STANDARD)
}

/** base64url without padding: byte strings in JSON. */
export function toBase64url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")
}

/** Throws open-failed unless the text is the one canonical unpadded form of some bytes. */
export function fromBase64url(text: string): Bytes {
  return fromDigits(text, text.length, URL_SAFE)
}

const NO_DIGIT = 64
const digitsOf = (digits: string): Uint8Array => {
  const values = new Uint8Array(128).fill(NO_DIGIT)
  for (let value = 0; value < digits.length; value++) values[digits.charCodeAt(value)] = value
  return values
}
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
const STANDARD = digitsOf(`${LETTERS}+/`)
const URL_SAFE = digitsOf(`${LETTERS}-_`)

/** The first `count` characters, each a digit of six bits; what is left over after whole bytes must be zero. */
function fromDigits(text: string, count: number, values: Uint8Array): Bytes {
  demand(count % 4 !== 1, "base64 length")
  const bytes = new Uint8Array(Math.floor((count * 3) / 4))
  let [held, bits, at, wrong] = [0, 0, 0, 0]
  for (let index = 0; index < count; index++) {
    const value = values[text.charCodeAt(index)] ?? NO_DIGIT
    wrong |= value & NO_DIGIT
    held = ((held << 6) | value) & 0xfff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = held >> bits
  }
  demand(wrong === 0 && (held & ((1 << bits) - 1)) === 0, "base64 form")
  return bytes
}

export function u16(value: number): Bytes {
  return bigEndian(value, 2)
}

export function u32(value: number): Bytes {
  return bigEndian(value, 4)
}

/** Values up to 2^53 - 1. */
export function u64(value: number): Bytes {
  return bigEndian(value, 8)
}

function bigEndian(value: number, length: number): Bytes {
  demand(Number.isSafeInteger(value) && value >= 0 && value < 256 ** length, `number of ${length} bytes`)
  const bytes = new Uint8Array(length)
  let rest = value
  for (let i = length - 1; i >= 0; i--) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  return bytes
}

/** From the operating system's generator; at most 65,536 bytes. */
export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length))
}

/**
 * Gives the memory of bytes back at once that nobody needs any more, where they are all of their buffer. The collector
 * lets some hundred megabytes of such buffers wait before it looks at them.
 */
export function release(bytes: Bytes): void {
  const { buffer } = bytes
  if (bytes.length === buffer.byteLength && "transfer" in buffer) buffer.transfer(0)
}

/** A plain copy whose buffer belongs to it alone. */
export function copyBytes(bytes: Uint8Array): Bytes {
  const copy = new Uint8Array(bytes.length)
  copy.set(bytes)
  return copy
}
