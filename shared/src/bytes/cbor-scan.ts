/**
 * A walk over CBOR that allocates nothing: refuses hostile nesting and item counts, and every form that the
 * deterministic profile has no use for, before a decoder builds anything (docs/PROTOCOL.md §1.1).
 */
import { demand } from "./errors.ts"

const MAX_DEPTH = 8
const MAX_ITEMS = 100_000

const UNSIGNED = 0
const NEGATIVE = 1
const BYTES = 2
const TEXT = 3
const ARRAY = 4
const MAP = 5
const SIMPLE = 7

/** Throws open-failed unless the bytes are exactly one item within the limits. */
export function scanCbor(bytes: Uint8Array): void {
  let offset = 0
  let items = 0
  /** Items still to come of each open container. */
  const open: number[] = [1]
  while (open.length > 0) {
    const top = open.length - 1
    const left = open[top] ?? 0
    if (left === 0) {
      open.pop()
      continue
    }
    open[top] = left - 1
    demand(++items <= MAX_ITEMS, "too many items")
    const head = readHead(bytes, offset)
    offset = head.next
    if (head.major === BYTES || head.major === TEXT) offset += head.value
    else if (head.major === ARRAY || head.major === MAP) {
      demand(open.length <= MAX_DEPTH, "nested too deeply")
      open.push(head.major === MAP ? 2 * head.value : head.value)
    }
    demand(offset <= bytes.length, "cut short")
  }
  demand(offset === bytes.length, "trailing bytes")
}

function readHead(bytes: Uint8Array, offset: number): { major: number; value: number; next: number } {
  const first = bytes[offset]
  demand(first !== undefined, "cut short")
  const major = first >> 5
  const short = first & 31
  demand(major <= MAP || major === SIMPLE, "tag")
  if (major === SIMPLE) {
    demand(short === 20 || short === 21 || short === 22, "simple value")
    return { major, value: 0, next: offset + 1 }
  }
  if (short < 24) return { major, value: short, next: offset + 1 }
  demand(short <= 27, "indefinite length")
  const width = 2 ** (short - 24)
  let value = 0
  for (let i = 1; i <= width; i++) {
    const byte = bytes[offset + i]
    demand(byte !== undefined, "cut short")
    value = value * 256 + byte
  }
  demand(Number.isSafeInteger(value), "number too large")
  demand(value >= (width === 1 ? 24 : 256 ** (width / 2)), "not the shortest form")
  demand(major === UNSIGNED || major === NEGATIVE || value <= bytes.length, "length")
  return { major, value, next: offset + 1 + width }
}
