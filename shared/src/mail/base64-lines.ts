/** The base64 transfer encoding (RFC 2045 §6.8) of a stream: lines of 76 characters, ended by CRLF. */
import { concat } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"

const DIGITS = new TextEncoder().encode("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
/** Bytes that fill one line. */
const LINE = 57
const PAD = 61
const AT_ONCE = LINE * 4096

export async function* base64Lines(pieces: Iterable<Bytes> | AsyncIterable<Bytes>): AsyncGenerator<Bytes> {
  let rest: Bytes = new Uint8Array()
  for await (const piece of pieces) {
    const held = rest.length === 0 ? piece : concat(rest, piece)
    const whole = held.length - (held.length % LINE)
    for (let at = 0; at < whole; at += AT_ONCE) yield encode(held.subarray(at, Math.min(at + AT_ONCE, whole)))
    rest = held.slice(whole)
  }
  if (rest.length > 0) yield encode(rest)
}

/** Whole lines; only the last one may be shorter. */
function encode(bytes: Uint8Array): Bytes {
  const lines = Math.ceil(bytes.length / LINE)
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4 + lines * 2)
  let to = 0
  for (let from = 0; from < bytes.length; from += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(from, from + 3)
    const left = bytes.length - from
    out[to++] = DIGITS[a >> 2] ?? 0
    out[to++] = DIGITS[((a & 3) << 4) | (b >> 4)] ?? 0
    out[to++] = left > 1 ? (DIGITS[((b & 15) << 2) | (c >> 6)] ?? 0) : PAD
    out[to++] = left > 2 ? (DIGITS[c & 63] ?? 0) : PAD
    if ((from + 3) % LINE === 0 || left <= 3) {
      out[to++] = 13
      out[to++] = 10
    }
  }
  return out
}
