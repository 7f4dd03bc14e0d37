/** From a displayed notice to an opened message, or to the one reason why not. */
import { opaque } from "../../account/signed-in.ts"
import type { Account } from "@smp/shared/account"
import {
  inlinePictures,
  MessageClosed,
  neededSecret,
  readMessage,
  secretsToTell,
  slipOf,
  slipOfClosed,
} from "@smp/shared/read"
import type { ClosedMessage, OpenedMessage, ReadRefusalReason } from "@smp/shared/read"
import { renderMailHtml, renderMailText } from "@smp/shared/read/render"
import type { RenderedMail } from "@smp/shared/read/render"
import type { ToldSecret } from "@smp/shared/send"
import type { DeliverySlipView } from "@smp/shared/ui"
import { messageId } from "@smp/shared/wire"
import type { TrackingReply } from "@smp/shared/wire"

export interface Reading {
  readonly account: Account
  readonly message: OpenedMessage
  readonly slip: DeliverySlipView
  /** null: there is no text. */
  readonly rendered: RenderedMail | null
  /** What the sender tells on another way, as long as somebody waits for it. */
  readonly toTell: readonly ToldSecret[]
}

/** `secret`: it opens with what the sender tells on another way. */
export type Refused = ReadRefusalReason | "secret"

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

/**
 * The same message with what happened since; null: it was closed to this reader meanwhile. A server that does not answer
 * changes nothing.
 */
export async function refreshed(reading: Reading): Promise<Reading | null> {
  const { account, message } = reading
  if (message.role !== "from") {
    const controls = await account.client.controls(message.id).catch(() => null)
    if (controls !== null && CLOSED.has(controls.row.state)) return null
  }
  const tracking = await account.client.tracking(message.id).catch(() => null)
  return tracking === null ? reading : { ...reading, ...(await followedBy(message, tracking)) }
}

async function followedBy(
  message: OpenedMessage,
  tracking: TrackingReply | null,
): Promise<Pick<Reading, "slip" | "toTell">> {
  return {
    slip: await slipOf(message, tracking),
    toTell: tracking === null ? [] : await secretsToTell(message, tracking),
  }
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

/** @throws ProtocolError, ApiProblem, NetworkError; `readRefusalOf` says what it means. */
export async function openMessage(account: Account, id: string, password: () => Promise<string>): Promise<Reading> {
  const message = await readMessage({ account, id: messageId.parse(id), opaque, password })
  const tracking = await account.client.tracking(message.id).catch(() => null)
  // Elsewhere it counts as read too; where that is not reached, it stays as it was.
  void account.client.place(message.id, { unread: false }).catch(() => undefined)
  return { account, message, rendered: await render(message), ...(await followedBy(message, tracking)) }
}

async function render(message: OpenedMessage): Promise<RenderedMail | null> {
  if (message.html !== null) return renderMailHtml(message.html, await inlinePictures(message))
  return message.text === null || message.text === "" ? null : renderMailText(message.text)
}
