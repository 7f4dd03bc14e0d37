/**
 * The logs as clients see them: trees in memory, checkpoints signed by the log-keeper.
 * Promises: `sync` answers with a note that covers everything committed before the call; what the keeper holds is the
 * log, and a row that says something else changes no proof of any other.
 * Never: signs; holds no log key.
 */
import { copyBytes } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { isIntervalLeaf, leafHash, MerkleTree } from "@smp/shared/log"
import { afterBurst } from "../engines/after-burst.ts"
import { MOST_HANDED, MOST_HASHES, MOST_LEAVES } from "../engines/keeper-client.ts"
import type { HandedInterval, LogKeeper } from "../engines/keeper-client.ts"
import { CallRefused } from "../engines/socket/contract.ts"
import { logCollector } from "./log-collector.ts"
import type { OpenOrganization } from "./organization-house.ts"
import { refuseRequest } from "./refusal.ts"

export interface LogSource {
  /** In order; rows may be missing where somebody took them away. */
  leavesFrom(from: number): Promise<{ index: number; leaf: Bytes }[]>
  /** What lies below interval leaves. */
  intervals?(indexes: readonly number[]): Promise<HandedInterval[]>
}

interface SignedSize {
  readonly note: string
  readonly size: number
}

export interface LogView {
  readonly origin: string
  /** Hands new leaves to the keeper; the newest note, no older than a minute. */
  sync(): Promise<SignedSize>
  /** Something was committed: it reaches the keeper soon, together with what comes meanwhile. */
  nudge(): void
  inclusion(index: number, size: number): { leaf: Bytes; path: Bytes[] }
  consistency(from: number, to: number): Bytes[]
  leaves(from: number, to: number): Bytes[]
}

interface ViewParts {
  readonly origin: string
  readonly source: LogSource
  readonly keeper: LogKeeper
  readonly now: () => number
  readonly report: (fault: unknown) => void
}

const NOTE_AGE_MS = 20_000
const BURST = { pauseMs: 200, latestMs: 1_000 }
const NO_LEAF = new Uint8Array()

/** Leaves and tree in memory: hashes that the keeper holds come from the keeper, the others from the rows. */
class HeldLog {
  readonly tree = new MerkleTree()
  readonly leaves: Bytes[] = []
  readonly #parts: ViewParts
  #hasAsked = false

  constructor(parts: ViewParts) {
    this.#parts = parts
  }

  async load(): Promise<void> {
    if (!this.#hasAsked) await this.#loadKept()
    for (const { index, leaf } of await this.#parts.source.leavesFrom(this.leaves.length)) {
      this.#fill(Math.min(index, this.tree.size))
      // Behind a missing row nothing can be appended: the keeper would refuse it.
      if (index > this.tree.size) break
      if (index === this.tree.size) this.tree.append(leafHash(leaf))
      this.leaves.push(leaf)
    }
    this.#fill(this.tree.size)
  }

  /** Leaves that the keeper holds and the rows do not. */
  #fill(size: number): void {
    while (this.leaves.length < size) this.leaves.push(NO_LEAF)
  }

  async #loadKept(): Promise<void> {
    const { keeper, origin } = this.#parts
    for (let size = -1; size < this.tree.size;) {
      size = this.tree.size
      const hashes = await keeper.hashes(origin, size, size + MOST_HASHES)
      for (let at = 0; at < hashes.length; at += 32) this.tree.append(copyBytes(hashes.subarray(at, at + 32)))
    }
    this.#hasAsked = true
  }
}

export function logView(parts: ViewParts): LogView {
  const { origin, keeper, now } = parts
  let held = new HeldLog(parts)
  let newest: (SignedSize & { at: number; isStuck: boolean }) | null = null
  let running: Promise<SignedSize> | null = null

  const push = async (): Promise<SignedSize> => {
    await held.load()
    const { leaves } = held
    const isFresh = newest !== null && newest.size === leaves.length && now() - newest.at < NOTE_AGE_MS
    if (newest !== null && isFresh) return newest
    let signed: SignedSize = newest ?? (await keeper.checkpoint(origin))
    do {
      const batch = await nextBatch(parts, leaves, signed.size)
      signed = await keeper.append(origin, signed.size, batch.leaves, batch.intervals)
    } while (signed.size < leaves.length)
    newest = { ...signed, at: now(), isStuck: false }
    return newest
  }
  const run = async (): Promise<SignedSize> => {
    if (newest?.isStuck === true && now() - newest.at < NOTE_AGE_MS) return newest
    try {
      return await push()
    } catch (fault) {
      if (!(fault instanceof CallRefused)) throw fault
      ;[held, newest] = [new HeldLog(parts), null]
    }
    try {
      return await push()
    } catch (fault) {
      if (!(fault instanceof CallRefused)) throw fault
      parts.report(fault)
      // Rows that were never logged do not fit. What is logged can still be proved; the others cannot, and clients say so.
      newest = { ...(await keeper.checkpoint(origin)), at: now(), isStuck: true }
      return newest
    }
  }
  const within = (from: number, to: number): void => {
    const isRange = Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from <= to
    if (!isRange || to > held.leaves.length) refuseRequest("log.range_refused")
  }
  // One at a time; whoever comes while one is running waits for the next, which sees later commits.
  const sync = async () => {
    await running?.catch(() => undefined)
    running ??= run().finally(() => {
      running = null
    })
    return running
  }
  // Whoever needs a note asks for it; this one only keeps the keeper near.
  const { nudge } = afterBurst(BURST, () => void sync().catch(() => undefined))
  return {
    origin,
    sync,
    nudge,
    inclusion: (index, size) => {
      within(index, size)
      const leaf = held.leaves[index]
      if (leaf === undefined || index >= size) return refuseRequest("log.range_refused")
      return { leaf, path: held.tree.inclusion(index, size) }
    },
    consistency: (from, to) => {
      within(from, to)
      return from === 0 || from === to ? [] : held.tree.consistency(from, to)
    },
    leaves: (from, to) => {
      within(from, to)
      return held.leaves.slice(from, Math.min(to, from + 1000))
    },
  }
}

/** As many leaves as one call takes, with what lies below the intervals among them. */
async function nextBatch(
  { source }: ViewParts,
  leaves: readonly Bytes[],
  from: number,
): Promise<{ leaves: Bytes[]; intervals: HandedInterval[] }> {
  const batch = leaves.slice(from, from + MOST_LEAVES)
  const indexes = batch.flatMap((leaf, at) => (isIntervalLeaf(leaf) ? [from + at] : []))
  const found = indexes.length === 0 ? [] : ((await source.intervals?.(indexes)) ?? [])
  const intervals: HandedInterval[] = []
  let entries = 0
  for (const index of indexes) {
    const interval = found.find((one) => one.index === index)
    entries += interval?.entries.length ?? 0
    if (entries > MOST_HANDED && index > from) return { leaves: batch.slice(0, index - from), intervals }
    if (interval !== undefined) intervals.push(interval)
  }
  return { leaves: batch, intervals }
}

export interface Logs {
  readonly keys: LogView
  of(org: string): LogView
  /** Closes what is open of an organization's log, and hands it over. */
  collect(org: string): Promise<void>
}

export function logs(parts: {
  host: string
  keys: LogSource
  organization: (org: string) => OpenOrganization["log"]
  keeper: LogKeeper
  now: () => number
  report: (fault: unknown) => void
}): Logs {
  const { host, keeper, now, report } = parts
  const views = new Map<string, { view: LogView; collector: ReturnType<typeof logCollector> }>()
  const of = (org: string) => {
    const known = views.get(org)
    if (known !== undefined) return known
    const [origin, source] = [`${host}/log/${org}`, parts.organization(org)]
    const made = {
      view: logView({ origin, source, keeper, now, report }),
      collector: logCollector({ origin, store: source, keeper, now }),
    }
    views.set(org, made)
    return made
  }
  return {
    keys: logView({ origin: `${host}/log/keys`, source: parts.keys, keeper, now, report }),
    of: (org) => of(org).view,
    collect: async (org) => {
      const { view, collector } = of(org)
      await collector.close()
      await view.sync()
    },
  }
}
