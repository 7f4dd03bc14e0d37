/**
 * The edge between the send and whatever holds the draft: Thunderbird, Outlook, the Message Center, the command line.
 * A host implements three functions (four, where the draft must be emptied first); everything else about sending is written once, here.
 */
import type { ByteSource } from "../client/index.ts"
import type { SealedFile } from "../envelope/index.ts"
import type { Thread } from "../slip/index.ts"
import type { SuiteId } from "../suite/index.ts"
import type { MessageId, OrganizationId } from "../wire/index.ts"

export interface Mailbox {
  readonly address: string
  readonly name: string
}

/** The file was sealed and uploaded before, or is on its way: the send lists it without a second upload. */
export interface UploadedBefore {
  readonly org: OrganizationId
  /** Under which it was sealed; a sender whose keys have another one by now uploads again. */
  readonly suite: SuiteId
  /** Resolves when it is complete on the server. */
  seal(report: (bytes: number) => void, signal?: AbortSignal): Promise<SealedFile>
}

export interface DraftAttachment {
  readonly name: string
  readonly type: string
  readonly size: number
  readonly source: ByteSource
  /** Content id without brackets, for pictures that the HTML shows by `cid:`; else null. */
  readonly cid: string | null
  readonly uploaded?: UploadedBefore
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
  /** What it answers or passes on; its sender is told. Without: a draft with a thread is a reply. */
  readonly follows?: { readonly msg: MessageId; readonly as: "reply" | "forward" } | null
}

export interface SentMessage {
  readonly id: MessageId
  readonly reference: string
  /** The server's time of the hand-over, milliseconds since 1970. */
  readonly at: number
  /** The draft was changed after the snapshot: what was handed over is the snapshot, so the draft must stay open. */
  readonly draftChanged: boolean
}

/** Held by the server for its author alone; nobody has been told. */
export interface StagedMessage {
  readonly id: MessageId
  /** Idempotency-Key of the hand-over to come. */
  readonly key: string
}
/** The host could not empty its draft. */
export class DraftNotEmptied extends Error {
  /** Text, subject and files stand in the draft as they were; false: only the staged copy is complete. */
  readonly isDraftWhole: boolean
  constructor(isDraftWhole: boolean, cause?: unknown) {
    super("The draft was not emptied.", cause === undefined ? undefined : { cause })
    this.name = "DraftNotEmptied"
    this.isDraftWhole = isDraftWhole
  }
}
/**
 * What became of the notices that the host sends: first that they stand in its mail program, then that it took them. The
 * page may end with the draft that it sends. Never throws.
 */
export type TellOfNotices = (state: "at-hand" | "sent") => Promise<void>

export interface MailHost {
  /** What is being sent; read once. */
  snapshot(): Promise<Draft>
  /** Compared at the hand-over. */
  hasChanged(): Promise<boolean>
  /**
   * Only hosts whose draft lies on somebody's mail server: empties it there, after our server holds the sender's sealed
   * copy and before the hand-over. Throws when it did not: nothing is handed over then.
   * @throws DraftNotEmptied; any other error counts as a draft that is whole.
   */
  empty?(staged: StagedMessage): Promise<void>
  /** The host's own mail program sends the notice, where the policy wants that; else our server does. */
  readonly sendsNotices?: boolean
  /**
   * Close the draft without SMTP, file the stub copy, remove autosaved copies; or send it as the notice, and `tell` our
   * server, which else sends the notices itself after a while.
   */
  finish(sent: SentMessage, tell?: TellOfNotices): Promise<void>
}
