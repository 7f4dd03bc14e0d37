/** Leaves of the logs (docs/PROTOCOL.md §7.2). Times are whole minutes; no address and no id stands in a leaf. */
import { decodeCbor, encodeCbor, readBytes, readCount, readOneOf, readTuple, demand } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"

const KEY = 1
const SLIP = 2
const RING = 13
/** Number of interval leaves. */
export const INTERVAL = 20
const MINUTE_MS = 60_000
const MAX_LEAF = 256

export interface KeyLeaf {
  readonly type: "key"
  readonly minute: number
  readonly index: Bytes
  readonly seq: number
  readonly statementHash: Bytes
}
export interface SlipLeaf {
  readonly type: "slip"
  readonly minute: number
  readonly slipHash: Bytes
}
export interface RingLeaf {
  readonly type: "ring"
  readonly minute: number
  readonly index: Bytes
  readonly ver: number
  readonly akv: number
  readonly ringHash: Bytes
}
/** All entries of one interval (entries.ts). */
export interface IntervalLeaf {
  readonly type: "interval"
  readonly minute: number
  readonly root: Bytes
}
/** A leaf of a type that this client does not read; it still counts in the tree. */
export interface OtherLeaf {
  readonly type: "other"
  readonly number: number
}
export type Leaf = KeyLeaf | SlipLeaf | RingLeaf | IntervalLeaf | OtherLeaf

/** The minute in which a time lies, in milliseconds. */
export function minuteOf(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS
}

export function keyLeaf(leaf: Omit<KeyLeaf, "type">): Bytes {
  return encodeCbor([1, KEY, wholeMinute(leaf.minute), leaf.index, leaf.seq, leaf.statementHash])
}

export function slipLeaf(leaf: Omit<SlipLeaf, "type">): Bytes {
  return encodeCbor([1, SLIP, wholeMinute(leaf.minute), leaf.slipHash])
}

export function ringLeaf(leaf: Omit<RingLeaf, "type">): Bytes {
  return encodeCbor([1, RING, wholeMinute(leaf.minute), leaf.index, leaf.ver, leaf.akv, leaf.ringHash])
}

export function intervalLeaf(leaf: Omit<IntervalLeaf, "type">): Bytes {
  return encodeCbor([1, INTERVAL, wholeMinute(leaf.minute), leaf.root])
}

/** By its first bytes: a log may hold very many leaves. */
export function isIntervalLeaf(bytes: Uint8Array): boolean {
  return bytes[0] === 0x84 && bytes[1] === 1 && bytes[2] === INTERVAL
}

/** Throws open-failed when the bytes are not a leaf of version 1. */
export function readLeaf(bytes: Bytes): Leaf {
  const value = decodeCbor(bytes, MAX_LEAF)
  demand(Array.isArray(value), "leaf")
  readOneOf(value[0], [1])
  const number = readCount(value[1])
  if (number === KEY) {
    const [, , minute, index, seq, statementHash] = readTuple(value, 6)
    return {
      type: "key",
      minute: readMinute(minute),
      index: readBytes(index, 32),
      seq: readCount(seq),
      statementHash: readBytes(statementHash, 32),
    }
  }
  if (number === SLIP) {
    const [, , minute, slipHash] = readTuple(value, 4)
    return { type: "slip", minute: readMinute(minute), slipHash: readBytes(slipHash, 32) }
  }
  if (number === RING) {
    const [, , minute, index, ver, akv, ringHash] = readTuple(value, 7)
    return {
      type: "ring",
      minute: readMinute(minute),
      index: readBytes(index, 32),
      ver: readCount(ver),
      akv: readCount(akv),
      ringHash: readBytes(ringHash, 32),
    }
  }
  if (number === INTERVAL) {
    const [, , minute, root] = readTuple(value, 4)
    return { type: "interval", minute: readMinute(minute), root: readBytes(root, 32) }
  }
  return { type: "other", number }
}

function readMinute(value: unknown): number {
  return wholeMinute(readCount(value))
}

function wholeMinute(ms: number): number {
  demand(ms === minuteOf(ms), "not a whole minute")
  return ms
}
