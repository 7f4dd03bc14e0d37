/**
 * Closes intervals of an organization's log (docs/PROTOCOL.md §7.3): whatever happened since the last one becomes one
 * leaf, in random order among random hashes.
 * Promises: an event is below exactly one leaf; a crash at any moment loses none and doubles none; after an older
 * database was put back, chains go on behind what the log-keeper knows, so that what is missing stays visible.
 * Never: closes up a gap.
 */
import { randomBytes, randomInt } from "node:crypto"
import { equalBytes, toHex } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { FIRST_PREV, intervalLeaf, intervalTree, intervalWidth, joinHashes, minuteOf } from "@smp/shared/log"
import type { PendingEntry } from "../data/log-interval.store.ts"
import type { OpenOrganization } from "./organization-house.ts"
import type { ChainEnd, LogKeeper } from "../engines/keeper-client.ts"

interface CollectorParts {
  readonly origin: string
  readonly store: OpenOrganization["log"]
  readonly keeper: LogKeeper
  readonly now: () => number
}

/** Fewer than the log-keeper takes at once. */
const MOST_AT_ONCE = 4_096

interface Continued {
  readonly pending: PendingEntry
  readonly n: number
  readonly hash: Bytes
  /** null: where it stood. */
  readonly prev: Bytes | null
}

export function logCollector(parts: CollectorParts): { close(): Promise<void> } {
  let turn: Promise<void> = Promise.resolve()
  const closeAll = async (): Promise<void> => {
    for (let after = -1; ;) {
      const pending = await parts.store.pending(after, MOST_AT_ONCE)
      const last = pending.at(-1)
      if (last === undefined) return
      await closeOne(parts, pending)
      after = last.id
    }
  }
  return {
    close: () => {
      const run = turn.then(closeAll)
      turn = run.catch(() => undefined)
      return run
    },
  }
}

async function closeOne(parts: CollectorParts, pending: readonly PendingEntry[]): Promise<void> {
  const chains = Map.groupBy(pending, ({ key }) => toHex(key))
  const firsts = [...chains.values()].flatMap(([first]) => first ?? [])
  const ends = await parts.keeper.chainEnds(
    parts.origin,
    firsts.map(({ key }) => key),
  )
  const continued: Continued[] = []
  for (const [at, rows] of [...chains.values()].entries())
    continued.push(...(await continueChain(parts, rows, ends[at] ?? null)))
  if (continued.length === 0) return
  const width = intervalWidth(continued.length)
  const hashes: Bytes[] = Array.from({ length: width }, () => new Uint8Array(randomBytes(32)))
  const places = shuffled(width)
  const entries = continued.map(({ pending: { id, n: was }, n, hash, prev }, at) => {
    const position = places[at] ?? 0
    hashes[position] = hash
    return { id, was, position, n, moved: prev === null ? null : { prev, hash } }
  })
  const minute = minuteOf(parts.now())
  const leaf = intervalLeaf({ minute, root: intervalTree(hashes).root() })
  await parts.store.closeInterval({ minute, leaf, hashes: joinHashes(hashes), entries })
}

/** Which of a chain's waiting events are its next entries, and at which place. */
async function continueChain(
  { store, keeper, origin }: CollectorParts,
  rows: readonly PendingEntry[],
  kept: ChainEnd | null,
): Promise<Continued[]> {
  const [first] = rows
  if (first === undefined) return []
  const logged = await store.loggedEnd(first.message, first.chain)
  let end: ChainEnd | null = logged !== null && (kept === null || logged.n >= kept.n) ? logged : kept
  const behind = rows.filter(({ n }) => end !== null && n <= end.n).map(({ hash }) => hash)
  const known = behind.length === 0 ? [] : await keeper.knownEntries(origin, behind)
  const isLogged = (hash: Bytes) => behind.some((held, at) => known[at] === true && equalBytes(held, hash))
  const continued: Continued[] = []
  for (const pending of rows.toSorted((a, b) => a.n - b.n || a.id - b.id)) {
    const next: number = (end?.n ?? -1) + 1
    // A gap stays one; what stands before a logged event was logged itself, whatever its row says now.
    const isOld = logged !== null && pending.id < logged.id
    if (pending.n > next || isOld || isLogged(pending.hash)) continue
    const prev: Bytes = end?.entry ?? FIRST_PREV
    const isInPlace = pending.n === next
    const hash: Bytes = isInPlace ? pending.hash : pending.hashAt(next, prev)
    continued.push({ pending, n: next, hash, prev: isInPlace ? null : prev })
    end = { n: next, entry: hash }
  }
  return continued
}

/** 0 … count - 1 in random order (Fisher and Yates). */
function shuffled(count: number): number[] {
  const places = Array.from({ length: count }, (_, at) => at)
  for (let at = count - 1; at > 0; at--) {
    const other = randomInt(at + 1)
    const [a, b] = [places[at] ?? 0, places[other] ?? 0]
    places[at] = b
    places[other] = a
  }
  return places
}
