/**
 * Intervals of an organization's log (docs/PROTOCOL.md §7.3): which events wait for a leaf, and what lies below each.
 * Promises: leaf, hashes and the events' places are one transaction.
 */
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull } from "drizzle-orm"
import type { Bytes } from "@smp/shared/bytes"
import { chainKey, chainOf } from "@smp/shared/log"
import { fromColumn, toColumn } from "./codec.ts"
import type { Database } from "./database.ts"
import { chainName, eventHash, rowsOfChain, rowsOfChains } from "./event-chain.ts"
import { leafAppender } from "./leaf-appender.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

/** An event that no leaf covers yet. */
export interface PendingEntry {
  readonly id: number
  readonly message: string
  /** Name of its chain. */
  readonly chain: string
  readonly key: Bytes
  readonly n: number
  readonly hash: Bytes
  /** Its hash at another place of the chain. */
  hashAt(n: number, prev: Bytes): Bytes
}
/** The newest entry of a chain that a leaf covers. */
export interface LoggedEnd {
  readonly id: number
  readonly n: number
  readonly entry: Bytes
}
export interface ClosedEntry {
  readonly id: number
  /** As it was read; another one meanwhile, and nothing is written. */
  readonly was: number
  readonly position: number
  readonly n: number
  /** null: unchanged. */
  readonly moved: { readonly prev: Bytes; readonly hash: Bytes } | null
}
export interface ClosedInterval {
  readonly minute: number
  readonly leaf: Bytes
  readonly hashes: Bytes
  readonly entries: readonly ClosedEntry[]
}
/** What lies below a leaf, as the log-keeper takes it. */
export interface StoredInterval {
  readonly index: number
  readonly hashes: Bytes
  readonly entries: { readonly key: Bytes; readonly n: number; readonly position: number }[]
}

export function intervalStore(database: Database<OrganizationSchema>) {
  const { t, read } = database
  const event = t.trackingEvent
  const appendLeaf = leafAppender(database)
  const isWaiting = and(isNull(event.interval), gt(event.n, -1))
  return {
    /** Is anything of these chains of a message without a leaf? */
    hasPending: async (message: string, chains: readonly string[]): Promise<boolean> => {
      const where = and(rowsOfChains(t, message, chains), isWaiting)
      return (await read.select({ id: event.id }).from(event).where(where).limit(1)).length > 0
    },
    pending: async (after: number, limit: number): Promise<PendingEntry[]> => {
      const rows = await read
        .select({ event, header: t.message.header })
        .from(event)
        .innerJoin(t.message, eq(t.message.id, event.message))
        .where(and(isWaiting, gt(event.id, after)))
        .orderBy(asc(event.id))
        .limit(limit)
      return rows.flatMap(({ event: row, header }) => {
        const { id, message, n, salt, hash } = row
        if (n === null || salt === null || hash === null) return []
        const name = chainName(header)
        const hashAt = (at: number, prev: Bytes) => eventHash(name, row, { n: at, prev, salt: fromColumn(salt) })
        const chain = chainOf(row.kind, row.address)
        return { id, message, chain, n, hash: fromColumn(hash), key: chainKey(name.com, chain), hashAt }
      })
    },
    loggedEnd: async (message: string, chain: string): Promise<LoggedEnd | null> => {
      const [row] = await read
        .select({ id: event.id, n: event.n, hash: event.hash })
        .from(event)
        .where(and(rowsOfChain(t, message, chain), isNotNull(event.interval), gt(event.n, -1)))
        .orderBy(desc(event.n))
        .limit(1)
      return row === undefined || row.n === null || row.hash === null
        ? null
        : { id: row.id, n: row.n, entry: fromColumn(row.hash) }
    },
    /** @throws Error when an event has changed since it was read; then nothing is written. */
    closeInterval: ({ minute, leaf, hashes, entries }: ClosedInterval): Promise<void> =>
      database.tx(async (query) => {
        const index = await appendLeaf(query, leaf)
        await query.insert(t.logInterval).values({ leaf: index, minute, hashes: toColumn(hashes) })
        for (const { id, was, position, n, moved } of entries) {
          const set = moved === null ? {} : { n, prev: toColumn(moved.prev), hash: toColumn(moved.hash) }
          const updated = await query
            .update(event)
            .set({ ...set, interval: index, position })
            .where(and(eq(event.id, id), eq(event.n, was), isNull(event.interval)))
            .returning({ id: event.id })
          if (updated.length === 0) throw new Error("an event changed while its interval was closed")
        }
      }),
    intervals: async (indexes: readonly number[]): Promise<StoredInterval[]> => {
      const found = await read
        .select()
        .from(t.logInterval)
        .where(inArray(t.logInterval.leaf, [...indexes]))
      const rows = await read
        .select({
          interval: event.interval,
          n: event.n,
          position: event.position,
          kind: event.kind,
          address: event.address,
          header: t.message.header,
        })
        .from(event)
        .innerJoin(t.message, eq(t.message.id, event.message))
        .where(inArray(event.interval, [...indexes]))
        .orderBy(asc(event.interval), asc(event.n))
      return found.map(({ leaf: index, hashes }) => ({
        index,
        hashes: fromColumn(hashes),
        entries: rows.flatMap(({ interval, n, position, kind, address, header }) =>
          interval !== index || n === null || position === null
            ? []
            : { key: chainKey(chainName(header).com, chainOf(kind, address)), n, position },
        ),
      }))
    },
    /** The rows of leaves as they stand in the table now, and the hashes below interval leaves. */
    storedLeaves: async (indexes: readonly number[]): Promise<Map<number, { leaf: Bytes; hashes: Bytes | null }>> => {
      const rows = await read
        .select({ index: t.logLeaf.idx, leaf: t.logLeaf.leaf, hashes: t.logInterval.hashes })
        .from(t.logLeaf)
        .leftJoin(t.logInterval, eq(t.logInterval.leaf, t.logLeaf.idx))
        .where(inArray(t.logLeaf.idx, [...indexes]))
      return new Map(
        rows.map(({ index, leaf, hashes }) => [
          index,
          { leaf: fromColumn(leaf), hashes: hashes === null ? null : fromColumn(hashes) },
        ]),
      )
    },
  }
}
