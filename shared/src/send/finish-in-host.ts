/** What follows a hand-over at the host, however its answer came. */
import type { ApiClient } from "../client/index.ts"
import type { MailHost, SentMessage, TellOfNotices } from "./mail-host.ts"

/** @returns what the host could not do; null: all is done. The message is handed over in any case. */
export async function finishInHost(
  client: Pick<ApiClient, "reportNotices">,
  host: Pick<MailHost, "finish">,
  sent: SentMessage,
): Promise<unknown> {
  // Unsaid, the server sends the notices itself: better twice than never.
  const tell: TellOfNotices = (state) =>
    client.reportNotices(sent.id, { sent: state === "sent" }).catch(() => undefined)
  try {
    await host.finish(sent, tell)
    return null
  } catch (error) {
    return error
  }
}
