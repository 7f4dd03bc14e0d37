/** What happened to a message, per recipient: every event but "queued", which the slip's leaf covers, is an entry of a chain. */
import { and, asc, countDistinct, eq, inArray } from "drizzle-orm"
import type { Bytes } from "@smp/shared/bytes"
import type { EventKind, SignedObjectText } from "@smp/shared/wire"
import { fromColumn } from "./codec.ts"
import type { Database, Query } from "./database.ts"
import { nextPlace, rowsOfChains } from "./event-chain.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

export interface TrackingEvent {
  readonly message: string
  readonly address: string
  readonly kind: EventKind
  readonly at: number
  readonly object: string | null
  readonly evidence: SignedObjectText | null
  /** Program and version, as it named itself. */
  readonly client?: string | null
}

/** A row as it stands in the table now, with its place in the record. */
export interface HistoryRow extends Omit<TrackingEvent, "kind" | "client"> {
  readonly kind: string
  readonly client: string | null
  readonly n: number | null
  readonly prev: Bytes | null
  readonly salt: Bytes | null
  readonly hash: Bytes | null
  readonly interval: number | null
  readonly position: number | null
}

/** Within the transaction of what it records. */
export async function addEvent(query: Query, t: OrganizationSchema, event: TrackingEvent): Promise<void> {
  const place = event.kind === "queued" ? {} : await nextPlace(query, t, event)
  await query.insert(t.trackingEvent).values({ ...event, ...place })
}

export function trackingStore(database: Database<OrganizationSchema>) {
  const { t, read } = database
  return {
    add: (event: TrackingEvent): Promise<void> => database.tx((query) => addEvent(query, t, event)),
    /** Only the first event of this kind and object for this person is kept. */
    addOnce: (event: TrackingEvent): Promise<void> =>
      database.tx(async (query) => {
        const same = and(
          eq(t.trackingEvent.message, event.message),
          eq(t.trackingEvent.address, event.address),
          eq(t.trackingEvent.kind, event.kind),
        )
        const held = await query.select({ object: t.trackingEvent.object }).from(t.trackingEvent).where(same)
        if (!held.some((row) => row.object === event.object)) await addEvent(query, t, event)
      }),
    of: async (message: string): Promise<TrackingEvent[]> => {
      const rows = await read
        .select()
        .from(t.trackingEvent)
        .where(eq(t.trackingEvent.message, message))
        .orderBy(asc(t.trackingEvent.id))
      return rows.map((row) => ({ ...row, kind: row.kind as EventKind }))
    },
    /** In the order in which they were written. */
    historyOf: async (message: string, chains: readonly string[]): Promise<HistoryRow[]> => {
      const rows = await read
        .select()
        .from(t.trackingEvent)
        .where(rowsOfChains(t, message, chains))
        .orderBy(asc(t.trackingEvent.id))
      // A row that was changed by hand may hold anything.
      const bytes32 = (value: Uint8Array | null) => (value?.length === 32 ? fromColumn(value) : null)
      return rows.map((row) => ({
        ...row,
        prev: bytes32(row.prev),
        salt: bytes32(row.salt),
        hash: bytes32(row.hash),
      }))
    },
    displayedCounts: async (messages: readonly string[]): Promise<Map<string, number>> => {
      if (messages.length === 0) return new Map()
      const where = and(inArray(t.trackingEvent.message, [...messages]), eq(t.trackingEvent.kind, "displayed"))
      const rows = await read
        .select({ id: t.trackingEvent.message, count: countDistinct(t.trackingEvent.address) })
        .from(t.trackingEvent)
        .where(where)
        .groupBy(t.trackingEvent.message)
      return new Map(rows.map((row) => [row.id, Number(row.count)]))
    },
  }
}
