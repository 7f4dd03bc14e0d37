/**
 * The log-keeper: holds the logs' keys, keeps every log's frontier itself and signs only what extends it
 * (docs/PROTOCOL.md §7.2, adr/0002).
 * Promises: what it signed is on disk before the signature leaves; a repeated append has no further effect; whatever
 * the web role says, neither history nor a chain is rewritten; files that were damaged are not taken for a log.
 * Never: knows an address that was not asked for, decides what a statement means.
 */
import { readdirSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import { demand, isId, toHex } from "@smp/shared/bytes"
import type { Bytes, SignedObject } from "@smp/shared/bytes"
import { logIndex, readLeaf, signCheckpoint, signHead, signLatest, vrfAlpha, vrfProve } from "@smp/shared/log"
import type { LogKey } from "@smp/shared/log"
import { MOST_HASHES, MOST_LEAVES } from "../../engines/keeper-client.ts"
import type { ChainEnd, HandedInterval, LatestAnswer, LogKeeper } from "../../engines/keeper-client.ts"
import { CallRefused } from "../../engines/socket/contract.ts"
import { loadKeeperKeys } from "./keeper-keys.ts"
import type { KeeperKeys } from "./keeper-keys.ts"
import { KeptLog } from "./kept-log.ts"

export interface KeeperOptions {
  readonly folder: string
  /** Host and port of the public origin: origins are `<host>/log/keys` and `<host>/log/<org>`. */
  readonly host: string
  readonly now?: () => number
}

interface Newest {
  readonly seq: number
  readonly leafIndex: number
  readonly statementHash: Bytes
}

const KEYS = "keys"
const MOST_NAMES = 50_000

export class FolderLogKeeper implements LogKeeper {
  readonly #options: KeeperOptions
  readonly #keys: KeeperKeys
  readonly #logs = new Map<string, Promise<KeptLog>>()
  readonly #newest = new Map<string, Newest>()
  readonly #names = new Map<string, { proof: Bytes; index: Bytes }>()
  #keyLeaves: Bytes[] = []

  private constructor(options: KeeperOptions, keys: KeeperKeys) {
    this.#options = options
    this.#keys = keys
  }

  static async open(options: KeeperOptions): Promise<FolderLogKeeper> {
    mkdirSync(options.folder, { recursive: true, mode: 0o700 })
    const keeper = new FolderLogKeeper(options, await loadKeeperKeys(join(options.folder, "keys.json"), options.host))
    const { log, leaves } = await KeptLog.open(options.folder, KEYS)
    keeper.#logs.set(KEYS, Promise.resolve(log))
    keeper.#note(leaves)
    for (const file of readdirSync(options.folder)) {
      const name = file.replace(/\.leaves$/, "")
      if (isId("org", name)) await keeper.#open(name)
    }
    return keeper
  }

  async append(
    origin: string,
    from: number,
    leaves: readonly Bytes[],
    intervals: readonly HandedInterval[] = [],
  ): Promise<{ note: string; size: number }> {
    const { name, log } = await this.#find(origin)
    if (leaves.length > MOST_LEAVES) throw new CallRefused("log.too_many_leaves")
    if (name === KEYS) for (const leaf of leaves) readLeaf(leaf)
    const fresh = await log.extend(from, leaves, intervals)
    if (name === KEYS) this.#note(fresh)
    return this.checkpoint(origin)
  }

  async checkpoint(origin: string): Promise<{ note: string; size: number }> {
    const { name, log } = await this.#find(origin)
    const key = await this.#keyOf(name)
    const { size } = log
    return { note: await signCheckpoint({ origin, size, root: log.root(), at: this.#now() }, key), size }
  }

  async hashes(origin: string, from: number, to: number): Promise<Bytes> {
    return (await this.#find(origin)).log.hashes(from, Math.min(to, from + MOST_HASHES))
  }

  async chainEnds(origin: string, keys: readonly Bytes[]): Promise<(ChainEnd | null)[]> {
    const { chains } = (await this.#find(origin)).log
    return keys.map((key) => chains.end(key))
  }

  async heads(origin: string, keys: readonly Bytes[]): Promise<SignedObject[]> {
    const { name, log } = await this.#find(origin)
    const logKey = await this.#keyOf(name)
    // Of one moment: nothing is awaited between reading the size and the last chain.
    const [size, at] = [log.size, this.#now()]
    const heads = keys.map((key) => ({ key, end: log.chains.end(key) }))
    return Promise.all(
      heads.map(({ key, end }) =>
        signHead({ origin, key, n: end?.n ?? null, entry: end?.entry ?? null, size, at }, logKey),
      ),
    )
  }

  async knownEntries(origin: string, entries: readonly Bytes[]): Promise<boolean[]> {
    const { chains } = (await this.#find(origin)).log
    return chains.known(entries)
  }

  leaves(from: number, to: number): Promise<Bytes[]> {
    return Promise.resolve(this.#keyLeaves.slice(from, Math.min(to, from + MOST_LEAVES)))
  }

  async latest(origin: string, name: string): Promise<LatestAnswer> {
    if (origin !== this.#origin(KEYS)) throw new CallRefused("log.not_an_extension")
    const { proof, index } = await this.index(name)
    const found = this.#newest.get(toHex(index)) ?? null
    const st = found?.statementHash ?? null
    const fields = { origin, index, st, seq: found?.seq ?? null, size: this.#keyLeaves.length, at: this.#now() }
    const latest = await signLatest(fields, this.#keys.keyLog)
    return { proof, index, latest, newest: found && { seq: found.seq, leafIndex: found.leafIndex } }
  }

  index(name: string): Promise<{ proof: Bytes; index: Bytes }> {
    let found = this.#names.get(name)
    if (found === undefined) {
      const { proof, output } = vrfProve(this.#keys.vrf, vrfAlpha(name))
      found = { proof, index: logIndex(output) }
      if (this.#names.size >= MOST_NAMES) this.#names.clear()
      this.#names.set(name, found)
    }
    return Promise.resolve(found)
  }

  keys(): Promise<{ keyLog: { origin: string; pub: Bytes; vrf: Bytes } }> {
    const { keyLog, vrf } = this.#keys
    return Promise.resolve({ keyLog: { origin: this.#origin(KEYS), pub: keyLog.pub, vrf: vrf.pub } })
  }

  async organizationKey(org: string): Promise<Bytes> {
    demand(isId("org", org), "organization")
    return (await this.#keys.organization(org)).pub
  }

  async close(): Promise<void> {
    for (const log of this.#logs.values()) await (await log).close()
  }

  /** In log order; of two leaves with one seq the first counts (docs/PROTOCOL.md §2.3). */
  #note(leaves: readonly Bytes[]): void {
    for (const bytes of leaves) {
      const leafIndex = this.#keyLeaves.push(bytes) - 1
      const leaf = readLeaf(bytes)
      if (leaf.type !== "key") continue
      const { index, seq, statementHash } = leaf
      const known = this.#newest.get(toHex(index))
      if (known === undefined || seq > known.seq) this.#newest.set(toHex(index), { seq, leafIndex, statementHash })
    }
  }

  async #find(origin: string): Promise<{ name: string; log: KeptLog }> {
    const prefix = this.#origin("")
    const name = origin.startsWith(prefix) ? origin.slice(prefix.length) : ""
    if (name !== KEYS && !isId("org", name)) throw new CallRefused("log.not_an_extension")
    return { name, log: await this.#open(name) }
  }

  #open(name: string): Promise<KeptLog> {
    let log = this.#logs.get(name)
    if (log === undefined) {
      log = KeptLog.open(this.#options.folder, name).then((opened) => opened.log)
      log.catch(() => this.#logs.delete(name))
      this.#logs.set(name, log)
    }
    return log
  }

  #keyOf(name: string): Promise<LogKey> {
    return name === KEYS ? Promise.resolve(this.#keys.keyLog) : this.#keys.organization(name)
  }

  #origin(name: string): string {
    return `${this.#options.host}/log/${name}`
  }

  #now(): number {
    return (this.#options.now ?? Date.now)()
  }
}
