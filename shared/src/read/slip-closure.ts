/** What the slip says first of a message that is closed. */
import { endOf } from "../slip/index.ts"
import type { ClosedMessage } from "./closed-message.ts"
import type { SlipClosure, SlipPerson } from "../view/index.ts"
import type { TrackedMessage } from "./tracked-message.ts"

/** To the sender, who can still open it: what holds for all recipients. */
export function closureForSender(message: TrackedMessage, people: readonly SlipPerson[]): SlipClosure | null {
  const { controls, slip } = message
  const own = { by: slip.from.name || slip.from.addr, isMe: true, openedAt: null }
  const recall = controls.recalls.findLast(({ obj }) => obj === null)
  if (recall !== undefined && people.every(({ state }) => state === "recalled"))
    return {
      ...own,
      ...(recall.byOfficer ? { by: message.organization, isMe: false } : {}),
      state: "recalled",
      at: recall.at,
      reason: recall.reason,
    }
  const { suspension } = controls
  if (suspension?.on === true) return { ...own, state: "suspended", at: suspension.at, reason: suspension.reason }
  const end = endOf(controls, slip.ctl.exp)
  return end !== null && Date.now() > end ? { ...own, state: "expired", at: end, reason: "" } : null
}

/** To a reader who is shut out. */
export function closureForReader(
  { state, at, reason, byOfficer }: ClosedMessage,
  message: TrackedMessage,
  people: readonly SlipPerson[],
): SlipClosure {
  const mine = people.find(({ isMe }) => isMe)?.events ?? []
  const displayed = mine.find(({ kind }) => kind === "displayed") ?? mine.find(({ kind }) => kind === "released")
  const { name, addr } = message.slip.from
  return {
    state,
    by: state === "withheld" ? null : byOfficer ? message.organization : name || addr,
    isMe: false,
    at,
    reason,
    openedAt: displayed?.at ?? null,
  }
}
