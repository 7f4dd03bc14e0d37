/** Between the form and the draft that is kept. */
import { controlsOf, followed, optionsOf, uploadOf } from "@smp/shared/drafts"
import type { DraftContent } from "@smp/shared/drafts"
import { messageId } from "@smp/shared/wire"
import type { OrganizationId } from "@smp/shared/wire"
import type { ComposeState } from "./compose-state.ts"

export function toContent(state: ComposeState, org: OrganizationId): DraftContent {
  const { people, subject, edited, files, reply, hasQuote, options } = state
  const named = (list: ComposeState["people"]["to"]) => list.map(({ address, name }) => ({ address, name }))
  return {
    org,
    to: named(people.to),
    cc: named(people.cc),
    bcc: named(people.bcc),
    subject,
    html: edited.html,
    text: edited.text,
    quote: reply === null ? null : { html: reply.html, text: reply.text, on: hasQuote },
    fields: [],
    extension: [],
    files: files.flatMap(({ upload }) => upload.done ?? []),
    controls: controlsOf(options),
    modes: [...(state.contact === null ? [] : [["", state.contact] as const]), ...Object.entries(state.contacts)],
    thread: reply?.thread ?? null,
    origin: reply === null ? null : { kind: reply.follows.as, msg: reply.follows.msg },
  }
}

/** `quotable`: what was written by another client is made harmless again before it is shown or sent. */
export function fromContent(content: DraftContent, quotable: (html: string) => string): ComposeState {
  const { org, quote, thread, controls } = content
  return {
    people: { to: content.to, cc: content.cc, bcc: content.bcc },
    subject: content.subject,
    edited: { html: content.html, text: content.text ?? "" },
    files: content.files.map((file) => ({ key: file.file.entry.obj, upload: uploadOf(org, file) })),
    options: optionsOf(controls, Date.now()),
    reply:
      thread === null
        ? null
        : {
            org,
            to: content.to,
            cc: content.cc,
            subject: content.subject,
            html: quotable(quote?.html ?? ""),
            text: quote?.text ?? "",
            thread,
            hideSubject: controls.hideSubject,
            // They stand in the draft's own options.
            inherited: {},
            follows: followed(content) ?? { msg: messageId.parse(thread.prev[0]), as: "reply" },
          },
    hasQuote: quote?.on ?? false,
    contact: content.modes.find(([address]) => address === "")?.[1] ?? null,
    contacts: Object.fromEntries(content.modes.filter(([address]) => address !== "")),
  }
}
