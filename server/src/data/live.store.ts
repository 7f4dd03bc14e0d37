/** What was committed since: by this process or by another one, read at the newest rows alone. */
import { asc, eq, gt, inArray, max, sql } from "drizzle-orm"
import type { Database } from "./database.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

export interface LiveMarks {
  readonly event: number
  readonly wanted: number
}
export interface LiveChange {
  readonly kind: "message" | "tracking" | "wanted"
  readonly message: string
  /** Who is told: the sender by identity, recipients by address. */
  readonly sender: string
  readonly addresses: readonly string[]
}
const MOST_AT_ONCE = 2_000

export function liveStore(database: Database<OrganizationSchema>) {
  const { t, read } = database
  return {
    marks: async (): Promise<LiveMarks> => {
      const [events] = await read.select({ id: max(t.trackingEvent.id) }).from(t.trackingEvent)
      const [wanted] = await read.select({ since: max(t.wanted.since) }).from(t.wanted)
      return { event: events?.id ?? 0, wanted: wanted?.since ?? 0 }
    },
    /** null: more than can be told one by one. */
    since: async (marks: LiveMarks): Promise<{ changes: LiveChange[]; marks: LiveMarks } | null> => {
      const events = await read
        .select({
          id: t.trackingEvent.id,
          message: t.trackingEvent.message,
          address: t.trackingEvent.address,
          kind: t.trackingEvent.kind,
        })
        .from(t.trackingEvent)
        .where(gt(t.trackingEvent.id, marks.event))
        .orderBy(asc(t.trackingEvent.id))
        .limit(MOST_AT_ONCE + 1)
      if (events.length > MOST_AT_ONCE) return null
      const wanted = await read
        .select({ message: t.wanted.message, since: t.wanted.since })
        .from(t.wanted)
        .where(gt(t.wanted.since, marks.wanted))
        .limit(MOST_AT_ONCE)
      const people = await peopleOf([...events, ...wanted].map(({ message }) => message))
      const told = (kind: LiveChange["kind"], message: string, addresses: readonly string[]): LiveChange => ({
        kind,
        message,
        sender: people.senders.get(message) ?? "",
        addresses,
      })
      const changes = [
        ...events.map(({ kind, message, address }) =>
          kind === "queued"
            ? told("message", message, [address])
            : // Only the sender and the own, of a blind copy and where the sender did not choose otherwise.
              told(
                "tracking",
                message,
                people.isOwnAlone(message, address) ? [address] : (people.open.get(message) ?? []),
              ),
        ),
        ...wanted.map(({ message }) => told("wanted", message, [])),
      ]
      return {
        changes,
        marks: {
          event: events.at(-1)?.id ?? marks.event,
          wanted: Math.max(marks.wanted, ...wanted.map(({ since }) => since)),
        },
      }
    },
    /** Grows with every commit, whoever makes it (SQLite: data_version of the reading connection). */
    version: database.version,
  }

  async function peopleOf(messages: readonly string[]) {
    const ids = [...new Set(messages)]
    const [senders, open] = [new Map<string, string>(), new Map<string, string[]>()]
    const [blind, shared] = [new Set<string>(), new Set<string>()]
    const isOwnAlone = (message: string, address: string) =>
      blind.has(`${message} ${address}`) || (address !== "" && !shared.has(message))
    if (ids.length === 0) return { senders, open, isOwnAlone }
    const rows = await read
      .select({
        id: t.message.id,
        sender: t.message.sender,
        ctl: t.message.ctl,
        role: t.recipient.role,
        address: t.recipient.address,
      })
      .from(t.message)
      .innerJoin(t.recipient, eq(t.recipient.message, t.message.id))
      .where(inArray(t.message.id, sql`(select value from json_each(${JSON.stringify(ids)}))`))
    for (const { id, sender, ctl, role, address } of rows) {
      senders.set(id, sender)
      if (ctl.share === true) shared.add(id)
      if (role === "bcc") blind.add(`${id} ${address}`)
      else open.set(id, [...(open.get(id) ?? []), address])
    }
    return { senders, open, isOwnAlone }
  }
}
