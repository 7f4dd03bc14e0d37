/** One log as the keeper holds it: its files, its frontier, the hash of every leaf, its chains. Only ever longer. */
import { join } from "node:path"
import { equalBytes } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { CompactRange, isIntervalLeaf, leafHash } from "@smp/shared/log"
import type { HandedInterval } from "../../engines/keeper-client.ts"
import { CallRefused } from "../../engines/socket/contract.ts"
import { LeafFile } from "../../engines/leaf-file/leaf-file.ts"
import { KeptChains } from "./kept-chains.ts"

const HASH = 32
const EMPTY = new Uint8Array()

export class KeptLog {
  readonly chains: KeptChains
  readonly #file: LeafFile
  readonly #range = new CompactRange()
  #hashes = new Uint8Array(1024 * HASH)
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(file: LeafFile, chains: KeptChains) {
    this.#file = file
    this.chains = chains
  }

  /** @throws LeafFileDamaged */
  static async open(folder: string, name: string): Promise<{ log: KeptLog; leaves: Bytes[] }> {
    const { file, leaves } = await LeafFile.open(join(folder, `${name}.leaves`))
    const intervals = [...leaves.keys()].filter((index) => isIntervalLeaf(leaves[index] ?? EMPTY))
    const log = new KeptLog(file, await KeptChains.open(join(folder, `${name}.entries`), leaves.length, intervals))
    for (const leaf of leaves) log.#add(leafHash(leaf))
    return { log, leaves }
  }

  get size(): number {
    return this.#range.size
  }

  root(): Bytes {
    return this.#range.root()
  }

  /** Hashes of leaves, side by side. */
  hashes(from: number, to: number): Bytes {
    return this.#hashes.slice(from * HASH, Math.max(from, Math.min(to, this.size)) * HASH)
  }

  /**
   * Appends what goes beyond the known entries, which must be equal; gives it back once it is on disk.
   * @throws CallRefused log.not_an_extension
   */
  extend(from: number, leaves: readonly Bytes[], intervals: readonly HandedInterval[]): Promise<readonly Bytes[]> {
    const turn = this.#turn.then(() => this.#extend(from, leaves, intervals))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #extend(
    from: number,
    leaves: readonly Bytes[],
    intervals: readonly HandedInterval[],
  ): Promise<readonly Bytes[]> {
    const known = this.size - from
    if (known < 0) throw new CallRefused("log.not_an_extension")
    const hashes = leaves.map((leaf) => leafHash(leaf))
    const isSame = hashes.slice(0, known).every((hash, i) => equalBytes(hash, this.#hashAt(from + i)))
    if (!isSame) throw new CallRefused("log.not_an_extension")
    const fresh = leaves.slice(known)
    if (fresh.length === 0) return fresh
    const start = this.size
    const bearing = fresh.map((leaf, at) => [start + at, leaf] as const).filter(([, leaf]) => isIntervalLeaf(leaf))
    const entries = this.chains.prepare(new Map(bearing), intervals)
    await entries.write()
    try {
      await this.#file.append(fresh)
    } catch (fault) {
      await entries.undo()
      throw fault
    }
    for (const hash of hashes.slice(known)) this.#add(hash)
    entries.take()
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
    await this.chains.close()
  }
}
