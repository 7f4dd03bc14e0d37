/**
 * Reminders to those who have not opened a message.
 * Promises: its sender alone asks and is told; nobody is reminded who has opened it, lost it, or was reminded within a day;
 * whether that is so is looked at again when the reminder is due.
 */
import type { RemindersReply, ReminderState } from "@smp/shared/wire"
import type { RecipientRow, StoredMessage } from "../data/message.store.ts"
import { isTooSoon } from "../data/reminder.store.ts"
import type { StoredReminder } from "../data/reminder.store.ts"
import type { TrackingEvent } from "../data/tracking.store.ts"
import type { Authorise, AuthorizedMessage } from "./authorise.ts"
import { reminderEntry } from "./message-tasks.ts"
import { notFound, refuseRequest } from "./refusal.ts"
import type { LiveSession } from "./sessions.service.ts"

const YEAR_MS = 366 * 24 * 3600_000

interface Order {
  readonly to?: readonly string[] | undefined
  readonly at?: number | undefined
}
export type Reminding = ReturnType<typeof remindersService>

export function remindersService({ authorise, now }: { authorise: Authorise; now: () => number }) {
  const own = async (session: LiveSession, id: string): Promise<AuthorizedMessage> => {
    const seen = await authorise(session, id)
    return seen.role === "from" ? seen : notFound()
  }
  return {
    list: async (session: LiveSession, id: string): Promise<RemindersReply> => replyOf(await own(session, id), now()),
    remind: async (session: LiveSession, id: string, { to, at }: Order): Promise<RemindersReply> => {
      const seen = await own(session, id)
      const time = now()
      const dueAt = Math.max(time, at ?? time)
      if (dueAt > time + YEAR_MS) return refuseRequest("message.refused", "That is more than a year from now.")
      const { people } = await replyOf(seen, time)
      const wanted = named(people, to).filter(({ state }) => state === "may" || state === "soon")
      const { reminders, engine } = seen.organization
      await reminders.plan(
        wanted.map(({ address }) => ({ message: seen.message.id, address, dueAt })),
        (due) => reminderEntry(engine, due),
      )
      return replyOf(seen, now())
    },
    cancel: async (session: LiveSession, id: string, { to }: Order): Promise<RemindersReply> => {
      const seen = await own(session, id)
      const { people } = await replyOf(seen, now())
      const addresses = named(people, to).map(({ address }) => address)
      await seen.organization.reminders.cancel(seen.message.id, addresses, now())
      return replyOf(seen, now())
    },
  }
}

type Person = RemindersReply["people"][number]

function named(people: readonly Person[], to: readonly string[] | undefined): readonly Person[] {
  if (to === undefined) return people
  return to.map(
    (address) =>
      people.find((person) => person.address === address) ??
      refuseRequest("message.refused", "Somebody named is not a recipient of this message."),
  )
}

async function replyOf({ organization, message, recipients }: AuthorizedMessage, now: number): Promise<RemindersReply> {
  const current = (await organization.messages.find(message.id)) ?? notFound()
  const events = await organization.tracking.of(message.id)
  const held = await organization.reminders.of(message.id)
  return {
    people: recipients.map((person) => ({
      address: person.address,
      role: person.role,
      state: stateOf({ message: current, person, events, held }, now),
      planned: held
        .filter(
          ({ address, sentAt, cancelledAt }) => address === person.address && sentAt === null && cancelledAt === null,
        )
        .map(({ dueAt }) => dueAt),
      reminded: events
        .filter(({ address, kind }) => address === person.address && kind === "reminded")
        .map(({ at }) => at),
    })),
  }
}

export interface ReminderCase {
  readonly message: Pick<StoredMessage, "suspendedAt" | "endedAt" | "expiresAt">
  readonly person: Pick<RecipientRow, "address" | "recalledAt">
  readonly events: readonly Pick<TrackingEvent, "address" | "kind">[]
}

/** null: neither opened nor shut out, so a reminder makes sense. */
export function reasonAgainst({ message, person, events }: ReminderCase, now: number): "opened" | "closed" | null {
  const isOver = message.endedAt !== null || (message.expiresAt !== null && message.expiresAt <= now)
  if (isOver || message.suspendedAt !== null || typeof person.recalledAt === "number") return "closed"
  const isOpened = events.some(
    ({ address, kind }) => address === person.address && (kind === "displayed" || kind === "released"),
  )
  return isOpened ? "opened" : null
}

function stateOf(about: ReminderCase & { readonly held: readonly StoredReminder[] }, now: number): ReminderState {
  return reasonAgainst(about, now) ?? (isTooSoon(about.held, about.person.address, now) ? "soon" : "may")
}
