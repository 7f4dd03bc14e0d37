/** The one reason why a message is not shown, from whatever stopped the reading. */
import { ProtocolError } from "../bytes/index.ts"
import { ApiProblem, NetworkError } from "../client/index.ts"

export type ReadRefusalReason =
  | "recalled"
  | "suspended"
  | "withheld"
  | "password"
  | "expired"
  | "waiting"
  | "not-for-you"
  | "hidden-reader"
  | "contradiction"
  | "key-changed"
  | "damaged"
  | "offline"
  | "paused"
  | "fault"

export interface ReadRefusal {
  readonly why: ReadRefusalReason
  /** Stable code for the administrator. */
  readonly code: string
}

const reasons: Readonly<Record<string, ReadRefusalReason>> = {
  recalled: "recalled",
  "message.recalled": "recalled",
  suspended: "suspended",
  "message.suspended": "suspended",
  withheld: "withheld",
  "message.password_needed": "password",
  expired: "expired",
  "message.expired": "expired",
  "not-ready": "waiting",
  "message.not_ready": "waiting",
  not_found: "not-for-you",
  "privilege.missing": "not-for-you",
  "hidden-reader": "hidden-reader",
  "log-fork": "contradiction",
  "log-rollback": "contradiction",
  "log-missing": "contradiction",
  "policy-rollback": "contradiction",
  "key-changed": "key-changed",
  "request.rate_limited": "paused",
}

/** What has no reason of its own: damaged where a check of this client failed, else a fault. */
export function readRefusalOf(problem: unknown): ReadRefusal {
  if (problem instanceof NetworkError) return { why: "offline", code: problem.reason }
  if (problem instanceof ProtocolError) return { why: reasons[problem.code] ?? "damaged", code: problem.code }
  if (problem instanceof ApiProblem) return { why: reasons[problem.code] ?? "fault", code: problem.code }
  return { why: "fault", code: "fault" }
}
