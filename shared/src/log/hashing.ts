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

/** A leaf's hash, its index, the tree's size, the path and the root (RFC 9162 §2.1.3.2). */
export type InclusionProof = [
  leafHash: Uint8Array,
  index: number,
  size: number,
  path: readonly Bytes[],
  root: Uint8Array,
]

/** Is the leaf with this hash entry `index` of the tree with this root? Throws log-missing if it is not proved. */
export function verifyInclusion(...proof: InclusionProof): void {
  const [hash, index, size, path, root] = proof
  if (!isPosition(index, size) || !path.every(isHash)) refuse("log-missing", "form of the proof")
  let [fn, sn] = [index, size - 1]
  let computed = hash
  for (const node of path) {
    if (sn === 0) refuse("log-missing", "proof too long")
    if (isOdd(fn) || fn === sn) {
      computed = nodeHash(node, computed)
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else {
      computed = nodeHash(computed, node)
    }
    ;[fn, sn] = [half(fn), half(sn)]
  }
  if (sn !== 0 || !equalBytes(computed, root)) refuse("log-missing", "leaf not included")
}

/** Two sizes, the path between them, and their roots (RFC 9162 §2.1.4.2). */
export type ConsistencyProof = [
  from: number,
  to: number,
  path: readonly Bytes[],
  rootFrom: Uint8Array,
  rootTo: Uint8Array,
]

/** Does the tree (to, rootTo) begin with the tree (from, rootFrom)? Throws log-rollback or log-fork if not. */
export function verifyConsistency(...proof: ConsistencyProof): void {
  const [from, to, path, rootFrom, rootTo] = proof
  if (from > to) refuse("log-rollback", "the log became smaller")
  if (!isPosition(from, to + 1) || !path.every(isHash)) refuse("log-fork", "form of the proof")
  if (from === 0 || from === to) {
    const isSame = equalBytes(rootFrom, from === 0 ? EMPTY_ROOT : rootTo)
    return isSame && path.length === 0 ? undefined : refuse("log-fork", "another root")
  }
  const [oldRoot, newRoot] = rootsOf(from, to, isPowerOfTwo(from) ? [rootFrom, ...path] : path)
  if (!equalBytes(oldRoot, rootFrom) || !equalBytes(newRoot, rootTo)) refuse("log-fork", "two histories")
}

/** The two roots that the nodes of a consistency path lead to. */
function rootsOf(from: number, to: number, nodes: readonly Uint8Array[]): [Uint8Array, Uint8Array] {
  const [first, ...rest] = nodes
  if (first === undefined) return refuse("log-fork", "no proof")
  let [fn, sn] = [from - 1, to - 1]
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)]
  let [oldRoot, newRoot] = [first, first]
  for (const node of rest) {
    if (sn === 0) refuse("log-fork", "proof too long")
    if (isOdd(fn) || fn === sn) {
      ;[oldRoot, newRoot] = [nodeHash(node, oldRoot), nodeHash(node, newRoot)]
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else {
      newRoot = nodeHash(newRoot, node)
    }
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 ? [oldRoot, newRoot] : refuse("log-fork", "proof too short")
}

function isHash(node: Uint8Array): boolean {
  return node.length === HASH_LENGTH
}

function isPosition(index: number, size: number): boolean {
  return Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size
}

function isPowerOfTwo(size: number): boolean {
  let k = 1
  while (k < size) k *= 2
  return k === size
}
