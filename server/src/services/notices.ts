/** What a notice is about, put into ProcessQ sealed; the notifier makes the mail. No content, no file name, no key. */
import { hash, newId, toHex, utf8 } from "@smp/shared/bytes"
import type { StoredMessage } from "../data/message.store.ts"
import type { QueueEntry } from "../data/queue.store.ts"
import { openText, sealText } from "../engines/crypto-engine/crypto-engine.ts"
import type { CryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"
import type { OpenOrganization, OrganizationHouse } from "./organization-house.ts"

export interface MessageNotice {
  readonly kind: "message"
  readonly messageId: string
  readonly to: string
  readonly message: string
  readonly reference: string
  readonly sender: { readonly name: string; readonly address: string }
  readonly organization: string
  readonly sentAt: number
  /** When it can no longer be opened; null: no end. */
  readonly until: number | null
  /** The recipient has no key yet. */
  readonly isFirstContact: boolean
  /** How such a recipient comes in. */
  readonly contact?: "agent" | "sender" | "pass" | "link" | null
  /** Message-IDs of this recipient's notices of earlier messages of the thread, oldest first. */
  readonly references: readonly string[]
}
interface AboutMessage {
  readonly messageId: string
  readonly to: string
  readonly message: string
  readonly reference: string
  readonly sender: { readonly name: string; readonly address: string }
  readonly organization: string
  readonly sentAt: number
  readonly references: readonly string[]
}
/** The message, or files of it, were recalled. */
export interface RecallNotice extends AboutMessage {
  readonly kind: "recall"
  readonly recalledAt: number
  readonly isFilesOnly: boolean
}
/** The end is a day away, and this recipient has not opened the message. */
export interface EndingNotice extends AboutMessage {
  readonly kind: "ending"
  readonly until: number
}
/** The sender asks for it: this recipient has not opened the message. */
export interface ReminderNotice extends AboutMessage {
  readonly kind: "reminder"
  readonly until: number | null
}
/** The end is near, to the sender. */
export interface EndingForSenderNotice extends AboutMessage {
  readonly kind: "ending-for-sender"
  readonly until: number
  readonly unread: number
  readonly of: number
}
export interface InvitationNotice {
  readonly kind: "invitation"
  readonly messageId: string
  readonly to: string
  readonly organization: string
  readonly inviter: string
}
/** About the address itself: its access was set up anew, its password changed, messages from before can be opened again. */
export interface AccessNotice {
  readonly kind: "access-renewed" | "password-changed" | "password-recovered" | "opened-again"
  readonly messageId: string
  readonly to: string
  readonly organization: string
}
export type NewNotice =
  | MessageNotice
  | RecallNotice
  | EndingNotice
  | EndingForSenderNotice
  | ReminderNotice
  | InvitationNotice
  | AccessNotice
/** `queuedAt`: since when it waits; after three days it is given up. */
export type Notice = NewNotice & { readonly queuedAt: number }

export const sealNotice = (engine: CryptoEngine, notice: Notice): Uint8Array =>
  sealText(engine, "notice", JSON.stringify(notice))
export const openNotice = (engine: CryptoEngine, payload: Uint8Array): Notice =>
  JSON.parse(openText(engine, "notice", payload)) as Notice

/** For mails that announce no message. Fixed when the notice is queued: a repeated mail is recognised as the same one. */
export const noticeMessageId = (mailDomain: string): string => `<${newId("msg").slice(4)}@${mailDomain}>`

/**
 * One message has one notice for each recipient, under this Message-ID; so notices of later messages of the thread can
 * name it, and it says to nobody who else got one.
 */
export function messageNoticeId(message: string, to: string, mailDomain: string): string {
  const reader = toHex(hash("notice", utf8(message), utf8(to)).slice(0, 8))
  return `<${message}.${reader}@${mailDomain}>`
}

export interface Notices {
  entry(engine: CryptoEngine, notice: NewNotice): QueueEntry
  messageIdOf(message: string, to: string): string
  /** What every later notice about a message says; such a notice may come more than once. */
  about(organization: Pick<OpenOrganization, "name">, message: StoredMessage, to: string): AboutMessage
  invite(org: string, invitation: { to: string; organization: string; inviter: string }): Promise<void>
  /** Queued at once, as a mail of its own; under the same name once more, not again. */
  tell(
    org: string,
    notice: Omit<AccessNotice, "messageId">,
    once?: { readonly identity: string; readonly key: string },
  ): Promise<void>
  /** Tells the notifier that something was queued; it finds out by itself too, a little later. */
  wake(): void
}

/** Longer than anything that would be told again stays owed. */
const ONCE_KEPT_MS = 30 * 24 * 3600_000

export interface NoticeParts {
  readonly house: OrganizationHouse
  readonly mailDomain: string
  readonly now: () => number
  readonly wake: () => void
}

export function notices({ house, mailDomain, now, wake }: NoticeParts): Notices {
  const entry = (engine: CryptoEngine, notice: NewNotice): QueueEntry => {
    const queuedAt = now()
    return { topic: "notify", payload: sealNotice(engine, { ...notice, queuedAt }), dueAt: queuedAt }
  }
  return {
    entry,
    messageIdOf: (message, to) => messageNoticeId(message, to, mailDomain),
    about: (organization, message, to) => ({
      messageId: noticeMessageId(mailDomain),
      to,
      message: message.id,
      reference: message.reference,
      sender: { name: message.senderName, address: message.senderAddress },
      organization: organization.name,
      sentAt: message.sentAt,
      references: [messageNoticeId(message.id, to, mailDomain)],
    }),
    invite: async (org, invitation) => {
      const { engine, queue } = house.get(org)
      await queue.add([entry(engine, { kind: "invitation", messageId: noticeMessageId(mailDomain), ...invitation })])
      wake()
    },
    tell: async (org, notice, once) => {
      const { engine, queue } = house.get(org)
      const queued = entry(engine, { ...notice, messageId: noticeMessageId(mailDomain) })
      await (once === undefined ? queue.add([queued]) : queue.addOnce(queued, { ...once, until: now() + ONCE_KEPT_MS }))
      wake()
    },
    wake,
  }
}
