/**
 * What became of many own messages, in one answer (S36).
 * Promises: only the sender's own; blind copies are counted, and shown to nobody else; a fixed number of statements.
 */
import type { EventKind, MessageId, TrackingSearch, TrackingTotals } from "@smp/shared/wire"
import { MAX_TRACKED } from "@smp/shared/wire"
import type { SentMessageRow } from "../data/tracking-totals.store.ts"
import type { MailboxIndex } from "./mailbox-index.ts"
import type { OpenOrganization } from "./organization-house.ts"
import { refuseRequest } from "./refusal.ts"
import type { LiveSession } from "./sessions.service.ts"

export type TrackingService = ReturnType<typeof trackingService>

export function trackingService({ mailboxes }: { mailboxes: MailboxIndex }) {
  return {
    search: async ({ identity, address }: LiveSession, query: TrackingSearch) => {
      const asked = {
        sender: { identity, address },
        ids: query.messages ?? null,
        only: query.only ?? null,
        since: query.since ?? null,
        cursor: readCursor(query.cursor),
        limit: MAX_TRACKED + 1,
      }
      const found: TrackingTotals[] = []
      for (const organization of await mailboxes.organizationsOf(address))
        found.push(...(await totalsOf(organization, await organization.totals.sent(asked))))
      found.sort((a, b) => b.sentAt - a.sentAt || (a.id < b.id ? 1 : -1))
      const messages = found.slice(0, MAX_TRACKED)
      const last = messages.at(-1)
      return { messages, next: found.length > MAX_TRACKED && last !== undefined ? `${last.sentAt}.${last.id}` : null }
    },
  }
}

async function totalsOf(organization: OpenOrganization, rows: readonly SentMessageRow[]): Promise<TrackingTotals[]> {
  const ids = rows.map(({ id }) => id)
  const people = await organization.totals.recipients(ids)
  const events = await organization.totals.events(ids)
  return rows.map(({ id, reference, subject, sentAt }) => {
    const recipients = people.get(id) ?? 0
    const held = events.get(id)
    const counted = (kind: string) =>
      held?.whole.has(kind) === true ? recipients : (held?.counts.get(kind as EventKind) ?? 0)
    return {
      id: id as MessageId,
      org: organization.id,
      reference,
      subject,
      sentAt,
      recipients,
      accepted: counted("accepted"),
      bounced: counted("bounced"),
      released: counted("released"),
      displayed: counted("displayed"),
      downloaded: counted("downloaded"),
      replied: counted("replied"),
      forwarded: counted("forwarded"),
      recalled: counted("recalled"),
      expired: counted("expired"),
    }
  })
}

function readCursor(cursor: string | undefined): { sentAt: number; id: string } | null {
  if (cursor === undefined) return null
  const [sentAt, id] = cursor.split(".")
  if (!/^\d{1,15}$/.test(sentAt ?? "") || id === undefined)
    return refuseRequest("request.malformed", "That is not a cursor of this list.")
  return { sentAt: Number(sentAt), id }
}
