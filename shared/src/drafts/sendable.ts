/** A draft as the send takes it. */
import type { Account } from "../account/index.ts"
import { linesAsHtml } from "../bytes/index.ts"
import type { Draft, SendOptions } from "../send/index.ts"
import { messageId } from "../wire/index.ts"
import type { DraftContent } from "./draft-body.ts"
import { uploadOf } from "./draft-upload.ts"

/** `now`: from when an end that was chosen as a span is counted. */
export function sendableDraft(
  account: Account,
  content: DraftContent,
  now: number,
): { readonly draft: Draft; readonly options: Partial<SendOptions> } {
  const { org, quote, controls } = content
  const quoted = quote?.on === true ? quote : null
  const end = controls.end
  const isRich = content.html !== null || quoted !== null
  return {
    draft: {
      from: { address: account.address, name: account.name },
      to: content.to,
      cc: content.cc,
      bcc: content.bcc,
      subject: content.subject.trim(),
      html: isRich ? `${content.html ?? `<p>${linesAsHtml(content.text ?? "")}</p>`}${quoted?.html ?? ""}` : null,
      text: content.text === null && quoted === null ? null : `${content.text ?? ""}${quoted?.text ?? ""}`,
      attachments: content.files.map((file) => uploadOf(org, file).attachment),
      thread: content.thread,
      follows: followed(content),
    },
    options: {
      hideSubject: controls.hideSubject,
      reply: controls.reply,
      replyAll: controls.replyAll,
      forward: controls.forward,
      label: controls.label,
      receipts: controls.receipts,
      shared: controls.shared ?? true,
      password: controls.fyeo !== 0,
      expires: end === null ? null : end[0] === "at" ? end[1] : now + end[1],
      fields: content.fields,
      extension: content.extension,
      firstContact: Object.fromEntries(content.modes.filter(([address]) => address !== "")),
      firstContactOfAll: content.modes.find(([address]) => address === "")?.[1] ?? null,
    },
  }
}

/** What the draft answers or passes on, as the commit names it. */
export function followed({ origin }: DraftContent): NonNullable<Draft["follows"]> | null {
  return origin === null
    ? null
    : { msg: messageId.parse(origin.msg), as: origin.kind === "forward" ? "forward" : "reply" }
}
