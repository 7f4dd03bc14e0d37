/** Why a message was not sent, as far as a person has to tell the reasons apart: many codes, few reasons. */
import type { SendStopCode } from "./send-stopped.ts"

export type StopReason =
  /** The line. */
  | "offline"
  /** The server's load. */
  | "busy"
  | "cancelled"
  | "noRecipient"
  /** A recipient who cannot get it like this. */
  | "recipient"
  | "tooMany"
  | "tooLarge"
  | "file"
  | "policy"
  /** Somebody else's address in From. */
  | "identity"
  | "signedOut"
  | "full"
  /** Too many files of the own ones wait unsent. */
  | "crowded"
  | "keyChanged"
  /** What the server says does not fit what was signed or seen before. */
  | "trust"
  | "fault"
  | "refused"

const reasons: Readonly<Partial<Record<string, StopReason>>> = {
  offline: "offline",
  "service.unavailable": "busy",
  "request.rate_limited": "busy",
  cancelled: "cancelled",
  "no-recipient": "noRecipient",
  "message.no_recipient": "noRecipient",
  "address-refused": "recipient",
  "first-contact-not-allowed": "recipient",
  "suite-refused": "recipient",
  "too-many-recipients": "tooMany",
  "too-many-first-contacts": "tooMany",
  "too-many-files": "tooMany",
  "directory.too_many": "tooMany",
  "file-too-large": "tooLarge",
  "text-too-large": "tooLarge",
  "subject-too-long": "tooLarge",
  "message.too_large": "tooLarge",
  "request.too_large": "tooLarge",
  "file-unreadable": "file",
  "policy-forbids": "policy",
  "privilege.missing": "policy",
  "other-sender": "identity",
  "session.required": "signedOut",
  "session.proof_refused": "signedOut",
  "storage.full": "full",
  "upload.too_many": "crowded",
  "key-changed": "keyChanged",
  "foreign-key": "trust",
  "log-rollback": "trust",
  "log-fork": "trust",
  "log-missing": "trust",
  "policy-rollback": "trust",
  "hidden-reader": "trust",
  altered: "trust",
  "open-failed": "trust",
  unsupported: "trust",
  "service.fault": "fault",
} satisfies Partial<Record<SendStopCode, StopReason>>

export const stopReasonOf = (code: string): StopReason => reasons[code] ?? "refused"
