/**
 * What the sender of a message allows its readers: to answer, to answer all, to pass it on (docs/PROTOCOL.md §4.1).
 * A message of no thread is nobody's to allow: a client that hides where it took a text from is not caught here.
 */
import type { Slip } from "@smp/shared/slip"
import type { Authorise } from "./authorise.ts"
import { requireOpen } from "./closed-messages.ts"
import { refuseRequest } from "./refusal.ts"
import type { LiveSession } from "./sessions.service.ts"

/** @throws Refusal message.not_allowed; not_found for a message before that is not this person's */
export async function checkAnswer(
  { authorise, now }: { authorise: Authorise; now: () => number },
  session: LiveSession,
  { slip, bcc }: { slip: Slip; bcc: readonly string[] },
): Promise<void> {
  if (slip.thread === null) return
  const earlier = await authorise(session, slip.thread.prev[0])
  if (earlier.role === "from") return
  const { ctl, senderAddress } = earlier.message
  const circle = new Set(earlier.recipients.filter(({ role }) => role !== "bcc").map(({ address }) => address))
  const everybody = [...slip.to, ...slip.cc].map(({ addr }) => addr).concat(bcc)
  const others = everybody.filter((address) => address !== senderAddress && address !== session.address)
  const isInside = others.every((address) => circle.has(address))
  const mayAnswerAll = ctl.reply && ctl.all && earlier.role !== "bcc"
  const isAllowed = others.length === 0 ? ctl.reply : isInside ? mayAnswerAll : ctl.fwd
  if (!isAllowed) refuseRequest("message.not_allowed")
  // Passing on what was recalled or has ended is the one thing that must not be.
  if (!isInside) await requireOpen(earlier, now())
}
