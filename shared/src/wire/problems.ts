/** RFC 9457 problems. `code` is stable and is what programs read; `detail` is one plain sentence. */
import * as z from "zod/mini"
import { signedObject } from "./primitives.ts"

export const problemCode = z.enum([
  "request.malformed",
  "request.too_large",
  "request.unsupported_media",
  "request.rate_limited",
  "request.idempotency_conflict",
  "session.required",
  "session.proof_refused",
  "privilege.missing",
  "not_found",
  "account.sign_in_refused",
  "account.code_refused",
  "account.code_expired",
  "account.exists",
  "account.registration_refused",
  "key_ring.version_conflict",
  "directory.statement_refused",
  "directory.too_many",
  "draft.version_conflict",
  "draft.too_many",
  "upload.chunk_refused",
  "upload.incomplete",
  "upload.taken",
  "upload.too_many",
  "message.refused",
  "message.taken",
  "message.too_large",
  "message.no_recipient",
  "message.not_ready",
  "message.recalled",
  "message.suspended",
  "message.expired",
  "message.password_needed",
  "message.not_allowed",
  "organization.policy_refused",
  "organization.set_up_refused",
  "organization.member_exists",
  "log.range_refused",
  "storage.full",
  "service.unavailable",
  "service.fault",
])
export type ProblemCode = z.infer<typeof problemCode>

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: problemCode,
  detail: z.optional(z.string()),
  /** Whole seconds to wait, for request.rate_limited, upload.too_many, storage.full and service.unavailable. */
  retryAfter: z.optional(z.int()),
  /** Tries left for a mailbox code. */
  triesLeft: z.optional(z.int()),
  /** For key_ring.version_conflict and draft.version_conflict: the version that the server holds; 0: none. */
  version: z.optional(z.int()),
  /** For upload.incomplete: the missing chunk indexes (at most 1,000). */
  missing: z.optional(z.array(z.int())),
  /** For message.recalled, message.suspended and message.expired: the sender's signed word, where there is one. */
  record: z.optional(signedObject),
})
export type Problem = z.infer<typeof problem>
