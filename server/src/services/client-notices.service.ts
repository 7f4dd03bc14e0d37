/**
 * Notices that the sender's own mail program sends (policy `mail.notices`: client; docs/PROTOCOL.md §2.4): its client
 * says when it did. If it says nothing, because it ended in between, the server sends them after ten minutes.
 * Promises: asked by the message's sender alone; what was said before the server's turn makes it send none.
 */
import type { Authorise } from "./authorise.ts"
import { notifyEntry } from "./message-tasks.ts"
import { notFound } from "./refusal.ts"
import type { LiveSession } from "./sessions.service.ts"

/** A client that lives reports within seconds. */
export const CLIENT_NOTICE_MS = 10 * 60_000
/** The notice stands in the sender's mail program, and a person has to press Send. */
export const PERSON_NOTICE_MS = 24 * 3600_000

export type ClientNotices = ReturnType<typeof clientNoticesService>

export function clientNoticesService({ authorise, now }: { authorise: Authorise; now: () => number }) {
  return {
    report: async (session: LiveSession, id: string, { sent }: { sent: boolean }): Promise<void> => {
      const { organization, message, role } = await authorise(session, id)
      if (role !== "from") return notFound()
      const { clientNotices, engine } = organization
      if (sent) return clientNotices.sent(message.id, { at: now(), client: session.client ?? null })
      const until = message.acceptedAt + PERSON_NOTICE_MS
      return clientNotices.extend(message.id, until, notifyEntry(engine, { message: message.id, until }))
    },
  }
}
