/** The Delivery Slip as plain data: what a host gives to the parts. No bytes, no keys, nothing left to decide. */
import type { EventKind } from "../wire/index.ts"

export type PersonRole = "to" | "cc" | "bcc"

/** What is known of one person at this moment; the badge beside the name. */
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
  /** Milliseconds since 1970 UTC. */
  readonly at: number
  /** True only where a receipt, signed by the person's own key, was verified here. */
  readonly signed: boolean
  /** For `downloaded`: the object, so that several events become "2 of 3 files". */
  readonly obj?: string | null
  /** Program and version, in its own word; nobody signed it. */
  readonly client?: string | null
}

export interface SlipPerson {
  readonly name: string
  readonly address: string
  readonly role: PersonRole
  readonly isMe: boolean
  /** A first contact whose mailbox is not proved yet. */
  readonly isWaiting: boolean
  readonly state: PersonState
  /** Oldest first. Empty where the sender keeps reading to himself or where tracking could not be fetched. */
  readonly events: readonly SlipEvent[]
}

export type HolderKind = "person" | "group" | "archive" | "scanner" | "grant-agent" | "delegate"

/** One key that opens this message, now (`holds`) or later (`to-come`). */
export interface SlipHolderView {
  readonly kind: HolderKind
  readonly name: string
  readonly isSender: boolean
  readonly isMe: boolean
  readonly state: "holds" | "to-come" | "destroyed"
  /** grant-agent: the addresses for whom it keeps a key. */
  readonly waitsFor: readonly string[]
  /** Name of whoever gave the key where that was not the sender, else null. */
  readonly givenBy: string | null
  readonly givenAt: number | null
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

/** A field in which the server's columns differ from the signed slip. */
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
  /** Addresses that the server names and the signature does not. */
  readonly added: readonly string[]
}

export interface SlipOptions {
  readonly reply: boolean
  readonly replyAll: boolean
  readonly forward: boolean
  /** Milliseconds since 1970 UTC, null: no end. */
  readonly expires: number | null
  readonly subjectHidden: boolean
  /** Readers' devices sign that they displayed the message. */
  readonly receipts: boolean
  /** Everybody in to and cc sees who has read it. */
  readonly shared: boolean
  readonly label: string | null
  /** The own password is asked for at each opening. */
  readonly password: boolean
}

export interface SlipFile {
  readonly obj: string
  /** null: not known without opening the message. */
  readonly name: string | null
  readonly size: number
  readonly recalledAt: number | null
  /** To the sender: it comes from another person's message, and that person has recalled it since. */
  readonly isOriginRecalled?: boolean
}

export interface SlipDetails {
  readonly messageId: string
  /** Shown form of the signing key, groups of four. */
  readonly signingKey: string
  /** When the signing key was announced, null: not known. */
  readonly keySince: number | null
  /** Position of the message in the log of the organization, null while the proof is missing. */
  readonly logEntry: number | null
  readonly suite: number
}

/** `proved`: in the log, and the log only grew. `pending`: sent less than a minute ago. */
export type LogState = "proved" | "pending" | "unreachable"

export type SlipVerdict = "intact" | "altered" | "altered-names"

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
  /** Eight characters, grouped for reading: 7HK2-PQ9D. */
  readonly reference: string
  readonly organization: string
  readonly sender: { readonly name: string; readonly address: string; readonly isMe: boolean }
  readonly sentAt: number
  readonly checkedAt: number
  readonly verdict: SlipVerdict
  readonly log: LogState
  /** Somebody else's key was named for the reader's address. */
  readonly foreignKey: boolean
  /** null: open. */
  readonly closed: SlipClosure | null
  readonly differences: readonly SlipDifference[]
  readonly people: readonly SlipPerson[]
  readonly holders: readonly SlipHolderView[]
  readonly options: SlipOptions
  readonly files: readonly SlipFile[]
  readonly details: SlipDetails
}
