/** Reminders to those who have not opened a message: its sender's alone. */
import * as z from "zod/mini"
import { address, instant } from "./primitives.ts"

const addresses = z.optional(z.array(address).check(z.minLength(1), z.maxLength(1_000)))
/**
 * POST /api/messages/{id}/reminders -> reminders. `to` left out: everybody who has not opened it; `at` left out: now. At
 * most one for each person and day, so the same request again adds nothing. Whoever has opened it by then gets none.
 */
export const reminderPost = z.strictObject({ to: addresses, at: z.optional(instant) })
/** POST /api/messages/{id}/reminders/cancel -> reminders: what was planned and not sent yet. */
export const reminderCancel = z.strictObject({ to: addresses })

/**
 * POST /api/messages/{id}/notices, by the sender's client after a hand-over `?notices=client`. `sent` false: they
 * stand in its mail program, which is about to send them, or waits for the person to press Send; true: it has taken
 * them. The same again changes nothing.
 */
export const noticesPost = z.strictObject({ sent: z.boolean() })

/** `may`: can be reminded now; `soon`: was or will be within a day; `closed`: cannot open it any more, or not now. */
export const reminderState = z.enum(["may", "soon", "opened", "closed"])
/** GET /api/messages/{id}/reminders */
export const reminders = z.object({
  people: z.array(
    z.object({
      address,
      role: z.enum(["to", "cc", "bcc"]),
      state: reminderState,
      planned: z.array(instant),
      reminded: z.array(instant),
    }),
  ),
})
export type RemindersReply = z.infer<typeof reminders>
export type ReminderState = z.infer<typeof reminderState>
