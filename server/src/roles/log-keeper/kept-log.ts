/** One log as the keeper holds it: its file, its frontier, the hash of every entry. Only ever longer. */
import { equalBytes } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { CompactRange, leafHash } from "@smp/shared/log"
import { CallRefused } from "../../engines/socket/contract.ts"
import { LeafFile } from "../../engines/leaf-file/leaf-file.ts"

const HASH = 32

export class KeptLog {
  readonly #file: LeafFile
  readonly #range = new CompactRange()
  #hashes = new Uint8Array(1024 * HASH)
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(file: LeafFile) {
    this.#file = file
  }

  static async open(path: string): Promise<{ log: KeptLog; leaves: Bytes[] }> {
    const { file, leaves } = await LeafFile.open(path)
    const log = new KeptLog(file)
    for (const leaf of leaves) log.#add(leafHash(leaf))
    return { log, leaves }
  }

  get size(): number {
    return this.#range.size
  }

  root(): Bytes {
    return this.#range.root()
  }

  /**
   * Appends what goes beyond the known entries, which must be equal; gives it back once it is on disk.
   * @throws CallRefused log.not_an_extension
   */
  extend(from: number, leaves: readonly Bytes[]): Promise<readonly Bytes[]> {
    const turn = this.#turn.then(() => this.#extend(from, leaves))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #extend(from: number, leaves: readonly Bytes[]): Promise<readonly Bytes[]> {
    const known = this.size - from
    if (known < 0) throw new CallRefused("log.not_an_extension")
    const hashes = leaves.map((leaf) => leafHash(leaf))
    const isSame = hashes.slice(0, known).every((hash, i) => equalBytes(hash, this.#hashAt(from + i)))
    if (!isSame) throw new CallRefused("log.not_an_extension")
    const fresh = leaves.slice(known)
    if (fresh.length === 0) return fresh
    await this.#file.append(fresh)
    for (const hash of hashes.slice(known)) this.#add(hash)
    return fresh
  }

  #hashAt(index: number): Uint8Array {
    return this.#hashes.subarray(index * HASH, (index + 1) * HASH)
  }

  #add(hash: Bytes): void {
    const start = this.size * HASH
    if (start + HASH > this.#hashes.length) {
      const larger = new Uint8Array(this.#hashes.length * 2)
      larger.set(this.#hashes)
      this.#hashes = larger
    }
    this.#hashes.set(hash, start)
    this.#range.append(hash)
  }

  async close(): Promise<void> {
    await this.#turn
    await this.#file.close()
  }
}
