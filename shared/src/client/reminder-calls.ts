/** Notices: reminders to those who have not opened a message, and what came back (shared/wire: reminders, bounces). */
import { reminders } from "../wire/index.ts"
import type { MessageId, RemindersReply } from "../wire/index.ts"
import { asJson, asNothing, exchange } from "./http-call.ts"
import type { Line } from "./http-call.ts"

export interface ReminderCalls {
  /** Own sent messages alone: whom a reminder may go to, what is planned, what went out. */
  reminders(id: MessageId): Promise<RemindersReply>
  /** Without `to`: everybody who has not opened it. Without `at`: now. At most one for each person and day. */
  remind(id: MessageId, order?: { to?: readonly string[]; at?: number }): Promise<RemindersReply>
  /** What was planned and is not sent yet; without `to`: for everybody. */
  cancelReminders(id: MessageId, order?: { to?: readonly string[] }): Promise<RemindersReply>
  /** After a hand-over whose notices the own mail program sends: they stand there, or (`sent`) it has taken them. */
  reportNotices(id: MessageId, told: { sent: boolean }): Promise<void>
  /** The mailbox refused the notice, says a mail that came back; by the sender or an administrator. */
  reportBounce(id: MessageId, address: string): Promise<void>
}

export function reminderCalls(line: Line): ReminderCalls {
  const post = (path: string, json: object) =>
    exchange(line, { method: "POST", path, json, idempotent: true }, asJson(reminders))
  return {
    reminders: (id) => exchange(line, { method: "GET", path: `/api/messages/${id}/reminders` }, asJson(reminders)),
    remind: (id, order = {}) => post(`/api/messages/${id}/reminders`, order),
    reportBounce: (id, address) =>
      exchange(
        line,
        { method: "POST", path: `/api/messages/${id}/bounces`, json: { address }, idempotent: true },
        asNothing,
      ),
    reportNotices: (id, told) =>
      exchange(line, { method: "POST", path: `/api/messages/${id}/notices`, json: told, idempotent: true }, asNothing),
    cancelReminders: (id, order = {}) => post(`/api/messages/${id}/reminders/cancel`, order),
  }
}
