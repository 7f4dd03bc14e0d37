/**
 * The logs as clients see them: trees in memory over the stored leaves, checkpoints signed by the log-keeper.
 * Promises: `sync` answers with a note that covers everything committed before the call.
 * Never: signs; holds no log key.
 */
import { leafHash, MerkleTree } from "@smp/shared/log"
import type { Bytes } from "@smp/shared/bytes"
import { MOST_LEAVES } from "../engines/keeper-client.ts"
import type { LogKeeper } from "../engines/keeper-client.ts"
import { refuseRequest } from "./refusal.ts"

export interface LogSource {
  leavesFrom(from: number): Promise<Uint8Array[]>
}

export interface LogView {
  readonly origin: string
  /** Hands new leaves to the keeper; the newest note, no older than a minute. */
  sync(): Promise<{ note: string; size: number }>
  /** Something was committed: it reaches the keeper soon, together with what comes meanwhile. */
  nudge(): void
  inclusion(index: number, size: number): { leaf: Bytes; path: Bytes[] }
  consistency(from: number, to: number): Bytes[]
  leaves(from: number, to: number): Bytes[]
}

const NOTE_AGE_MS = 20_000
const NUDGE_MS = 200

export function logView(origin: string, source: LogSource, keeper: LogKeeper, now: () => number): LogView {
  const tree = new MerkleTree()
  const leaves: Bytes[] = []
  let newest: { note: string; size: number; at: number } | null = null
  let running: Promise<{ note: string; size: number }> | null = null

  const load = async (): Promise<void> => {
    for (const leaf of await source.leavesFrom(leaves.length)) {
      const bytes = new Uint8Array(leaf)
      leaves.push(bytes)
      tree.append(leafHash(bytes))
    }
  }
  const run = async (): Promise<{ note: string; size: number }> => {
    await load()
    const isFresh = newest !== null && newest.size === leaves.length && now() - newest.at < NOTE_AGE_MS
    if (newest !== null && isFresh) return newest
    let from = newest?.size ?? 0
    let signed: { note: string; size: number }
    do {
      signed = await keeper.append(origin, from, leaves.slice(from, from + MOST_LEAVES))
      from = Math.min(from + MOST_LEAVES, leaves.length)
    } while (from < leaves.length)
    newest = { ...signed, at: now() }
    return newest
  }
  const within = (from: number, to: number): void => {
    if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from <= to && to <= leaves.length)) {
      refuseRequest("log.range_refused")
    }
  }
  // One at a time; whoever comes while one is running waits for the next, which sees later commits.
  const sync = async () => {
    await running?.catch(() => undefined)
    running ??= run().finally(() => {
      running = null
    })
    return running
  }
  let nudged: NodeJS.Timeout | null = null
  return {
    origin,
    sync,
    nudge: () => {
      nudged ??= setTimeout(() => {
        nudged = null
        // Whoever needs a note asks for it; this one only keeps the keeper near.
        void sync().catch(() => undefined)
      }, NUDGE_MS).unref()
    },
    inclusion: (index, size) => {
      within(index, size)
      const leaf = leaves[index]
      if (leaf === undefined || index >= size) return refuseRequest("log.range_refused")
      return { leaf, path: tree.inclusion(index, size) }
    },
    consistency: (from, to) => {
      within(from, to)
      return from === 0 || from === to ? [] : tree.consistency(from, to)
    },
    leaves: (from, to) => {
      within(from, to)
      return leaves.slice(from, Math.min(to, from + 1000))
    },
  }
}

export interface Logs {
  readonly keys: LogView
  of(org: string): LogView
}

export function logs(parts: {
  host: string
  keys: LogSource
  organization: (org: string) => LogSource
  keeper: LogKeeper
  now: () => number
}): Logs {
  const views = new Map<string, LogView>()
  return {
    keys: logView(`${parts.host}/log/keys`, parts.keys, parts.keeper, parts.now),
    of: (org) => {
      let view = views.get(org)
      if (view === undefined) {
        view = logView(`${parts.host}/log/${org}`, parts.organization(org), parts.keeper, parts.now)
        views.set(org, view)
      }
      return view
    },
  }
}
