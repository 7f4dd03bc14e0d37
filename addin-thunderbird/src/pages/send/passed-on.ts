/** The files of the message that a draft passes on: read again from the server at the send, never kept readable here. */
import type { Account } from "@smp/shared/account"
import { forwardDraft, MessageClosed, readMessage } from "@smp/shared/read"
import type { ForwardDraft } from "@smp/shared/read"
import { messageId } from "@smp/shared/wire"
import type { DraftThread } from "../../draft-memory.ts"

export type PassedOn = ForwardDraft["attachments"]

/** The original was closed to this sender after the draft was begun. */
export class OriginalClosed extends Error {
  constructor() {
    super("The message that is passed on cannot be opened any more.")
  }
}

/** @throws OriginalClosed; ProtocolError, ApiProblem, NetworkError, as every reading. */
export async function filesPassedOn(account: Account, thread: DraftThread | null): Promise<PassedOn> {
  const wanted = new Set(thread?.files)
  if (thread === null || wanted.size === 0) return []
  try {
    const original = await readMessage({ account, id: messageId.parse(thread.prev), receipt: false })
    return forwardDraft(original).attachments.filter(({ obj }) => wanted.has(obj))
  } catch (problem) {
    throw problem instanceof MessageClosed ? new OriginalClosed() : problem
  }
}
