/**
 * Values from the bytes of one CBOR item that scanCbor has accepted: what is still open then is the order of keys, the
 * form of texts and the range of negative numbers. With these, only the one canonical encoding of a value is built.
 */
import { fromUtf8 } from "./byte-strings.ts"
import { demand } from "./errors.ts"

const NEGATIVE = 1
const BYTES = 2
const TEXT = 3
const ARRAY = 4
const MAP = 5
const SIMPLE = 7
const SHORT_TEXT = 80
const SHORT_KEY = 6
const MOST_KEYS = 1_000
/**
 * Keys of maps are few and come again and again. The same string each time is one that the engine knows already; a new
 * one it would have to look up by its characters.
 */
const knownKeys = new Map<number, string>()

/** Throws open-failed unless the bytes are the canonical encoding of a value. */
export function buildCbor(bytes: Uint8Array): unknown {
  return new Builder(bytes).item()
}

class Builder {
  readonly #bytes: Uint8Array
  #offset = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  item(): unknown {
    const major = this.#byte(this.#offset) >> 5
    const value = this.#head()
    switch (major) {
      case NEGATIVE:
        demand(value < Number.MAX_SAFE_INTEGER, "number too large")
        return -1 - value
      case BYTES:
        // Its own memory: whoever changes the input changes no value.
        return this.#bytes.slice(this.#offset, (this.#offset += value))
      case TEXT:
        return this.#text(value)
      case ARRAY:
        return Array.from({ length: value }, () => this.item())
      case MAP:
        return this.#map(value)
      case SIMPLE:
        return value === 22 ? null : value === 21
      default:
        return value
    }
  }

  #map(count: number): Record<string, unknown> {
    const map: Record<string, unknown> = {}
    let [before, end] = [0, 0]
    for (let entry = 0; entry < count; entry++) {
      const start = this.#offset
      demand(this.#byte(start) >> 5 === TEXT, "key that is not text")
      const key = this.#key(this.#head())
      // Strictly: a key twice is out of order too.
      demand(entry === 0 || this.#isBefore(before, end, start), "order of keys")
      ;[before, end] = [start, this.#offset]
      const value = this.item()
      if (key === "__proto__") Object.defineProperty(map, key, { value, enumerable: true, writable: true })
      else map[key] = value
    }
    return map
  }

  #key(length: number): string {
    if (length > SHORT_KEY) return this.#text(length)
    // One number for the length and all of the bytes.
    let name = length
    for (let at = this.#offset; at < this.#offset + length; at++) name = name * 256 + this.#byte(at)
    const known = knownKeys.get(name)
    if (known === undefined) {
      const text = this.#text(length)
      if (knownKeys.size < MOST_KEYS) knownKeys.set(name, text)
      return text
    }
    this.#offset += length
    return known
  }

  /** Bytewise order of two encoded keys, the first from `before` to `end`, the second from `start` to the offset. */
  #isBefore(before: number, end: number, start: number): boolean {
    for (let i = 0; before + i < end && start + i < this.#offset; i++) {
      const difference = this.#byte(start + i) - this.#byte(before + i)
      if (difference !== 0) return difference > 0
    }
    return end - before < this.#offset - start
  }

  #text(length: number): string {
    const start = this.#offset
    const end = (this.#offset += length)
    // Most texts are short and ASCII: a decoder's call costs more than they do.
    if (length <= SHORT_TEXT) {
      let text = ""
      let at = start
      for (; at < end && this.#byte(at) < 128; at++) text += String.fromCharCode(this.#byte(at))
      if (at === end) return text
    }
    return fromUtf8(this.#bytes.subarray(start, end))
  }

  /** The number in an item's head; scanCbor has seen that it is all there, in its shortest form. */
  #head(): number {
    const short = this.#byte(this.#offset++) & 31
    if (short < 24) return short
    let value = 0
    for (let width = 2 ** (short - 24); width > 0; width--) value = value * 256 + this.#byte(this.#offset++)
    return value
  }

  #byte(at: number): number {
    return this.#bytes[at] ?? 0
  }
}
