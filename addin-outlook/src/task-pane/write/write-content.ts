/** Between what is written in the pane and the draft that every client of the author goes on with. */
import { linesAsHtml } from "@smp/shared/bytes"
import { controlsOf, followed, optionsOf, uploadOf } from "@smp/shared/drafts"
import type { DraftContent, DraftFile, DraftUpload } from "@smp/shared/drafts"
import type { Mailbox } from "@smp/shared/send"
import type { EditedText } from "@smp/shared/ui"
import type { WriteState } from "./write-state.ts"

/** `files`: those that are up. */
export function contentOf(writing: WriteState, files: readonly DraftFile[]): DraftContent {
  const { org, people, subject, options, contact, contacts, below, thread, follows } = writing
  const named = (list: readonly Mailbox[]) => list.map(({ address, name }) => ({ address, name }))
  return {
    org,
    to: named(people.to),
    cc: named(people.cc),
    bcc: named(people.bcc),
    subject,
    ...ownText(writing),
    quote: below?.kind === "reply" ? { html: below.html, text: below.text, on: true } : null,
    fields: [],
    extension: [],
    files: files.map(asAttachment),
    controls: controlsOf(options),
    modes: [...(contact === null ? [] : [["", contact] as const]), ...Object.entries(contacts)],
    thread,
    origin: follows === null ? null : { kind: follows.as, msg: follows.msg },
  }
}

/** What came out of Outlook's draft becomes part of the own text: no other client has a place for it. */
function ownText({ edited, below }: WriteState): EditedText {
  if (below?.kind !== "outlook") return edited
  const own = edited.text.trim() === "" ? "" : (edited.html ?? `<p>${linesAsHtml(edited.text)}</p>`)
  return { html: `${own}${below.html}`, text: `${own === "" ? "" : `${edited.text}\n\n`}${below.text}` }
}

/** Pictures of that text stand beside it from then on, so that none gets lost. */
const asAttachment = ({ suite, file }: DraftFile): DraftFile => ({
  suite,
  file: { ...file, entry: { ...file.entry, cid: null, disp: "attachment" } },
})

export interface OpenedWriting {
  readonly writing: WriteState
  readonly uploads: readonly DraftUpload[]
}

/** `quotable`: what another client wrote is made harmless before it is sent on. */
export function writingOf(content: DraftContent, quotable: (html: string) => string): OpenedWriting {
  const { org, to, cc, bcc, quote, thread, modes } = content
  const uploads = content.files.map((file) => uploadOf(org, file))
  return {
    uploads,
    writing: {
      org,
      people: { to, cc, bcc },
      subject: content.subject,
      options: optionsOf(content.controls, Date.now()),
      contact: modes.find(([address]) => address === "")?.[1] ?? null,
      contacts: Object.fromEntries(modes.filter(([address]) => address !== "")),
      edited: { html: content.html, text: content.text ?? "" },
      files: uploads.map(({ attachment }) => attachment),
      below: quote?.on === true ? { kind: "reply", html: quotable(quote.html), text: quote.text } : null,
      thread,
      follows: followed(content),
    },
  }
}
