/** Every refusal as one sentence for people. */
import { ProtocolError } from "@smp/shared/bytes"
import type { ProtocolCode } from "@smp/shared/bytes"
import { ApiProblem, NetworkError } from "@smp/shared/client"
import { MessageClosed } from "@smp/shared/read"
import { SendStopped } from "@smp/shared/send"
import type { SendStopCode } from "@smp/shared/send"
import type { ProblemCode } from "@smp/shared/wire"
import { Refused } from "./usage.ts"

const PROTOCOL: Readonly<Record<ProtocolCode, string>> = {
  "open-failed": "cannot be opened",
  altered: "altered on the server",
  "hidden-reader": "somebody was given a key whom the signature does not name; not opened",
  "key-changed": "the key of a contact has changed; compare the fingerprints before you go on",
  "foreign-key": "somebody else's key was used in your place",
  "log-rollback": "the server shows an older state than this device has seen",
  "log-fork": "the server shows this device another history than before",
  "log-missing": "the server's log gave no fresh proof",
  "policy-rollback": "the organization's rules could not be believed",
  "suite-refused": "the organization does not allow this kind of key",
  unsupported: "made by a newer version",
  recalled: "recalled by the sender",
  suspended: "suspended by the sender",
  withheld: "withheld by the server: it gives no signed word of the sender for it",
  expired: "its time is over",
  "not-ready": "waiting until somebody lets you in",
  "version-conflict": "changed meanwhile on another device; try again",
  "ticket-refused": "first contact refused; ask for a new code",
  "proof-refused": "the mailbox of an address is not proved to your organization",
  "address-refused": "not an e-mail address",
}

const PROBLEMS: Partial<Record<ProblemCode, string>> = {
  not_found: "not found",
  "session.required": "signed out: use smp login --email E",
  "session.proof_refused": "the server did not accept this device's proof; is the clock right? Else use smp login",
  "account.sign_in_refused": "address or password is not right",
  "account.code_refused": "that code is not right",
  "account.code_expired": "this code has expired; have a new one mailed",
  "account.exists": "this address has an account already: use smp login",
  "draft.version_conflict": "another device has changed this draft; look at it with smp draft show ID",
  "draft.too_many": "there are too many drafts; delete some",
  "message.not_ready": "waiting until somebody lets you in",
  "message.recalled": "recalled by the sender",
  "message.suspended": "suspended by the sender",
  "message.expired": "its time is over",
  "message.password_needed": "the sender asks for your password at each opening; use --password-stdin",
  "message.not_allowed": "the sender of that message does not allow this",
  "organization.set_up_refused": "the set-up link is not valid any more",
  "organization.member_exists": "is a member already",
  "privilege.missing": "you are not allowed to do this",
  "upload.too_many": "too many files wait unsent; send or delete drafts with files",
  "storage.full": "the server has no space left",
  "service.unavailable": "the server is busy; try again",
}

const SENDING: Partial<Record<SendStopCode, string>> = {
  offline: "the server cannot be reached",
  cancelled: "cancelled",
  "no-recipient": "no recipient",
  "too-many-recipients": "more than 1,000 recipients",
  "too-many-first-contacts": "more than 200 recipients without an account",
  "too-many-files": "more than 200 attachments",
  "file-too-large": "an attachment is larger than 16 GiB",
  "file-unreadable": "an attachment cannot be read",
  "text-too-large": "the text is larger than 32 MiB",
  "subject-too-long": "the subject is longer than 998 bytes",
  "first-contact-not-allowed": "your organization does not allow first contact",
  "policy-forbids": "your organization does not allow this option",
  "other-sender": "you can only send from your own address",
}

export function reasonOf(error: unknown): string {
  if (error instanceof Refused) return error.message
  if (error instanceof SendStopped) return sendReason(error)
  if (error instanceof MessageClosed) return closedReason(error)
  if (error instanceof ProtocolError) return `${PROTOCOL[error.code]} (${error.code}: ${error.reason})`
  if (error instanceof ApiProblem && error.code === "request.rate_limited") return pausedReason(error)
  if (error instanceof ApiProblem)
    return PROBLEMS[error.code] ?? `${error.problem.detail ?? error.problem.title} (${error.code})`
  if (error instanceof NetworkError)
    return error.reason === "not-understood" ? "the server's answer was not understood" : "the server cannot be reached"
  return error instanceof Error ? `unexpected: ${error.message}` : "unexpected failure"
}

/** Where somebody signed in before, strangers at the same address do not count (docs/PROTOCOL.md §9). */
function pausedReason({ problem: { retryAfter = 60 } }: ApiProblem): string {
  const wait = retryAfter < 60 ? `${retryAfter} s` : `${Math.ceil(retryAfter / 60)} min`
  return `too many tries; wait ${wait}; at a sign-in a --profile that was signed in before is counted apart`
}

function closedReason({ closed }: MessageClosed): string {
  const { state, at, reason, controlled } = closed
  const who = at === null ? "" : `, ${controlled.slip.from.addr}, ${new Date(at).toISOString()}`
  return `${PROTOCOL[state]} (${state}${who})${reason === "" ? "" : `: ${reason}`}`
}

function sendReason(error: SendStopped): string {
  const why = SENDING[error.code] ?? (error.cause === undefined ? error.code : reasonOf(error.cause))
  const about = [...error.people, ...error.files].join(", ")
  const unknown = error.isUnknown ? "; whether it was handed over is not known, smp send says so next time" : ""
  return `not sent: ${why}${about === "" ? "" : `: ${about}`}${unknown}`
}
