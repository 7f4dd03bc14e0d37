/** One sentence pair for every reason why a message was not sent. */
import { stopReasonOf } from "@smp/shared/send"
import type { StopReason } from "@smp/shared/send"
import type { Strings } from "@smp/shared/ui"
import { words } from "../strings/words.ts"
import type { Failure, FailureCode } from "./flow-state.ts"

export interface FailureText {
  readonly title: string
  readonly text: string
  /** Shown for the administrator, where the text alone would not tell them enough. */
  readonly hasCode: boolean
}
type Own =
  | "notEmptied"
  | "noOrganization"
  | "unreadable"
  | "beyondOutlook"
  | "readOnly"
  | "uploads"
  | "changing"
  | "list"
type Group = StopReason | Own

const groups: Partial<Record<FailureCode, Group>> = {
  "draft-not-emptied": "notEmptied",
  "no-organization": "noOrganization",
  "draft-unreadable": "unreadable",
  "larger-than-outlook-gives": "beyondOutlook",
  "no-permission": "readOnly",
  "uploads-pending": "uploads",
  "still-changing": "changing",
  "mailing-list": "list",
  fault: "fault",
}
export const groupOf = (code: FailureCode): Group => groups[code] ?? stopReasonOf(code)

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
  const offline = [own.offlineTitle, `${own.offlineText(host)} ${line}`] as const
  const trust = [own.keyTitle, own.keyText] as const
  const refused = [common.refusedTitle, common.refusedText] as const
  const texts: Record<Group, readonly [string, string]> = {
    notEmptied: [own.notEmptiedTitle, emptied],
    offline,
    busy: offline,
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
    crowded: [common.crowdedTitle, common.crowdedText],
    keyChanged: trust,
    trust,
    identity: refused,
    refused,
    fault: [common.otherTitle, common.otherText],
  }
  const group = groupOf(failure.code)
  const [title, text] = texts[group]
  return {
    title,
    text,
    hasCode: ["keyChanged", "trust", "identity", "refused", "fault", "policy", "unreadable", "readOnly"].includes(
      group,
    ),
  }
}
