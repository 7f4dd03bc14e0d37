/** The Delivery Slip as plain data for the panel that every host shows (the shape that shared/ui draws). */
import type { EventKind } from "../wire/index.ts"

export type PersonState =
  | "queued"
  | "notified"
  | "bounced"
  | "waiting"
  | "released"
  | "displayed"
  | "recalled"
  | "expired"
  | "unknown"

export interface SlipEvent {
  readonly kind: EventKind
  readonly at: number
  /** True only where a receipt, signed by the person's own key, was verified here. */
  readonly signed: boolean
  readonly obj?: string | null
  /** Program and version, in its own word; nobody signed it. */
  readonly client?: string | null
}

export interface SlipPerson {
  readonly name: string
  readonly address: string
  readonly role: "to" | "cc" | "bcc"
  readonly isMe: boolean
  readonly isWaiting: boolean
  readonly state: PersonState
  readonly events: readonly SlipEvent[]
}

export interface SlipHolderView {
  readonly kind: "person" | "group" | "archive" | "scanner" | "grant-agent" | "delegate"
  readonly name: string
  readonly isSender: boolean
  readonly isMe: boolean
  readonly state: "holds" | "to-come" | "destroyed"
  readonly waitsFor: readonly string[]
  readonly givenBy: string | null
  readonly givenAt: number | null
}

export interface SlipOptions {
  readonly reply: boolean
  readonly replyAll: boolean
  readonly forward: boolean
  readonly expires: number | null
  readonly subjectHidden: boolean
  readonly receipts: boolean
  /** Everybody in to and cc sees who has read it. */
  readonly shared: boolean
  readonly label: string | null
  /** The own password is asked for at each opening. */
  readonly password: boolean
}

/** What one side says. */
export type DifferenceSide =
  | { readonly kind: "nothing" }
  | { readonly kind: "text"; readonly text: string }
  /** Milliseconds since 1970 UTC. */
  | { readonly kind: "time"; readonly at: number }
  | { readonly kind: "options"; readonly options: Omit<SlipOptions, "subjectHidden"> }
  /** `stored`: bytes of the ciphertext, which is what the server counts. */
  | { readonly kind: "files"; readonly files: readonly { readonly name: string; readonly stored: number }[] }
  | {
      readonly kind: "name-problem"
      readonly reason: "unknown-key" | "other-name" | "not-in-policy" | "wrong-scope"
    }

export interface SlipDifference {
  readonly field:
    | "from"
    | "to"
    | "cc"
    | "bcc"
    | "subject"
    | "sentAt"
    | "options"
    | "thread"
    | "fields"
    | "files"
    | "slip"
    | "names"
  readonly signed: DifferenceSide
  readonly server: DifferenceSide
  readonly added: readonly string[]
}

/** The message is closed: to this reader, or, where the sender looks, to all recipients. */
export interface SlipClosure {
  /** `withheld`: the server refuses, without a signed word of the sender. */
  readonly state: "recalled" | "suspended" | "expired" | "withheld"
  /** Who decided; null: nobody who is known. */
  readonly by: string | null
  readonly isMe: boolean
  /** Milliseconds since 1970 UTC. */
  readonly at: number | null
  readonly reason: string
  /** When this reader displayed it, by the own receipt. */
  readonly openedAt: number | null
}

export interface DeliverySlipView {
  readonly reference: string
  readonly organization: string
  readonly sender: { readonly name: string; readonly address: string; readonly isMe: boolean }
  readonly sentAt: number
  readonly checkedAt: number
  readonly verdict: "intact" | "altered" | "altered-names"
  readonly log: "proved" | "pending" | "unreachable"
  readonly foreignKey: boolean
  /** null: open. */
  readonly closed: SlipClosure | null
  readonly differences: readonly SlipDifference[]
  readonly people: readonly SlipPerson[]
  readonly holders: readonly SlipHolderView[]
  readonly options: SlipOptions
  readonly files: readonly {
    readonly obj: string
    /** null: not known without opening the message. */
    readonly name: string | null
    readonly size: number
    readonly recalledAt: number | null
    /** To the sender: it comes from another person's message, and that person has recalled it since. */
    readonly isOriginRecalled?: boolean
  }[]
  readonly details: {
    readonly messageId: string
    readonly signingKey: string
    readonly keySince: number | null
    readonly logEntry: number | null
    readonly suite: number
  }
}
