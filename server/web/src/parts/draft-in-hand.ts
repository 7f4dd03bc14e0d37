/** The reply that a message hands to the compose page: in memory only. */
import type { ForwardDraft, ReplyDraft } from "@smp/shared/read"

let reply: ReplyDraft | ForwardDraft | null = null

export function beginDraft(draft: ReplyDraft | ForwardDraft): void {
  reply = draft
}

/** Stays in hand until the page that writes it stands: a page that is drawn a second time begins with it again. */
export const replyInHand = (): ReplyDraft | ForwardDraft | null => reply

export function letGoOfReply(): void {
  reply = null
}
