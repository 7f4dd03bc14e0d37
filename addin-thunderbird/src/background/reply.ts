/**
 * Opens the compose window of a secure reply. Here and not in the reading page, because a panel is gone as soon as another
 * window takes the focus, and the mark that keeps the reply from becoming ordinary e-mail must be set in any case.
 */
import { setMark } from "../draft-memory.ts"
import type { DraftThread } from "../draft-memory.ts"
import { drafts, requests } from "../host/thunderbird-host.ts"

export interface ReplyRequest {
  readonly kind: "reply"
  /** Address of the identity that writes. */
  readonly sender: string
  readonly to: string[]
  readonly cc: string[]
  readonly subject: string
  readonly html: string
  readonly thread: DraftThread
}

/** From a page of the add-in. Resolves when the window is open and marked, if the page still lives to hear it. */
export const askForReply = (request: ReplyRequest): Promise<unknown> => requests.ask(request)

export async function openReply({ sender, to, cc, subject, html, thread }: ReplyRequest): Promise<void> {
  const tabId = await drafts.begin({ to, cc, subject, body: html, isPlainText: false }, sender)
  await setMark(tabId, "reply", thread)
}
