/** The one table from refusal to HTTP status; a forgotten code does not compile. */
import type { Problem, ProblemCode } from "@smp/shared/wire"
import type { Refusal } from "../services/refusal.ts"

const table = {
  "request.malformed": [400, "The request could not be understood."],
  "request.too_large": [413, "The request is too large."],
  "request.unsupported_media": [415, "The content type is not the one that this call takes."],
  "request.rate_limited": [429, "Too many tries. Please wait."],
  "request.idempotency_conflict": [422, "This Idempotency-Key was used for another request."],
  "session.required": [401, "Please sign in."],
  "session.proof_refused": [401, "The request proof is missing, too old, used before or wrong."],
  "privilege.missing": [403, "This session may not do that."],
  not_found: [404, "There is nothing here."],
  "account.sign_in_refused": [401, "Address or password is not right."],
  "account.code_refused": [403, "That code is not right."],
  "account.code_expired": [410, "This code has expired or was used. Ask for a new one."],
  "account.exists": [409, "This address has an account already."],
  "account.registration_refused": [403, "The registration was refused."],
  "key_ring.version_conflict": [409, "Another device has changed the key ring."],
  "directory.statement_refused": [422, "The key statement does not hold."],
  "directory.too_many": [422, "Too many names in one look-up."],
  "draft.version_conflict": [409, "Another device has changed the draft."],
  "draft.too_many": [422, "There are too many drafts."],
  "upload.chunk_refused": [422, "The chunk does not fit what was announced."],
  "upload.incomplete": [409, "Chunks are missing."],
  "upload.taken": [409, "This object id is taken."],
  "upload.too_many": [507, "Too many files of yours wait to be sent. Send or delete drafts with files."],
  "message.refused": [422, "The message does not hold together."],
  "message.taken": [409, "This message id is taken."],
  "message.too_large": [413, "The message is too large."],
  "message.no_recipient": [422, "The message has no recipient."],
  "message.not_ready": [409, "The key for this message is not ready yet."],
  "message.recalled": [410, "The message was recalled."],
  "message.suspended": [409, "The message is suspended by its sender."],
  "message.expired": [410, "The message has expired."],
  "message.password_needed": [403, "The sender asks for your password at each opening."],
  "message.not_allowed": [403, "The sender of that message does not allow this."],
  "organization.policy_refused": [422, "The policy does not hold."],
  "organization.set_up_refused": [403, "A set-up link is needed."],
  "organization.member_exists": [409, "This address is a member already."],
  "log.range_refused": [416, "The log has no such range."],
  "storage.full": [507, "The server has no room at the moment. Nothing was lost; please try again later."],
  "service.unavailable": [503, "The service is not ready. Please try again."],
  "service.fault": [500, "The server failed. Nothing was changed."],
} as const satisfies Record<ProblemCode, readonly [number, string]>

export function problemOf(code: ProblemCode, refusal?: Refusal): Problem {
  const [status, title] = table[code]
  const detail = refusal === undefined || refusal.message === code ? {} : { detail: refusal.message }
  return { type: "about:blank", title, status, code, ...detail, ...refusal?.facts }
}

export function problemResponse(problem: Problem): Response {
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" })
  if (problem.retryAfter !== undefined) headers.set("retry-after", String(problem.retryAfter))
  return new Response(JSON.stringify(problem), { status: problem.status, headers })
}
