/**
 * Takes notices from ProcessQ and hands them to the mailer (S62, S64).
 * Promises: every queued notice goes out at least once, with the same Message-ID each time; what the mail server takes
 * is recorded as accepted, what it refuses for good as bounced; anything else is tried again.
 */
import type { QueueStore, LeasedEntry } from "../data/queue.store.ts"
import { addEvent } from "../data/tracking.store.ts"
import { MailNotSent } from "../engines/mailer/mailer.ts"
import type { Mailer } from "../engines/mailer/mailer.ts"
import { localeOf } from "../services/notice-mail/catalogue.ts"
import { noticeMail } from "../services/notice-mail/notice-mail.ts"
import type { MailHouse } from "../services/notice-mail/notice-mail.ts"
import { openNotice } from "../services/notices.ts"
import type { OpenOrganization } from "../services/organization-house.ts"

export interface DeliveryParts {
  readonly mailer: Mailer
  readonly house: MailHouse
  readonly now: () => number
  /** Names this worker in leases. */
  readonly owner: string
  readonly report: (fault: unknown) => void
}

const LEASE_MS = 60_000
const AT_ONCE = 10
const SECOND = 1000
const MINUTE = 60 * SECOND
/** Before each further try; then one a day until the third day. */
const BACK_OFF = [2 * SECOND, 5 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE, 240 * MINUTE, 720 * MINUTE]
const MOST_TRIES = 14

/** One round over one organization; the number of notices that were taken up. */
export async function deliverNotices(parts: DeliveryParts, organization: OpenOrganization): Promise<number> {
  if (!(await organization.queue.hasDue(parts.now()))) return 0
  const leased = await organization.queue.claim(parts.owner, parts.now(), LEASE_MS, AT_ONCE)
  await Promise.all(leased.map((entry) => deliver(parts, organization, entry)))
  return leased.length
}

async function deliver(parts: DeliveryParts, { queue, engine, database }: OpenOrganization, entry: LeasedEntry): Promise<void> {
  const notice = openNotice(engine, entry.payload)
  const recorded = (kind: "accepted" | "bounced"): Parameters<QueueStore["complete"]>[2] => async (query) => {
    if (notice.kind !== "message") return
    await addEvent(query, database.t, { message: notice.message, address: notice.to, kind, at: parts.now(), object: null, evidence: null })
  }
  try {
    await parts.mailer.send(noticeMail(parts.house, notice, localeOf(null)))
  } catch (error) {
    const isOver = error instanceof MailNotSent && error.failure === "refused"
    if (isOver || entry.attempts >= MOST_TRIES) return queue.bury(entry.id, parts.now(), recorded("bounced"))
    parts.report(error)
    return queue.retry(entry.id, parts.now() + waitAfter(entry.attempts))
  }
  return queue.complete(entry.id, parts.now(), recorded("accepted"))
}

/** With a tenth of jitter, so that many waiting notices do not knock together. */
function waitAfter(attempts: number): number {
  const wait = BACK_OFF[Math.min(attempts, BACK_OFF.length) - 1] ?? BACK_OFF[0] ?? SECOND
  return Math.round(wait * (0.95 + Math.random() / 10))
}

