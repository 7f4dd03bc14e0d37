/** One sentence pair for every reason why a message was not sent. A code without a sentence would be a compile error. */
import { stopReasonOf } from "@smp/shared/send"
import type { StopReason } from "@smp/shared/send"
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

type Group = StopReason | "noOrganization" | "draft" | "original" | "list"

const groups: Partial<Record<FailureCode, Group>> = {
  "no-organization": "noOrganization",
  "draft-unreadable": "draft",
  "original-closed": "original",
  "mailing-list": "list",
  fault: "fault",
}
const groupOf = (code: FailureCode): Group => groups[code] ?? stopReasonOf(code)

export function failureText({ failure, host, organization, account }: FailureFacts, strings: Strings): FailureText {
  const { failure: common } = strings
  const own = words.failure
  const who = failure.people.join(", ")
  const offline = [common.offlineTitle, common.offlineText(host)] as const
  const trust = [own.keyTitle, own.keyText] as const
  const texts: Record<Group, readonly [string, string]> = {
    offline,
    busy: offline,
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
    crowded: [common.crowdedTitle, common.crowdedText],
    keyChanged: trust,
    trust,
    refused: [common.refusedTitle, common.refusedText],
    fault: [common.otherTitle, common.otherText],
  }
  const group = groupOf(failure.code)
  const [title, text] = texts[group]
  return { title, text, hasCode: ["keyChanged", "trust", "refused", "fault", "policy"].includes(group) }
}
