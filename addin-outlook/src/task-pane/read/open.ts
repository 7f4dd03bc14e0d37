/** From a notice to an opened message, or to the one reason why not. */
import type { Account } from "@smp/shared/account"
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

/** @throws ProtocolError, ApiProblem, NetworkError; `readRefusalOf` says what it means. */
export async function openMessage(account: Account, id: string): Promise<Reading> {
  const message = await readMessage({ account, id: messageId.parse(id) })
  const tracking = await account.client.tracking(message.id).catch(() => null)
  return { account, message, slip: await slipOf(message, tracking), rendered: await render(message) }
}

async function render(message: OpenedMessage): Promise<RenderedMail | null> {
  if (message.html !== null) return renderMailHtml(message.html, await inlinePictures(message))
  return message.text === null || message.text === "" ? null : renderMailText(message.text)
}
