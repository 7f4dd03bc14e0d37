/** From a notice to an opened message, or to the one reason why not. */
import type { Account } from "@smp/shared/account"
import { ProtocolError } from "@smp/shared/bytes"
import { ApiProblem, NetworkError } from "@smp/shared/client"
import { inlinePictures, readMessage, slipOf } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
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
