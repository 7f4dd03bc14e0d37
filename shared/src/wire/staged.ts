/**
 * Staged messages: sealed and checked, held for their author alone, handed over to nobody. For hosts whose draft lies on
 * somebody's mail server and must be emptied before the hand-over. The commit under the same Idempotency-Key removes them.
 */
import * as z from "zod/mini"
import { address, count, instant, messageId, organizationId } from "./primitives.ts"

/** Staged messages of one author in one organization. */
export const MAX_STAGED = 50
/** PUT /api/staged/{idempotencyKey}: body is a `messageCommit`; the same key and bytes again change nothing. */
export const stagedMessage = z.object({
  key: z.string(),
  id: messageId,
  org: organizationId,
  /** null: hidden. */
  subject: z.nullable(z.string()),
  people: z.array(address),
  attachments: count,
  at: instant,
  expiresAt: instant,
})
export type StagedMessageText = z.infer<typeof stagedMessage>
/** GET /api/staged, newest first. */
export const stagedList = z.object({ staged: z.array(stagedMessage) })
/** GET /api/staged/{key} -> messageCommit. DELETE /api/staged/{key} -> 204 or 404. */
/** GET /api/staged/{key}/objects/{obj} -> attachmentReply; …/chunks/{index} -> application/octet-stream. */
