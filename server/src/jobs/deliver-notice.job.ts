/**
 * One notice from ProcessQ to the mail server (S62, S64).
 * Promises: it goes out at least once, with the same Message-ID each time; what the mail server takes is recorded as
 * accepted, what it refuses for good, or for three days, as bounced; a notice that cannot be read harms no other.
 */
import type { LeasedEntry, QueueStore } from "../data/queue.store.ts"
import { addEvent } from "../data/tracking.store.ts"
import { MailNotSent } from "../engines/mailer/mailer.ts"
import type { Mailer } from "../engines/mailer/mailer.ts"
import { localeOf } from "../services/notice-mail/catalogue.ts"
import { noticeMail } from "../services/notice-mail/notice-mail.ts"
import type { MailHouse } from "../services/notice-mail/mail-parts.ts"
import { openNotice } from "../services/notices.ts"
import type { Notice } from "../services/notices.ts"
import type { OpenOrganization } from "../services/organization-house.ts"
import type { MailPause } from "./mail-pause.ts"

export interface DeliveryParts {
  readonly mailer: Mailer
  readonly house: MailHouse
  readonly pause: MailPause
  readonly now: () => number
  /** What has certainly passed: a notice is not given up because a clock has jumped. */
  readonly certain: () => number
  readonly report: (fault: unknown) => void
  /** Resolves together for all whose outcome came meanwhile, so that one commit holds them. */
  readonly gathered: () => Promise<void>
}

const MINUTE_MS = 60_000
/** Before each further try, when the mail server asks for patience. */
const BACK_OFF_MS = [1, 5, 15, 60, 240, 720].map((minutes) => minutes * MINUTE_MS)
const GIVE_UP_MS = 72 * 60 * MINUTE_MS
/** The disk may be full when a mail is out: better to wait than to send it again. */
const SETTLE_TRIES = 20
const SETTLE_WAIT_MS = 500

type Outcome = "accepted" | "refused" | "later" | "unreachable"

export async function deliverNotice(
  parts: DeliveryParts,
  organization: OpenOrganization,
  entry: LeasedEntry,
): Promise<void> {
  const { queue } = organization
  const notice = readNotice(parts, organization, entry)
  if (notice === null) return settle(parts, () => queue.bury(entry.id, parts.now(), () => Promise.resolve()))
  const outcome = await send(parts, notice)
  const now = parts.now()
  if (outcome === "accepted") {
    return settle(parts, () =>
      queue.complete(entry.id, now, eventOf(organization, notice, { kind: "accepted", at: now })),
    )
  }
  if (outcome === "refused" || parts.certain() >= notice.queuedAt + GIVE_UP_MS) {
    return settle(parts, () => queue.bury(entry.id, now, eventOf(organization, notice, { kind: "bounced", at: now })))
  }
  const dueAt = outcome === "unreachable" ? parts.pause.until : now + backOff(entry.attempts)
  return settle(parts, () => queue.retry(entry.id, dueAt))
}

function readNotice(parts: DeliveryParts, { engine }: OpenOrganization, { payload }: LeasedEntry): Notice | null {
  try {
    return openNotice(engine, payload)
  } catch (fault) {
    parts.report(fault)
    return null
  }
}

async function send({ mailer, house, pause, report }: DeliveryParts, notice: Notice): Promise<Outcome> {
  try {
    await mailer.send(noticeMail(house, notice, localeOf(null)))
    pause.worked()
    return "accepted"
  } catch (fault) {
    report(fault)
    const outcome = fault instanceof MailNotSent ? fault.failure : "later"
    if (outcome === "unreachable") pause.failed()
    else pause.worked()
    return outcome
  }
}

function eventOf(
  { database }: OpenOrganization,
  notice: Notice,
  event: { kind: "accepted" | "bounced"; at: number },
): Parameters<QueueStore["complete"]>[2] {
  return async (query) => {
    if (notice.kind !== "message" && notice.kind !== "reminder") return
    const { message, to: address } = notice
    const kind = notice.kind === "reminder" && event.kind === "accepted" ? "reminded" : event.kind
    await addEvent(query, database.t, { message, address, kind, at: event.at, object: null, evidence: null })
  }
}

async function settle({ report, gathered }: DeliveryParts, write: () => Promise<void>): Promise<void> {
  await gathered()
  for (let tries = 1; ; tries++) {
    try {
      return await write()
    } catch (fault) {
      report(fault)
      if (tries === SETTLE_TRIES) return
      await new Promise((resolve) => setTimeout(resolve, SETTLE_WAIT_MS))
    }
  }
}

/** With a tenth of jitter, so that many waiting notices do not knock together. */
function backOff(attempts: number): number {
  const wait = BACK_OFF_MS[Math.min(attempts, BACK_OFF_MS.length) - 1] ?? MINUTE_MS
  return Math.round(wait * (0.95 + Math.random() / 10))
}
