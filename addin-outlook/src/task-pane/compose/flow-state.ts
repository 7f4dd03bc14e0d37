/** What the pane shows while a message is sent, one state at a time. Until `done` every way out leaves a complete text. */
import type { Account } from "@smp/shared/account"
import type { DraftSaving } from "@smp/shared/drafts"
import type { ContactChoice, Draft, Review, SendProgress, SendResult, SendStopCode, TextPlace } from "@smp/shared/send"
import type { SendOptionsView } from "@smp/shared/ui"
import type { DraftId, StagedMessageText } from "@smp/shared/wire"
import type { DraftProblemCode } from "../../host/draft-problem.ts"
import type { OutlookDraft } from "../../host/outlook-mail-host.ts"
import type { WriteState } from "../write/write-state.ts"

export type FailureCode =
  | SendStopCode
  | DraftProblemCode
  | "no-organization"
  /** The person may not write in this mailbox, or the add-in not in this Outlook. */
  | "no-permission"
  | "fault"
export interface Failure {
  readonly code: FailureCode
  /** Addresses or names of files that the reason is about. */
  readonly names: readonly string[]
  readonly text: TextPlace
  /** Outlook's ordinary Send is blocked for this draft. */
  readonly isMarked: boolean
}
/** What holds the text: Outlook's draft, or the pane, kept as a draft on the server too or not. */
export type Holder = { readonly from: "outlook" } | { readonly from: "pane"; readonly isKept: boolean }
/** Where the message comes from. */
export type Source =
  | { readonly from: "outlook"; readonly host: OutlookDraft }
  /** `isKept`: as a draft on the server, too. */
  | { readonly from: "pane"; readonly writing: WriteState; readonly isKept: boolean }

/** A message that was read and whose recipients were looked up. */
export interface Prepared {
  readonly account: Account
  readonly source: Source
  readonly draft: Draft
  readonly review: Review
  readonly options: SendOptionsView
  /** How people without a key come in; null: what the rules say first. */
  readonly contact: ContactChoice | null
  /** By address, where it is not the same for everybody. */
  readonly contacts: Readonly<Record<string, ContactChoice>>
  /** Reference of the message as which this draft was handed over before something was written below the notice. */
  readonly second: string | null
}
export type Step = SendProgress["step"] | "empty"
export interface Progress {
  readonly step: Step
  /** Bytes on the server per attachment. */
  readonly files: readonly number[]
}

export type ComposeState =
  | { readonly at: "preparing" }
  /** The draft holds only the notice of a message that was handed over. */
  | { readonly at: "handed-over"; readonly id: string; readonly reference: string }
  /** The draft holds only the notice of a message that is nowhere: its sealed copy was deleted, or went on elsewhere. */
  | { readonly at: "given-up" }
  /** A message whose sealed copy waits on the server, handed over to nobody. */
  | {
      readonly at: "unfinished"
      readonly staged: StagedMessageText
      /** Looked at beside another message, to which one can go back. */
      readonly isBeside: boolean
    }
  | { readonly at: "review"; readonly prepared: Prepared; readonly isChanged: boolean }
  | { readonly at: "key-changed"; readonly prepared: Prepared; readonly address: string }
  | { readonly at: "senders"; readonly from: Draft["from"]; readonly isMarked: boolean }
  | { readonly at: "write"; readonly writing: WriteState; readonly saving: DraftSaving; readonly turn: number }
  /** What was written here: kept in Drafts, or deleted and not yet forgotten. */
  | { readonly at: "put-away"; readonly how: "kept" | "discarded"; readonly id: DraftId; readonly subject: string }
  | { readonly at: "sending"; readonly prepared: Prepared; readonly progress: Progress }
  | { readonly at: "unknown"; readonly prepared: Prepared; readonly key: string }
  | { readonly at: "done"; readonly prepared: Prepared; readonly result: SendResult }
  | {
      readonly at: "failed"
      readonly failure: Failure
      /** null: it was not even read completely, or is not what failed. */
      readonly prepared: Prepared | null
      readonly holder: Holder
      readonly code: string
    }

export const nothingYet = (files: number): Progress => ({ step: "keys", files: Array.from({ length: files }, () => 0) })

export function advance(progress: Progress, news: SendProgress): Progress {
  if (news.step !== "attachments") return { ...progress, step: news.step }
  const files = progress.files.map((bytes, index) => (index === news.file.index ? news.file.bytes : bytes))
  return { step: "attachments", files }
}
