/** What the sending page shows, one state at a time. Until `done` every way out leaves a complete draft. */
import type { Account } from "@smp/shared/account"
import type { Review, SendProgress, SendResult, SendStopCode } from "@smp/shared/send"
import type { ContactChoiceView, SendOptionsView } from "@smp/shared/ui"
import type { ThunderbirdDraft } from "../../host/mail-host.ts"
import type { Kept } from "./keeping.ts"
import type { PassedOn } from "./passed-on.ts"

/** Why a message was not sent: the codes of the send, and what only this host knows. */
export type FailureCode =
  | SendStopCode
  | "draft-unreadable"
  | "original-closed"
  | "mailing-list"
  | "no-organization"
  | "fault"

export interface Failure {
  readonly code: FailureCode
  readonly people: readonly string[]
  readonly files: readonly string[]
}

/** How people without a key come in, where the sender chose. */
export interface ContactChoices {
  /** null: as the rules say first. */
  readonly all: ContactChoiceView | null
  readonly own: Readonly<Record<string, ContactChoiceView>>
}

export const noChoices: ContactChoices = { all: null, own: {} }

/** A draft that was read and whose recipients were looked up. */
export interface Prepared {
  readonly account: Account
  readonly draft: ThunderbirdDraft
  readonly review: Review
  readonly options: SendOptionsView
  readonly contact: ContactChoices
  /** Files of the message that is passed on; the first of the draft. */
  readonly passedOn: PassedOn
  /** Thunderbird's last readable copy in Drafts, milliseconds since 1970. */
  readonly savedAt: number | null
}

export type SendState =
  | { readonly at: "preparing" }
  | { readonly at: "stopped" }
  | { readonly at: "sign-in" }
  | { readonly at: "review"; readonly prepared: Prepared; readonly isChanged: boolean }
  | { readonly at: "key-changed"; readonly prepared: Prepared; readonly address: string }
  | { readonly at: "sending"; readonly prepared: Prepared; readonly progress: Progress }
  | { readonly at: "waiting"; readonly prepared: Prepared; readonly progress: Progress; readonly nextTry: number }
  | { readonly at: "unknown"; readonly prepared: Prepared }
  /** `isEarlier`: an earlier window had handed it over; whether the draft is still the same is not known. */
  | { readonly at: "done"; readonly prepared: Prepared; readonly result: SendResult; readonly isEarlier: boolean }
  | { readonly at: "keeping"; readonly done: number; readonly of: number }
  | { readonly at: "kept"; readonly kept: Kept }
  | { readonly at: "failed"; readonly failure: Failure; readonly prepared: Prepared | null }

export interface Progress {
  readonly step: SendProgress["step"]
  /** Bytes on the server per attachment. */
  readonly files: readonly number[]
}

export const nothingYet = (files: number): Progress => ({ step: "keys", files: Array.from({ length: files }, () => 0) })

export function advance(progress: Progress, news: SendProgress): Progress {
  if (news.step !== "attachments") return { ...progress, step: news.step }
  const files = progress.files.map((bytes, index) => (index === news.file.index ? news.file.bytes : bytes))
  return { step: "attachments", files }
}

/** Seconds until the next try after so many in a row: 5, 10, 20, then every 30. */
export const retryAfter = (tries: number): number => Math.min(30, 5 * 2 ** tries)
