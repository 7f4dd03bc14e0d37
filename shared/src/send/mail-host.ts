/**
 * The edge between the send and whatever holds the draft: Thunderbird, Outlook, the Message Center, the command line.
 * A host implements three functions; everything else about sending is written once, here.
 */
import type { ByteSource } from "../client/index.ts"
import type { Thread } from "../slip/index.ts"
import type { MessageId } from "../wire/index.ts"

export interface Mailbox {
  readonly address: string
  readonly name: string
}

export interface DraftAttachment {
  readonly name: string
  readonly type: string
  readonly size: number
  readonly source: ByteSource
  /** Content id without brackets, for pictures that the HTML shows by `cid:`; else null. */
  readonly cid: string | null
}

export interface Draft {
  readonly from: Mailbox
  readonly to: readonly Mailbox[]
  readonly cc: readonly Mailbox[]
  readonly bcc: readonly Mailbox[]
  readonly subject: string
  readonly html: string | null
  /** null with HTML: the plain alternative is made from it. */
  readonly text: string | null
  readonly attachments: readonly DraftAttachment[]
  readonly thread: Thread | null
}

export interface SentMessage {
  readonly id: MessageId
  readonly reference: string
  /** The server's time of the hand-over, milliseconds since 1970. */
  readonly at: number
  /** The draft was changed after the snapshot: what was handed over is the snapshot, so the draft must stay open. */
  readonly draftChanged: boolean
}

export interface MailHost {
  /** What is being sent; read once. */
  snapshot(): Promise<Draft>
  /** Compared at the hand-over. */
  hasChanged(): Promise<boolean>
  /** Close the draft without SMTP, file the stub copy, remove autosaved copies. */
  finish(sent: SentMessage): Promise<void>
}
