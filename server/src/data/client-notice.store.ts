/**
 * Notices that the sender's own mail program sends: until when it is waited for, and what its client said.
 * Promises: the server sends them or the client did, decided in one transaction; each happens once.
 */
import { and, eq, inArray } from "drizzle-orm"
import type { Database, Query } from "./database.ts"
import { enqueuer } from "./queue.store.ts"
import type { QueueEntry } from "./queue.store.ts"
import type { OrganizationSchema } from "./schema/organization.ts"
import { addEvent } from "./tracking.store.ts"

export function clientNoticeStore(database: Database<OrganizationSchema>) {
  const { t } = database
  const enqueue = enqueuer(t)
  const waitOf = async (query: Query, message: string): Promise<number | null> =>
    (await query.select({ wait: t.message.noticesWait }).from(t.message).where(eq(t.message.id, message)))[0]?.wait ??
    null
  const setWait = async (query: Query, message: string, noticesWait: number | null): Promise<void> => {
    await query.update(t.message).set({ noticesWait }).where(eq(t.message.id, message))
  }
  return {
    /** The mail program took them: nothing waits any more, and every visible recipient has the event. */
    sent: (message: string, told: { at: number; client: string | null }): Promise<void> =>
      database.tx(async (query) => {
        if ((await waitOf(query, message)) === null) return
        await setWait(query, message, null)
        const visible = await query
          .select({ address: t.recipient.address })
          .from(t.recipient)
          .where(and(eq(t.recipient.message, message), inArray(t.recipient.role, ["to", "cc"])))
        for (const { address } of visible)
          await addEvent(query, t, { message, address, kind: "accepted", object: null, evidence: null, ...told })
      }),
    /** It is waited for until then; a time that is no later changes nothing. */
    extend: (message: string, until: number, task: QueueEntry): Promise<void> =>
      database.tx(async (query) => {
        const wait = await waitOf(query, message)
        if (wait === null || wait >= until) return
        await setWait(query, message, until)
        await enqueue(query, [task])
      }),
    /** Within the transaction of the job that was due at `until`. */
    sendInstead:
      (message: string, until: number, notices: readonly QueueEntry[]) =>
      async (query: Query): Promise<void> => {
        if ((await waitOf(query, message)) !== until) return
        await setWait(query, message, null)
        await enqueue(query, notices)
      },
  }
}
