/** The reply that a message hands to the compose page, and a draft that was left for another page: in memory only. */
import type { ReplyDraft } from "@smp/shared/read"
import type { ComposeState } from "./compose/compose-state.ts"

let reply: ReplyDraft | null = null
let left: ComposeState | null = null

export function beginDraft(draft: ReplyDraft): void {
  reply = draft
}

/** Taken once. */
export function takeReply(): ReplyDraft | null {
  const draft = reply
  reply = null
  return draft
}

export function leaveDraft(state: ComposeState | null): void {
  left = state
}

export const leftDraft = (): ComposeState | null => left
