/** A whole RFC 6962 tree in memory, every complete subtree kept: any root or proof in O(log n) look-ups. */
import type { Bytes } from "../bytes/index.ts"
import { demand } from "../bytes/index.ts"
import { EMPTY_ROOT, nodeHash, splitPoint } from "./hashing.ts"

export class MerkleTree {
  /** levels[h][i] is the root of the i-th complete subtree of 2^h leaves. */
  readonly #levels: Bytes[][] = [[]]

  get size(): number {
    return this.#levels[0]?.length ?? 0
  }

  /** Appends a leaf by its hash; returns its index. */
  append(leafHash: Bytes): number {
    const index = this.size
    let node = leafHash
    for (let height = 0; ; height++) {
      const level = (this.#levels[height] ??= [])
      level.push(node)
      const left = level.at(-2)
      if (level.length % 2 === 1 || left === undefined) return index
      node = nodeHash(left, node)
    }
  }

  /** Root of the first `size` leaves. */
  root(size = this.size): Bytes {
    this.#requireSize(size)
    return size === 0 ? EMPTY_ROOT : this.#subtree(0, size)
  }

  /** Inclusion path of leaf `index` in the tree of `size` (RFC 9162 §2.1.3.1). */
  inclusion(index: number, size = this.size): Bytes[] {
    this.#requireSize(size)
    demand(Number.isSafeInteger(index) && index >= 0 && index < size, "leaf index")
    const path: Bytes[] = []
    let [start, end] = [0, size]
    while (end - start > 1) {
      const middle = start + splitPoint(end - start)
      if (index < middle) {
        path.push(this.#subtree(middle, end))
        end = middle
      } else {
        path.push(this.#subtree(start, middle))
        start = middle
      }
    }
    return path.reverse()
  }

  /** Consistency path between the trees of `from` and `to` leaves (RFC 9162 §2.1.4.1). */
  consistency(from: number, to = this.size): Bytes[] {
    this.#requireSize(to)
    demand(Number.isSafeInteger(from) && from >= 0 && from <= to, "size")
    if (from === 0 || from === to) return []
    const path: Bytes[] = []
    let [start, end] = [0, to]
    let isOldRoot = true
    while (from !== end) {
      const middle = start + splitPoint(end - start)
      if (from <= middle) {
        path.push(this.#subtree(middle, end))
        end = middle
      } else {
        path.push(this.#subtree(start, middle))
        start = middle
        isOldRoot = false
      }
    }
    if (!isOldRoot) path.push(this.#subtree(start, end))
    return path.reverse()
  }

  #subtree(start: number, end: number): Bytes {
    const size = end - start
    let [height, width] = [0, 1]
    while (width < size) [height, width] = [height + 1, width * 2]
    if (width === size) {
      const node = this.#levels[height]?.[start / width]
      demand(node !== undefined, "subtree")
      return node
    }
    const middle = start + splitPoint(size)
    return nodeHash(this.#subtree(start, middle), this.#subtree(middle, end))
  }

  #requireSize(size: number): void {
    demand(Number.isSafeInteger(size) && size >= 0 && size <= this.size, "size")
  }
}
