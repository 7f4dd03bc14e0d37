/**
 * ProcessQ: an outbox with leases, back-off and dead letters, written in the transaction of what caused it.
 * Promises: a row is done, or leased for a while, or due again; never lost, at least once.
 */
import { and, asc, eq, gt, inArray, isNull, lte, sql } from "drizzle-orm"
import { fromColumn, toColumn } from "./codec.ts"
import type { Database, Query } from "./database.ts"
import { insertStep } from "./plan.ts"
import type { Step } from "./plan.ts"
import { prepared, rowInsert } from "./prepared.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

/** `notify`: a mail to a person. `message`: what is due about a message itself. */
export type Topic = "notify" | "message"
export interface QueueEntry {
  readonly topic: Topic
  /** Sealed by the organization's crypto engine. */
  readonly payload: Uint8Array
  readonly dueAt: number
}
export interface LeasedEntry {
  readonly id: number
  readonly topic: Topic
  readonly payload: Uint8Array
  readonly attempts: number
}

/** More than any notice waits for its next try. */
const LONGEST_WAIT_MS = 24 * 3600_000

const newRow = ({ topic, payload, dueAt }: QueueEntry) => ({
  topic,
  payload: toColumn(payload),
  dueAt,
  attempts: 0,
  leaseUntil: 0,
})
export interface Claim {
  readonly topic: Topic
  readonly owner: string
  readonly now: number
  readonly leaseMs: number
  readonly limit: number
}

/** Kept beside the keys of clients; an own `key` is none that they may use. */
export interface OnceName {
  readonly identity: string
  readonly key: string
  readonly until: number
}

/** Adds within the transaction of `query`. */
export function enqueuer(t: OrganizationSchema): (query: Query, entries: readonly QueueEntry[]) => Promise<void> {
  const statements = prepared((query) => ({ add: rowInsert(query, t.queue) }))
  return async (query, entries) => {
    const { add } = statements(query)
    for (const entry of entries) await add(newRow(entry))
  }
}

/** Adds in a plan. */
export const queueStep = (query: Query, t: OrganizationSchema): ((entry: QueueEntry) => Step) => {
  const add = insertStep(query, t.queue)
  return (entry) => add(newRow(entry))
}

export type QueueStore = ReturnType<typeof queueStore>

export function queueStore(database: Database<OrganizationSchema>) {
  const { t, read } = database
  const enqueue = enqueuer(t)
  const isOpen = and(isNull(t.queue.doneAt), isNull(t.queue.deadAt))
  return {
    add: (entries: readonly QueueEntry[]): Promise<void> => database.tx((query) => enqueue(query, entries)),
    /** The same entry under the same name again adds nothing. */
    addOnce: (entry: QueueEntry, { identity, key, until }: OnceName): Promise<void> =>
      database.tx(async (query) => {
        const name = { identity, key, request: "", answer: {}, expiresAt: until }
        const added = await query.insert(t.idempotency).values(name).onConflictDoNothing().returning()
        if (added.length > 0) await enqueue(query, [entry])
      }),
    hasDue: async (now: number, topic: Topic = "notify"): Promise<boolean> => {
      const due = and(isOpen, eq(t.queue.topic, topic), lte(t.queue.dueAt, now), lte(t.queue.leaseUntil, now))
      return (await read.select({ id: t.queue.id }).from(t.queue).where(due).limit(1)).length > 0
    },
    /** Leases up to `limit` due rows to `owner` for `leaseMs`. */
    claim: ({ topic, owner, now, leaseMs, limit }: Claim): Promise<LeasedEntry[]> =>
      database.tx(async (query) => {
        const due = and(isOpen, eq(t.queue.topic, topic), lte(t.queue.dueAt, now), lte(t.queue.leaseUntil, now))
        const rows = await query
          .select({ id: t.queue.id })
          .from(t.queue)
          .where(due)
          .orderBy(asc(t.queue.dueAt))
          .limit(limit)
        if (rows.length === 0) return []
        const leased = await query
          .update(t.queue)
          .set({ leaseOwner: owner, leaseUntil: now + leaseMs, attempts: sql`${t.queue.attempts} + 1` })
          .where(
            inArray(
              t.queue.id,
              rows.map((row) => row.id),
            ),
          )
          .returning()
        return leased.map((row) => ({
          id: row.id,
          topic: row.topic as Topic,
          payload: fromColumn(row.payload),
          attempts: row.attempts,
        }))
      }),
    /** Longer leases for what this owner is still at. */
    renew: (ids: readonly number[], owner: string, leaseUntil: number): Promise<void> =>
      database.tx(async (query) => {
        const mine = and(inArray(t.queue.id, [...ids]), eq(t.queue.leaseOwner, owner))
        await query.update(t.queue).set({ leaseUntil }).where(mine)
      }),
    /** For the only worker, when it starts: leases of its predecessor, who died, are over. */
    releaseAll: (): Promise<void> =>
      database.tx(async (query) => {
        await query
          .update(t.queue)
          .set({ leaseUntil: 0, leaseOwner: null })
          .where(and(isOpen, gt(t.queue.leaseUntil, 0)))
      }),
    /** Notices that wait for longer than any does were put off by a clock that was wrong: they are due. */
    mend: (now: number): Promise<void> =>
      database.tx(async (query) => {
        const isOdd = and(isOpen, eq(t.queue.topic, "notify"), gt(t.queue.dueAt, now + LONGEST_WAIT_MS))
        await query.update(t.queue).set({ dueAt: now }).where(isOdd)
      }),
    complete: (id: number, at: number, also: (query: Query) => Promise<void>): Promise<void> =>
      database.tx(async (query) => {
        await query
          .update(t.queue)
          .set({ doneAt: at, payload: Buffer.alloc(0) })
          .where(eq(t.queue.id, id))
        await also(query)
      }),
    retry: (id: number, dueAt: number): Promise<void> =>
      database.tx(async (query) => {
        await query.update(t.queue).set({ dueAt, leaseUntil: 0, leaseOwner: null }).where(eq(t.queue.id, id))
      }),
    bury: (id: number, at: number, also: (query: Query) => Promise<void>): Promise<void> =>
      database.tx(async (query) => {
        await query.update(t.queue).set({ deadAt: at }).where(eq(t.queue.id, id))
        await also(query)
      }),
    waiting: async (): Promise<number> => {
      const rows = await read
        .select({ count: sql<number>`count(*)` })
        .from(t.queue)
        .where(isOpen)
      return Number(rows[0]?.count ?? 0)
    },
  }
}
