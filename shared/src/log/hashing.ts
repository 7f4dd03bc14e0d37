/** RFC 6962 hashing, and the verification of proofs (RFC 9162 §2.1). Sizes up to 2^53 - 1. */
import { equalBytes, refuse, sha256 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"

const HASH_LENGTH = 32

/** SHA-256(00 || leaf). */
export function leafHash(leaf: Uint8Array): Bytes {
  const input = new Uint8Array(1 + leaf.length)
  input.set(leaf, 1)
  return sha256(input)
}

/** SHA-256(01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Bytes {
  const input = new Uint8Array(1 + left.length + right.length)
  input[0] = 1
  input.set(left, 1)
  input.set(right, 1 + left.length)
  return sha256(input)
}

/** Root of a tree without leaves. */
export const EMPTY_ROOT: Bytes = sha256(new Uint8Array())

/** The largest power of two below `size` (which is at least 2). Division, not shifts: sizes pass 2^31. */
export function splitPoint(size: number): number {
  let k = 1
  while (k * 2 < size) k *= 2
  return k
}

const half = (value: number): number => Math.floor(value / 2)
const isOdd = (value: number): boolean => value % 2 === 1

/** Is `leaf` (its bytes) entry `index` of the tree of `size` with this root? Throws log-missing if not proved. */
// The five parts of RFC 9162 §2.1.3.2, in its order.
export function verifyInclusion(leaf: Uint8Array, index: number, size: number, path: readonly Bytes[], root: Uint8Array): void {
  if (!isPosition(index, size) || !path.every((node) => node.length === HASH_LENGTH)) refuse("log-missing", "form of the proof")
  let fn = index
  let sn = size - 1
  let computed = leafHash(leaf)
  for (const node of path) {
    if (sn === 0) refuse("log-missing", "proof too long")
    if (isOdd(fn) || fn === sn) {
      computed = nodeHash(node, computed)
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else {
      computed = nodeHash(computed, node)
    }
    fn = half(fn)
    sn = half(sn)
  }
  if (sn !== 0 || !equalBytes(computed, root)) refuse("log-missing", "leaf not included")
}

/** Does the tree (to, rootTo) begin with the tree (from, rootFrom)? Throws log-rollback or log-fork if not. */
// The five parts of RFC 9162 §2.1.4.2, in its order.
export function verifyConsistency(from: number, to: number, path: readonly Bytes[], rootFrom: Uint8Array, rootTo: Uint8Array): void {
  if (from > to) refuse("log-rollback", "the log became smaller")
  if (from === 0 || from === to) {
    if (path.length > 0) refuse("log-fork", "proof where none belongs")
    const isSame = from === 0 ? equalBytes(rootFrom, EMPTY_ROOT) : equalBytes(rootFrom, rootTo)
    return isSame ? undefined : refuse("log-fork", "another root")
  }
  const nodes = isPowerOfTwo(from) ? [rootFrom, ...path] : path
  const [first, ...rest] = nodes
  if (first === undefined || !path.every((node) => node.length === HASH_LENGTH)) return refuse("log-fork", "form of the proof")
  let [fn, sn] = [from - 1, to - 1]
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)]
  let [oldRoot, newRoot]: [Uint8Array, Uint8Array] = [first, first]
  for (const node of rest) {
    if (sn === 0) refuse("log-fork", "proof too long")
    if (isOdd(fn) || fn === sn) {
      oldRoot = nodeHash(node, oldRoot)
      newRoot = nodeHash(node, newRoot)
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else {
      newRoot = nodeHash(newRoot, node)
    }
    fn = half(fn)
    sn = half(sn)
  }
  if (sn !== 0 || !equalBytes(oldRoot, rootFrom) || !equalBytes(newRoot, rootTo)) refuse("log-fork", "two histories")
}

function isPosition(index: number, size: number): boolean {
  return Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size
}

function isPowerOfTwo(size: number): boolean {
  let k = 1
  while (k < size) k *= 2
  return k === size
}
