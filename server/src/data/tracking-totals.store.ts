/** Tracking of many messages: a fixed number of statements, however many messages are asked for. */
import { and, countDistinct, desc, eq, gte, inArray, lt, ne, or, sql } from "drizzle-orm"
import type { SQL } from "drizzle-orm"
import type { EventKind } from "@smp/shared/wire"
import type { Database } from "./database.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

export interface SentQuery {
  readonly sender: { readonly identity: string; readonly address: string }
  readonly ids: readonly string[] | null
  readonly only: "not-displayed" | "not-downloaded" | "bounced" | null
  readonly since: number | null
  readonly cursor: { readonly sentAt: number; readonly id: string } | null
  readonly limit: number
}
export interface SentMessageRow {
  readonly id: string
  readonly reference: string
  readonly subject: string | null
  readonly sentAt: number
}
/** Recipients by what happened to them. */
export type Counts = ReadonlyMap<EventKind, number>

export function trackingTotalsStore(database: Database<OrganizationSchema>) {
  const { t, read } = database
  return {
    sent: async (query: SentQuery): Promise<SentMessageRow[]> =>
      read
        .select({
          id: t.message.id,
          reference: t.message.reference,
          subject: t.message.subject,
          sentAt: t.message.sentAt,
        })
        .from(t.placement)
        .innerJoin(t.message, eq(t.message.id, t.placement.message))
        .where(and(...conditions(t, query)))
        .groupBy(t.message.id)
        .orderBy(desc(t.placement.sentAt), desc(t.placement.message))
        .limit(query.limit),
    recipients: async (ids: readonly string[]): Promise<ReadonlyMap<string, number>> => {
      if (ids.length === 0) return new Map()
      const rows = await read
        .select({ id: t.recipient.message, people: countDistinct(t.recipient.address) })
        .from(t.recipient)
        .where(inArray(t.recipient.message, [...ids]))
        .groupBy(t.recipient.message)
      return new Map(rows.map(({ id, people }) => [id, Number(people)]))
    },
    /** `whole`: kinds that concern the message as a whole, and so all its recipients. */
    events: async (ids: readonly string[]): Promise<ReadonlyMap<string, { counts: Counts; whole: Set<string> }>> => {
      const found = new Map(ids.map((id) => [id, { counts: new Map<EventKind, number>(), whole: new Set<string>() }]))
      if (ids.length === 0) return found
      const rows = await read
        .select({
          id: t.trackingEvent.message,
          kind: t.trackingEvent.kind,
          people: sql<number>`count(distinct nullif(${t.trackingEvent.address}, ''))`,
          whole: sql<number>`sum(${t.trackingEvent.address} = '')`,
        })
        .from(t.trackingEvent)
        .where(inArray(t.trackingEvent.message, [...ids]))
        .groupBy(t.trackingEvent.message, t.trackingEvent.kind)
      for (const { id, kind, people, whole } of rows) {
        found.get(id)?.counts.set(kind as EventKind, Number(people))
        if (Number(whole) > 0) found.get(id)?.whole.add(kind)
      }
      return found
    },
  }
}

/** Own messages, wherever their sender has put them. */
function conditions(t: OrganizationSchema, { sender, ids, only, since, cursor }: SentQuery): (SQL | undefined)[] {
  const after =
    cursor === null
      ? undefined
      : or(
          lt(t.placement.sentAt, cursor.sentAt),
          and(eq(t.placement.sentAt, cursor.sentAt), lt(t.placement.message, cursor.id)),
        )
  return [
    eq(t.placement.address, sender.address),
    ne(t.placement.folder, "inbox"),
    eq(t.message.sender, sender.identity),
    ids === null ? undefined : inArray(t.placement.message, [...ids]),
    since === null ? undefined : gte(t.placement.sentAt, since),
    after,
    only === null ? undefined : missing(t, only),
  ]
}

function missing(t: OrganizationSchema, only: NonNullable<SentQuery["only"]>): SQL {
  const event = (kind: string) =>
    sql`select 1 from ${t.trackingEvent} where ${t.trackingEvent.message} = ${t.message.id} and ${t.trackingEvent.kind} = ${kind}`
  const somebodyWithout = (kind: string) =>
    sql`exists (select 1 from ${t.recipient} where ${t.recipient.message} = ${t.message.id} and not exists (${event(kind)} and ${t.trackingEvent.address} = ${t.recipient.address}))`
  switch (only) {
    case "bounced":
      return sql`exists (${event("bounced")})`
    case "not-displayed":
      return somebodyWithout("displayed")
    case "not-downloaded":
      return sql`${t.message.files} > 0 and ${somebodyWithout("downloaded")}`
  }
}
