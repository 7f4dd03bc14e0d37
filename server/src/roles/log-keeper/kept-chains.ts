/**
 * The entries below the interval leaves of one log (docs/PROTOCOL.md §7.3), in a file beside its leaves: which chain,
 * which number, which hash.
 * Promises: a chain only ever grows by its next entry, and every entry lies below its leaf; entries are on the disk
 * before their leaf is.
 * Never: knows what an entry says, or whose chain it is.
 */
import { concat, demand, equalBytes, toHex, u64 } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { intervalTree, readLeaf, splitHashes } from "@smp/shared/log"
import type { ChainEnd, HandedInterval } from "../../engines/keeper-client.ts"
import { LeafFile, LeafFileDamaged } from "../../engines/leaf-file/leaf-file.ts"
import { CallRefused } from "../../engines/socket/contract.ts"

/** u64(index of the leaf) || key || u64(n) || entry. */
const LENGTH = 80

interface KeptEntry {
  readonly index: number
  readonly key: Bytes
  readonly n: number
  readonly entry: Bytes
}

export class KeptChains {
  readonly #file: LeafFile
  readonly #ends = new Map<string, ChainEnd>()

  private constructor(file: LeafFile) {
    this.#file = file
  }

  /**
   * @param size entries of leaves from here on were never answered for
   * @param intervals indexes of the interval leaves below `size`
   * @throws LeafFileDamaged when entries of a leaf are gone, or out of order
   */
  static async open(path: string, size: number, intervals: readonly number[]): Promise<KeptChains> {
    const { file, leaves: records } = await LeafFile.open(path, (record) => readRecord(record).index < size)
    const chains = new KeptChains(file)
    const covered = new Set<number>()
    for (const kept of records.map(readRecord)) {
      if (!chains.#isNext(kept, chains.#ends)) throw new LeafFileDamaged(`${path} is out of order`)
      chains.#ends.set(toHex(kept.key), { n: kept.n, entry: kept.entry })
      covered.add(kept.index)
    }
    if (!intervals.every((index) => covered.has(index)))
      throw new LeafFileDamaged(`${path} lacks entries: restore it from a backup`)
    return chains
  }

  known(entries: readonly Bytes[]): boolean[] {
    const held = new Set(this.#file.readAll().map((record) => toHex(readRecord(record).entry)))
    return entries.map((entry) => held.has(toHex(entry)))
  }

  end(key: Bytes): ChainEnd | null {
    return this.#ends.get(toHex(key)) ?? null
  }

  /**
   * What the fresh interval leaves bring, checked; `write` makes it durable, then `take` counts it, or `undo` takes it
   * back where the leaves could not be written.
   * @throws CallRefused log.not_an_extension
   */
  prepare(leaves: ReadonlyMap<number, Bytes>, handed: readonly HandedInterval[]) {
    const ends = new Map<string, ChainEnd>()
    const fresh: KeptEntry[] = []
    for (const [index, leaf] of leaves) {
      const interval = handed.find((one) => one.index === index)
      if (interval === undefined) throw new CallRefused("log.not_an_extension")
      for (const kept of entriesOf(leaf, interval)) {
        if (!this.#isNext(kept, ends)) throw new CallRefused("log.not_an_extension")
        ends.set(toHex(kept.key), { n: kept.n, entry: kept.entry })
        fresh.push(kept)
      }
    }
    const before = this.#file.end
    return {
      undo: () => this.#file.cutTo(before),
      write: () => (fresh.length === 0 ? Promise.resolve() : this.#file.append(fresh.map(writeRecord))),
      take: () => {
        for (const [key, end] of ends) this.#ends.set(key, end)
      },
    }
  }

  #isNext({ key, n }: KeptEntry, newer: ReadonlyMap<string, ChainEnd>): boolean {
    const end = newer.get(toHex(key)) ?? this.end(key)
    return n === (end === null ? 0 : end.n + 1)
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}

function entriesOf(leaf: Bytes, { index, hashes, entries }: HandedInterval): KeptEntry[] {
  const read = readLeaf(leaf)
  const split = splitHashes(hashes)
  if (read.type !== "interval" || !equalBytes(intervalTree(split).root(), read.root))
    throw new CallRefused("log.not_an_extension")
  return entries.map(({ key, n, position }) => {
    const entry = split[position]
    if (entry === undefined || key.length !== 32) throw new CallRefused("log.not_an_extension")
    return { index, key, n, entry }
  })
}

const writeRecord = ({ index, key, n, entry }: KeptEntry): Bytes => concat(u64(index), key, u64(n), entry)

function readRecord(record: Bytes): KeptEntry {
  demand(record.length === LENGTH, "record of an entry")
  const view = new DataView(record.buffer, record.byteOffset)
  return {
    index: Number(view.getBigUint64(0)),
    key: record.slice(8, 40),
    n: Number(view.getBigUint64(40)),
    entry: record.slice(48),
  }
}
