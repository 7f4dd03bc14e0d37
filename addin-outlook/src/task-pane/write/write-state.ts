/** What is written in the pane itself: it never touches Outlook's draft, and lives in memory until it is sent. */
import { linesAsHtml } from "@smp/shared/bytes"
import { sourceFromBlob } from "@smp/shared/client"
import type { ReplyDraft } from "@smp/shared/read"
import { plainTextOf } from "@smp/shared/send"
import type { ContactChoice, Draft, DraftAttachment, Mailbox, MailHost } from "@smp/shared/send"
import { defaultOptions, startOptions } from "@smp/shared/ui"
import type { EditedText, SendOptionsView, TypedPeople } from "@smp/shared/ui"
import type { OrganizationId } from "@smp/shared/wire"

export interface Below {
  readonly kind: "outlook" | "reply"
  readonly html: string
  readonly text: string
}
export interface WriteState {
  readonly org: OrganizationId
  readonly people: TypedPeople
  readonly subject: string
  readonly options: SendOptionsView
  /** How people without a key come in; null: what the rules say first. */
  readonly contact: ContactChoice | null
  /** By address, where it is not the same for everybody. */
  readonly contacts: Readonly<Record<string, ContactChoice>>
  readonly edited: EditedText
  readonly files: readonly DraftAttachment[]
  /** Sent under the text: what was written in Outlook, or the message that is answered. */
  readonly below: Below | null
  readonly thread: Draft["thread"]
  readonly follows: NonNullable<Draft["follows"]> | null
}

export const emptyWriting = (org: OrganizationId): WriteState => ({
  org,
  people: { to: [], cc: [], bcc: [] },
  subject: "",
  options: defaultOptions,
  contact: null,
  contacts: {},
  edited: { html: null, text: "" },
  files: [],
  below: null,
  thread: null,
  follows: null,
})

/** Worth keeping: people, subject and quote alone are not. */
export const hasContent = ({ edited, files }: WriteState): boolean => edited.text.trim() !== "" || files.length > 0

/** What was read out of a draft, too: Outlook may hold it no longer. */
export const isWorthKeeping = (writing: WriteState): boolean => hasContent(writing) || writing.below?.kind === "outlook"

/** Outlook's draft goes on here: people, subject, files, and its text below what is written now. */
export function writingFromDraft(org: OrganizationId, draft: Draft): WriteState {
  const html = draft.html ?? paragraph(draft.text ?? "")
  const text = draft.text ?? plainTextOf(html)
  const isEmpty = text.trim() === ""
  return {
    ...emptyWriting(org),
    people: { to: draft.to, cc: draft.cc, bcc: draft.bcc },
    subject: draft.subject,
    files: draft.attachments,
    below: isEmpty ? null : { kind: "outlook", html, text },
    thread: draft.thread,
  }
}

export function writingFromReply(reply: ReplyDraft): WriteState {
  return {
    ...emptyWriting(reply.org),
    people: { to: reply.to, cc: reply.cc, bcc: [] },
    subject: reply.subject,
    options: startOptions(reply, Date.now()),
    below: { kind: "reply", html: reply.html, text: reply.text },
    thread: reply.thread,
    follows: reply.follows,
  }
}

export const fileOf = (file: File): DraftAttachment => ({
  name: file.name,
  type: file.type === "" ? "application/octet-stream" : file.type,
  size: file.size,
  source: sourceFromBlob(file),
  cid: null,
})

export function draftOf(state: WriteState, from: Mailbox): Draft {
  const { edited, below, people } = state
  const isRich = edited.html !== null || below !== null
  const own = edited.html ?? (edited.text === "" ? "" : paragraph(edited.text))
  return {
    from,
    ...people,
    subject: state.subject.trim(),
    html: isRich ? `${own}${below?.html ?? ""}` : null,
    text: isRich ? null : edited.text,
    // Pictures of a text that was left out have nothing to stand in.
    attachments: state.files.filter(({ cid }) => cid === null || below?.kind === "outlook"),
    thread: state.thread,
    follows: state.follows,
  }
}

/** A host without a draft: there is nothing to change, to empty or to close. */
export const paneHost = (draft: Draft): MailHost => ({
  snapshot: () => Promise.resolve(draft),
  hasChanged: () => Promise.resolve(false),
  finish: () => Promise.resolve(),
})

const paragraph = (text: string): string => `<p>${linesAsHtml(text)}</p>`
