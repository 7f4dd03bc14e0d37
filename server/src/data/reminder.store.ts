/**
 * Reminders that a sender asked for.
 * Promises: at most one for each person and day, whoever asks at once; each goes out once; what was cancelled does not.
 */
import { and, eq, inArray, isNull } from "drizzle-orm"
import type { Database, Query } from "./database.ts"
import { enqueuer } from "./queue.store.ts"
import type { QueueEntry } from "./queue.store.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

export interface StoredReminder {
  readonly message: string
  readonly address: string
  readonly dueAt: number
  readonly sentAt: number | null
  readonly cancelledAt: number | null
}
export type DueReminder = Pick<StoredReminder, "message" | "address" | "dueAt">

const DAY_MS = 24 * 3600_000

/** Does another reminder stand within a day of `at`? */
export const isTooSoon = (held: readonly StoredReminder[], address: string, at: number): boolean =>
  held.some(
    (other) =>
      other.address === address && other.cancelledAt === null && Math.abs((other.sentAt ?? other.dueAt) - at) < DAY_MS,
  )

export function reminderStore(database: Database<OrganizationSchema>) {
  const { t, read } = database
  const enqueue = enqueuer(t)
  const of = (query: Pick<Query, "select">, message: string): Promise<StoredReminder[]> =>
    Promise.resolve(query.select().from(t.reminder).where(eq(t.reminder.message, message)).orderBy(t.reminder.dueAt))
  const rowOf = ({ message, address, dueAt }: DueReminder) =>
    and(eq(t.reminder.message, message), eq(t.reminder.address, address), eq(t.reminder.dueAt, dueAt))
  return {
    of: (message: string) => of(read, message),
    /** Those that come too soon after another are left out. */
    plan: (asked: readonly DueReminder[], entryOf: (due: DueReminder) => QueueEntry): Promise<void> =>
      database.tx(async (query) => {
        for (const due of asked) {
          if (isTooSoon(await of(query, due.message), due.address, due.dueAt)) continue
          await query
            .insert(t.reminder)
            .values({ ...due, sentAt: null, cancelledAt: null })
            .onConflictDoUpdate({
              target: [t.reminder.message, t.reminder.address, t.reminder.dueAt],
              set: { cancelledAt: null },
            })
          await enqueue(query, [entryOf(due)])
        }
      }),
    cancel: (message: string, addresses: readonly string[], at: number): Promise<void> =>
      database.tx(async (query) => {
        const waiting = and(
          eq(t.reminder.message, message),
          inArray(t.reminder.address, [...addresses]),
          isNull(t.reminder.sentAt),
          isNull(t.reminder.cancelledAt),
        )
        await query.update(t.reminder).set({ cancelledAt: at }).where(waiting)
      }),
    /** Within the transaction of the job. `notice` null: there is no reason any more. A task twice sends once. */
    send:
      (due: DueReminder, notice: QueueEntry | null, at: number) =>
      async (query: Query): Promise<void> => {
        const isWaiting = and(rowOf(due), isNull(t.reminder.sentAt), isNull(t.reminder.cancelledAt))
        const held = await query.select({ dueAt: t.reminder.dueAt }).from(t.reminder).where(isWaiting)
        if (held.length === 0) return
        await query
          .update(t.reminder)
          .set(notice === null ? { cancelledAt: at } : { sentAt: at })
          .where(rowOf(due))
        if (notice !== null) await enqueue(query, [notice])
      },
  }
}
