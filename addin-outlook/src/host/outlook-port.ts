/**
 * What the add-in asks of Outlook, as promises. `office-adapter.ts` answers with the real Office.js; flows know no other.
 * Promises: every failure is an `OutlookError` with a kind; a call that this Outlook does not have is never made.
 */

/** Mailbox requirement sets that decide what is possible. */
export type MailboxSet = "1.3" | "1.8" | "1.10" | "1.11" | "1.12" | "1.14" | "1.15"

export type OutlookErrorKind =
  /** This Outlook does not have the call. */
  | "missing"
  /** The add-in, or this folder, does not permit it. */
  | "permission"
  /** More or larger than Outlook takes. */
  | "limit"
  /** The item was exchanged, closed or deleted. */
  | "gone"
  /** Not connected, or Exchange did not answer. */
  | "connection"
  /** Outlook itself never answered. */
  | "no-answer"
  | "fault"

export class OutlookError extends Error {
  readonly kind: OutlookErrorKind
  /** Outlook's number; 0 where it gave none. */
  readonly code: number
  /** Which call failed. */
  readonly call: string
  constructor(kind: OutlookErrorKind, about: { code: number; call: string; cause?: unknown }) {
    super(`Outlook: ${about.call} failed (${kind}, ${about.code}).`, { cause: about.cause })
    this.name = "OutlookError"
    this.kind = kind
    this.code = about.code
    this.call = about.call
  }
}

export interface OutlookPerson {
  readonly address: string
  readonly name: string
  /** Many mailboxes behind one name, which only the mail server can expand. */
  readonly isList: boolean
}
export interface OutlookAttachment {
  /** Changes while an upload is under way, and after removals in Outlook for Windows. */
  readonly id: string
  readonly name: string
  /** Bytes, as Outlook counts them. */
  readonly size: number
  readonly kind: "file" | "item" | "cloud"
  readonly isInline: boolean
  readonly contentId: string
  /** On the mail server; only Outlook on the web and the new Outlook say so. */
  readonly isUploaded: boolean
}
export type AttachmentContent =
  | { readonly form: "base64"; readonly content: string }
  /** An attached mail or contact, as text. */
  | { readonly form: "text"; readonly content: string; readonly type: string }
  | { readonly form: "link"; readonly url: string }
export type RecipientField = "to" | "cc" | "bcc"
export type BodyForm = "html" | "text"

/** Of this Outlook and this mailbox, known from the start. */
export interface OutlookFacts {
  /** null: no item is open. */
  readonly item: "compose" | "read" | null
  /** The mailbox's own address: whose pane this is, not who a delegate writes for. */
  readonly address: string
  readonly name: string
  readonly language: string
  /** Of Outlook's own look; null: it does not say. */
  readonly isDark: boolean | null
  /** Uploads in the background, and says when they are done (web, new Outlook). */
  readonly saysUploads: boolean
}

/** A draft that is being written. */
export interface ComposePort {
  from(): Promise<OutlookPerson>
  recipients(field: RecipientField): Promise<readonly OutlookPerson[]>
  subject(): Promise<string>
  setSubject(text: string): Promise<void>
  bodyForm(): Promise<BodyForm>
  body(form: BodyForm): Promise<string>
  setBody(content: string, form: BodyForm): Promise<void>
  attachments(): Promise<readonly OutlookAttachment[]>
  content(id: string): Promise<AttachmentContent>
  removeAttachment(id: string): Promise<void>
  addAttachment(name: string, base64: string, isInline: boolean): Promise<void>
  /** null removes it. */
  setHeader(name: string, value: string | null): Promise<void>
  sessionValue(name: string): Promise<string | null>
  /** null removes it. */
  setSessionValue(name: string, value: string | null): Promise<void>
  /** Answer or forwarding: Outlook may add a quoted tail that nobody can read before. */
  isAnswer(): Promise<boolean>
  save(): Promise<void>
  /** Without a question to the user; Mailbox 1.14. */
  discard(): Promise<void>
  /** Outlook asks the user whether to keep the draft. */
  close(): Promise<void>
  /** Mailbox 1.15, and permission for the mailbox. */
  send(): Promise<void>
  /** One line above the draft. */
  notify(text: string): Promise<void>
}

/** A received mail. */
export interface ReadPort {
  /** All header fields as received; Mailbox 1.8, else "". */
  headers(): Promise<string>
  body(form: BodyForm): Promise<string>
}

export interface OutlookPort {
  readonly facts: OutlookFacts
  supports(set: MailboxSet): boolean
  /** @throws OutlookError gone when another item, or none, is open. */
  compose(): ComposePort
  /** @throws OutlookError gone */
  read(): ReadPort
  /** Small values of this mailbox that the send event can read. */
  setting(name: string): unknown
  setSetting(name: string, value: unknown): Promise<void>
  /** Another item was chosen while the pane stayed open. */
  onItemChange(listener: () => void): void
}
