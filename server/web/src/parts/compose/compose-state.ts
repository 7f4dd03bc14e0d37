/** What is being written. */
import type { DraftUpload } from "@smp/shared/drafts"
import type { ForwardDraft, ReplyDraft } from "@smp/shared/read"
import { startOptions } from "@smp/shared/ui"
import type { ContactChoiceView, EditedText, SendOptionsView, TypedPeople } from "@smp/shared/ui"

/** Attached: on its way up, or there already. */
export interface ComposeFile {
  readonly key: string
  readonly upload: DraftUpload
}

export interface ComposeState {
  readonly people: TypedPeople
  readonly subject: string
  readonly edited: EditedText
  readonly files: readonly ComposeFile[]
  readonly options: SendOptionsView
  /** How people without a key come in; null: what the rules say first. */
  readonly contact: ContactChoiceView | null
  /** By address, where it is not the same for everybody. */
  readonly contacts: Readonly<Record<string, ContactChoiceView>>
  /** The message that is answered, with the quote that the host made harmless. */
  readonly reply: ReplyDraft | ForwardDraft | null
  readonly hasQuote: boolean
}

export function newState(reply: ReplyDraft | ForwardDraft | null): ComposeState {
  return {
    people: { to: reply?.to ?? [], cc: reply?.cc ?? [], bcc: [] },
    subject: reply?.subject ?? "",
    edited: { html: null, text: "" },
    files: [],
    options: startOptions(reply, Date.now()),
    contact: null,
    contacts: {},
    reply,
    hasQuote: reply !== null,
  }
}

/** Worth asking before it is lost. */
export function hasContent({ people, subject, edited, files, reply }: ComposeState): boolean {
  if (edited.text.trim() !== "" || files.length > 0) return true
  return reply === null && (subject.trim() !== "" || people.to.length + people.cc.length + people.bcc.length > 0)
}
