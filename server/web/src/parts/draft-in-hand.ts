/** The draft that a reply hands to the compose page: in memory only, taken once. */
import type { ReplyDraft } from "@smp/shared/read"

let inHand: ReplyDraft | null = null

export function beginDraft(draft: ReplyDraft): void {
  inHand = draft
}

export function takeDraft(): ReplyDraft | null {
  const draft = inHand
  inHand = null
  return draft
}
