/** One sentence pair for every reason why a message was not sent. A code without a sentence would be a compile error. */
import type { Strings } from "@smp/shared/ui"
import { words } from "../../strings/strings.ts"
import type { Failure, FailureCode } from "./send-state.ts"

export interface FailureText {
  readonly title: string
  readonly text: string
  /** Shown for the administrator, where the text alone would not tell them enough. */
  readonly hasCode: boolean
}

export interface FailureFacts {
  readonly failure: Failure
  readonly host: string
  readonly organization: string
  readonly account: string
}

type Group =
  | "offline"
  | "cancelled"
  | "recipient"
  | "noRecipient"
  | "tooMany"
  | "tooLarge"
  | "file"
  | "policy"
  | "identity"
  | "noOrganization"
  | "draft"
  | "original"
  | "list"
  | "signedOut"
  | "full"
  | "trust"
  | "refused"
  | "fault"

const groups: Partial<Record<FailureCode, Group>> = {
  offline: "offline",
  "service.unavailable": "offline",
  "request.rate_limited": "offline",
  cancelled: "cancelled",
  "address-refused": "recipient",
  "first-contact-not-allowed": "recipient",
  "suite-refused": "recipient",
  "message.no_recipient": "noRecipient",
  "no-recipient": "noRecipient",
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
  "no-organization": "noOrganization",
  "draft-unreadable": "draft",
  "original-closed": "original",
  "mailing-list": "list",
  "session.required": "signedOut",
  "session.proof_refused": "signedOut",
  "storage.full": "full",
  "key-changed": "trust",
  "foreign-key": "trust",
  "log-rollback": "trust",
  "log-fork": "trust",
  "log-missing": "trust",
  "policy-rollback": "trust",
  "hidden-reader": "trust",
  altered: "trust",
  "open-failed": "trust",
  unsupported: "trust",
  fault: "fault",
  "service.fault": "fault",
}

export function failureText({ failure, host, organization, account }: FailureFacts, strings: Strings): FailureText {
  const { failure: common } = strings
  const own = words.failure
  const who = failure.people.join(", ")
  const texts: Record<Group, readonly [string, string]> = {
    offline: [common.offlineTitle, common.offlineText(host)],
    cancelled: [common.cancelledTitle, common.cancelledText],
    recipient: [common.recipientTitle(who), common.recipientText],
    noRecipient: [own.recipientTitle, own.recipientText],
    tooMany: [own.tooManyTitle, own.tooManyText],
    tooLarge: [common.tooLargeTitle, common.tooLargeText],
    file: [common.fileTitle(failure.files.join(", ")), common.fileText],
    policy: [common.policyTitle(organization), common.policyText],
    identity: [own.identityTitle, own.identityText(who, account)],
    noOrganization: [own.noOrganizationTitle, own.noOrganizationText],
    draft: [own.draftTitle, own.draftText],
    original: [own.originalTitle, own.originalText],
    list: [words.unknown.list(who), words.unknown.listText],
    signedOut: [common.signedOutTitle, common.signedOutText],
    full: [common.fullTitle, common.fullText],
    trust: [own.keyTitle, own.keyText],
    refused: [common.refusedTitle, common.refusedText],
    fault: [common.otherTitle, common.otherText],
  }
  const group = groups[failure.code] ?? "refused"
  const [title, text] = texts[group]
  return { title, text, hasCode: ["trust", "refused", "fault", "policy"].includes(group) }
}
