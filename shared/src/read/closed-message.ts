/**
 * A message that its reader may not open (any more): why, by whom, since when, by the sender's signed word.
 * Promises: "recalled", "suspended" and "expired" are said only with a verified record or the signed slip; without one it
 * is "withheld by the server".
 */
import type { Account } from "../account/index.ts"
import { ProtocolError } from "../bytes/index.ts"
import { isProblem } from "../client/index.ts"
import { checkControlled } from "../control/index.ts"
import type { ControlledMessage } from "../control/index.ts"
import { endOf, recallOf } from "../slip/index.ts"
import type { MessageControls } from "../slip/index.ts"
import type { ControlsReply, MessageId } from "../wire/index.ts"

export type ClosedState = "recalled" | "suspended" | "expired" | "withheld"

export interface Closure {
  readonly state: ClosedState
  /** An officer of the organization decided, not the sender. */
  readonly byOfficer: boolean
  /** null: withheld. */
  readonly at: number | null
  /** Of a recall or suspension; empty: none given. */
  readonly reason: string
}
export interface ClosedMessage extends Closure {
  readonly account: Account
  readonly controlled: ControlledMessage
  readonly reply: ControlsReply
}

/** `code` is the state; `closed` is what can be shown of it. */
export class MessageClosed extends ProtocolError {
  readonly closed: ClosedMessage
  constructor(closed: ClosedMessage) {
    super(closed.state, `closed: ${closed.state}`)
    this.name = "MessageClosed"
    this.closed = closed
  }
}

/** What the records and the slip say about this reader; null: open. */
export function closureOf(
  controls: MessageControls,
  about: { address: string; exp: number | null; now: number },
): Closure | null {
  const recall = recallOf(controls, about.address)
  if (recall !== null) return { state: "recalled", byOfficer: recall.byOfficer, at: recall.at, reason: recall.reason }
  const { suspension } = controls
  if (suspension?.on === true)
    return { state: "suspended", byOfficer: false, at: suspension.at, reason: suspension.reason }
  const end = endOf(controls, about.exp)
  return end !== null && about.now > end ? { state: "expired", byOfficer: false, at: end, reason: "" } : null
}

/** Did the server, or this client itself, refuse because the message is closed? */
export const isClosed = (error: unknown): boolean =>
  isProblem(error, "message.recalled") ||
  isProblem(error, "message.suspended") ||
  isProblem(error, "message.expired") ||
  (error instanceof ProtocolError && ["recalled", "suspended", "expired"].includes(error.code))

/** @throws ProtocolError when what the server gives to check it by does not hold; ApiProblem, NetworkError. */
export async function readClosed(account: Account, id: MessageId, now: number): Promise<ClosedMessage> {
  const reply = await account.client.controls(id)
  const controlled = await checkControlled(account, reply, { org: reply.org, id })
  const { exp } = controlled.slip.ctl
  const closure = closureOf(controlled.controls, { address: account.address, exp, now })
  const withheld: Closure = { state: "withheld", byOfficer: false, at: null, reason: "" }
  return { ...(closure ?? withheld), account, controlled, reply }
}
