/** From a displayed notice to an opened message, or to the one reason why not. */
import type { Account } from "@smp/shared/account"
import { ProtocolError } from "@smp/shared/bytes"
import { ApiProblem, NetworkError } from "@smp/shared/client"
import { inlinePictures, MessageClosed, neededSecret, readMessage, slipOf, slipOfClosed } from "@smp/shared/read"
import type { ClosedMessage, OpenedMessage } from "@smp/shared/read"
import { renderMailHtml, renderMailText } from "@smp/shared/read/render"
import type { RenderedMail } from "@smp/shared/read/render"
import type { DeliverySlipView } from "@smp/shared/ui"
import { messageId } from "@smp/shared/wire"

export interface Reading {
  readonly account: Account
  readonly message: OpenedMessage
  readonly slip: DeliverySlipView
  /** null: there is no text. */
  readonly rendered: RenderedMail | null
}

export type Refused =
  | "recalled"
  | "suspended"
  | "withheld"
  | "password"
  | "expired"
  | "waiting"
  /** It opens with what the sender tells on another way. */
  | "secret"
  | "not-for-you"
  | "hidden-reader"
  | "contradiction"
  | "key-changed"
  | "damaged"
  | "offline"
  | "fault"

export interface Refusal {
  readonly why: Refused
  /** Stable code for the administrator. */
  readonly code: string
}

/** Closed by its sender or an officer; its slip stays. */
export interface Closed {
  readonly message: ClosedMessage
  readonly slip: DeliverySlipView
}

/** What the server lets a reader see of a message that is closed; null: it is not, or its slip cannot be shown. */
export async function closedOf(problem: unknown): Promise<Closed | null> {
  if (!(problem instanceof MessageClosed)) return null
  const { closed } = problem
  const tracking = await closed.account.client.tracking(closed.controlled.id).catch(() => null)
  return slipOfClosed(closed, tracking).then(
    (slip) => ({ message: closed, slip }),
    () => null,
  )
}

const CLOSED: ReadonlySet<string> = new Set(["recalled", "suspended", "expired"])

/** Was it closed to this reader since it was opened? A server that does not answer changes nothing. */
export async function isClosedMeanwhile({ account, message }: Reading): Promise<boolean> {
  if (message.role === "from") return false
  const controls = await account.client.controls(message.id).catch(() => null)
  return controls !== null && CLOSED.has(controls.row.state)
}

/** What a waiting reader waits for: to be let in, or for something that the sender tells. */
export async function refine(refusal: Refusal, account: Account, id: string): Promise<Refusal> {
  if (refusal.why !== "waiting") return refusal
  const secret = await neededSecret(account, messageId.parse(id)).catch(() => null)
  return secret === null ? refusal : { ...refusal, why: "secret" }
}

/** As the notice named it; null: the server does not say. */
export async function senderOf(account: Account, id: string): Promise<string | null> {
  const arrival = await account.client.arrival(messageId.parse(id)).catch(() => null)
  return arrival === null ? null : arrival.sender || arrival.senderAddress
}

/** @throws ProtocolError, ApiProblem, NetworkError; `refusalOf` says what it means. */
export async function openMessage(account: Account, id: string): Promise<Reading> {
  const message = await readMessage({ account, id: messageId.parse(id) })
  const tracking = await account.client.tracking(message.id).catch(() => null)
  return { account, message, slip: await slipOf(message, tracking), rendered: await render(message) }
}

async function render(message: OpenedMessage): Promise<RenderedMail | null> {
  if (message.html !== null) return renderMailHtml(message.html, await inlinePictures(message))
  return message.text === null || message.text === "" ? null : renderMailText(message.text)
}

const reasons: Readonly<Record<string, Refused>> = {
  recalled: "recalled",
  "message.recalled": "recalled",
  suspended: "suspended",
  "message.suspended": "suspended",
  withheld: "withheld",
  "message.password_needed": "password",
  expired: "expired",
  "message.expired": "expired",
  "not-ready": "waiting",
  "message.not_ready": "waiting",
  not_found: "not-for-you",
  "privilege.missing": "not-for-you",
  "hidden-reader": "hidden-reader",
  "log-fork": "contradiction",
  "log-rollback": "contradiction",
  "log-missing": "contradiction",
  "policy-rollback": "contradiction",
  "key-changed": "key-changed",
}

export function refusalOf(problem: unknown): Refusal {
  if (problem instanceof NetworkError) return { why: "offline", code: problem.reason }
  if (problem instanceof ProtocolError) return { why: reasons[problem.code] ?? "damaged", code: problem.code }
  if (problem instanceof ApiProblem) return { why: reasons[problem.code] ?? "fault", code: problem.code }
  return { why: "fault", code: "fault" }
}
