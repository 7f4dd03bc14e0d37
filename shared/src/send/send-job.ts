/** What a host asks of a send, what it is told meanwhile and in the end. */
import type { Account } from "../account/index.ts"
import type { LocalStore } from "../client/index.ts"
import type { DraftId, OrganizationId } from "../wire/index.ts"
import type { ContactChoice, ToldSecret } from "./contact-secrets.ts"
import type { SendJournal, SendRecord } from "./journal.ts"
import type { MailHost, SentMessage } from "./mail-host.ts"
import type { Review } from "./review.ts"

export interface SendOptions {
  readonly hideSubject: boolean
  /** Milliseconds since 1970, null: no end. */
  readonly expires: number | null
  readonly reply: boolean
  readonly replyAll: boolean
  readonly forward: boolean
  readonly label: string | null
  /** Recipients are asked for their own password at each opening. */
  readonly password: boolean
  /** Readers' clients sign that they displayed it. */
  readonly receipts: boolean
  /** Everybody in to and cc sees who has read it. */
  readonly shared: boolean
  /** How people without a key come in: by address, and for all others. Only what the organization's rules allow. */
  readonly firstContact: Readonly<Record<string, ContactChoice>>
  readonly firstContactOfAll: ContactChoice | null
  /** Encrypted form fields, and clear searchable ones. */
  readonly fields: readonly (readonly [string, string])[]
  readonly extension: readonly (readonly [string, string])[]
}

export const DEFAULT_OPTIONS: SendOptions = {
  hideSubject: false,
  expires: null,
  reply: true,
  replyAll: true,
  forward: true,
  label: null,
  password: false,
  receipts: true,
  shared: true,
  firstContact: {},
  firstContactOfAll: null,
  fields: [],
  extension: [],
}

/** In this order: keys, attachments, encrypt, hand-over, done. A host that empties its draft does so before the hand-over. */
export type SendProgress =
  | { readonly step: "keys" | "encrypt" | "hand-over" | "done" }
  | {
      readonly step: "attachments"
      readonly file: { readonly name: string; readonly index: number; readonly bytes: number; readonly total: number }
      /** Of all attachments. */
      readonly bytes: number
      readonly total: number
    }

export interface SendJob {
  readonly account: Account
  readonly host: MailHost
  readonly org: OrganizationId
  /** What the person looked at; used as it is for ten minutes, and only for the very people of the draft. */
  readonly review?: Review
  readonly options?: Partial<SendOptions>
  readonly journal: LocalStore
  /** The draft on our server that this message was written in: it ends with the commit. */
  readonly draft?: { readonly id: DraftId; readonly ver: number } | null
  /** Just before the hand-over leaves, with its Idempotency-Key. */
  readonly onHandOver?: (key: string) => Promise<void>
  /** Entry of the journal to go on with: its uploads are used again. */
  readonly resume?: string
  readonly onProgress?: (progress: SendProgress) => void
  readonly signal?: AbortSignal
}

export interface SendResult {
  readonly id: SentMessage["id"]
  readonly reference: string
  readonly at: number
  readonly draftChanged: boolean
  /** The message is handed over, but the host could not close its draft: why. */
  readonly hostError: unknown
  /** What the sender now tells readers, on another way than the server's. */
  readonly told: readonly ToldSecret[]
}

/** One send under way. */
export interface Run {
  readonly job: SendJob
  readonly journal: SendJournal
  record: SendRecord | null
  told: readonly ToldSecret[]
  /** The commit left this process at least once. */
  isHandedOver: boolean
  /** The server may hold a staged copy. */
  isStaged: boolean
  /** The draft is not what it was: the staged copy is what must not be lost. */
  isEmptied: boolean
}
