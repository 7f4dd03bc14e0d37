/** Padding by Padmé and the frame that says where the filling begins (docs/PROTOCOL.md §3). */
import { u32 } from "./byte-strings.ts"
import type { Bytes } from "./byte-strings.ts"
import { demand } from "./errors.ts"

const SMALLEST = 1024

/** Padmé: the next length whose mantissa is short, at most 12 % more; leaks O(log log size) bits. */
export function padme(length: number): number {
  demand(Number.isSafeInteger(length) && length >= 0, "length")
  if (length < 2) return length
  const exponent = Math.floor(Math.log2(length))
  const kept = Math.floor(Math.log2(exponent)) + 1
  // At lengths 2 and 3 more bits would be kept than there are: nothing is rounded.
  const step = 2 ** Math.max(0, exponent - kept)
  return Math.ceil(length / step) * step
}

/** Length of a zero-filled attachment. */
export function paddedLength(length: number): number {
  return Math.max(SMALLEST, padme(length))
}

/** u32(length) || bytes || zeros; without padding no zeros. */
export function frame(bytes: Uint8Array, pad: boolean): Bytes {
  const length = 4 + bytes.length
  const framed = new Uint8Array(pad ? paddedLength(length) : length)
  framed.set(u32(bytes.length))
  framed.set(bytes, 4)
  return framed
}

/** Throws open-failed unless the filling is all zeros. */
export function unframe(framed: Bytes): Bytes {
  demand(framed.length >= 4, "frame")
  const end = 4 + new DataView(framed.buffer, framed.byteOffset).getUint32(0)
  demand(end <= framed.length, "frame length")
  demand(isAllZero(framed.subarray(end)), "frame filling")
  return framed.slice(4, end)
}

export function isAllZero(bytes: Uint8Array): boolean {
  let seen = 0
  for (const byte of bytes) seen |= byte
  return seen === 0
}
