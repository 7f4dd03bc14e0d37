/** One sentence pair for every reason why a message was not sent. */
import type { Strings } from "@smp/shared/ui"
import { words } from "../strings/words.ts"
import type { Failure, FailureCode } from "./flow-state.ts"

export interface FailureText {
  readonly title: string
  readonly text: string
  /** Shown for the administrator, where the text alone would not tell them enough. */
  readonly hasCode: boolean
}
type Group =
  | "notEmptied"
  | "offline"
  | "cancelled"
  | "recipient"
  | "noRecipient"
  | "tooMany"
  | "tooLarge"
  | "file"
  | "policy"
  | "noOrganization"
  | "unreadable"
  | "beyondOutlook"
  | "readOnly"
  | "uploads"
  | "changing"
  | "list"
  | "signedOut"
  | "full"
  | "trust"
  | "refused"
  | "fault"

const groups: Partial<Record<FailureCode, Group>> = {
  "draft-not-emptied": "notEmptied",
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
  "no-organization": "noOrganization",
  "draft-unreadable": "unreadable",
  "larger-than-outlook-gives": "beyondOutlook",
  "no-permission": "readOnly",
  "uploads-pending": "uploads",
  "still-changing": "changing",
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
export const groupOf = (code: FailureCode): Group => groups[code] ?? "refused"

export interface FailureFacts {
  readonly failure: Failure
  readonly host: string
  readonly organization: string
  readonly isOnline: boolean
}

export function failureText({ failure, host, organization, isOnline }: FailureFacts, strings: Strings): FailureText {
  const { failure: common } = strings
  const own = words().failure
  const who = failure.names.join(", ")
  const emptied =
    failure.text === "draft" || failure.text === "draft-and-staged" ? own.notEmptiedText : own.halfEmptiedText
  const line = isOnline ? own.outlookOnline : own.outlookOffline
  const texts: Record<Group, readonly [string, string]> = {
    notEmptied: [own.notEmptiedTitle, emptied],
    offline: [own.offlineTitle, `${own.offlineText(host)} ${line}`],
    cancelled: [common.cancelledTitle, common.cancelledText],
    recipient: [common.recipientTitle(who), common.recipientText],
    noRecipient: [own.noRecipientTitle, own.noRecipientText],
    tooMany: [own.tooManyTitle, own.tooManyText],
    tooLarge: [common.tooLargeTitle, common.tooLargeText],
    file: [common.fileTitle(who), common.fileText],
    policy: [common.policyTitle(organization), common.policyText],
    noOrganization: [own.noOrganizationTitle, own.noOrganizationText],
    unreadable: [own.unreadableTitle(who), own.unreadableText],
    beyondOutlook: [own.beyondOutlookTitle(who), own.beyondOutlookText],
    readOnly: [own.readOnlyTitle, own.readOnlyText],
    uploads: [own.uploadsTitle, own.uploadsText(who)],
    changing: [own.changingTitle, own.changingText],
    list: [own.listTitle(who), own.listText],
    signedOut: [common.signedOutTitle, common.signedOutText],
    full: [common.fullTitle, common.fullText],
    trust: [own.keyTitle, own.keyText],
    refused: [common.refusedTitle, common.refusedText],
    fault: [common.otherTitle, common.otherText],
  }
  const group = groupOf(failure.code)
  const [title, text] = texts[group]
  return { title, text, hasCode: ["trust", "refused", "fault", "policy", "unreadable", "readOnly"].includes(group) }
}
