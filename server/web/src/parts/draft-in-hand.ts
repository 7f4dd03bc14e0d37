/** The reply that a message hands to the compose page: in memory only. */
import type { ForwardDraft, ReplyDraft } from "@smp/shared/read"

let reply: ReplyDraft | ForwardDraft | null = null

export function beginDraft(draft: ReplyDraft | ForwardDraft): void {
  reply = draft
}

/** Taken once. */
export function takeReply(): ReplyDraft | ForwardDraft | null {
  const draft = reply
  reply = null
  return draft
}
