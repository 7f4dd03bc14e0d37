/** The right-hand frontier of a tree: enough to append and to know the root, at most 53 hashes. */
import { concat, copyBytes, demand, u64 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { EMPTY_ROOT, nodeHash } from "./hashing.ts"

export class CompactRange {
  #size = 0
  /** Roots of the complete subtrees from left to right, one for each 1 in the binary form of the size. */
  #nodes: Bytes[] = []

  get size(): number {
    return this.#size
  }

  /** Appends a leaf by its hash; returns its index. */
  append(leafHash: Bytes): number {
    let node = leafHash
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      const left = this.#nodes.pop()
      demand(left !== undefined, "frontier")
      node = nodeHash(left, node)
    }
    this.#nodes.push(node)
    return this.#size++
  }

  root(): Bytes {
    return (
      this.#nodes.reduceRight<Bytes | null>((right, left) => (right === null ? left : nodeHash(left, right)), null) ??
      EMPTY_ROOT
    )
  }

  /** u64(size) || hashes from left to right. */
  serialize(): Bytes {
    return concat(u64(this.#size), ...this.#nodes)
  }

  /** Throws open-failed unless the bytes are a frontier. */
  static restore(bytes: Bytes): CompactRange {
    demand(bytes.length >= 8, "frontier")
    const range = new CompactRange()
    const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0))
    demand(Number.isSafeInteger(size), "frontier size")
    let count = 0
    for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2
    demand(bytes.length === 8 + 32 * count, "frontier length")
    range.#size = size
    for (let i = 0; i < count; i++) range.#nodes.push(copyBytes(bytes.subarray(8 + 32 * i, 40 + 32 * i)))
    return range
  }
}
