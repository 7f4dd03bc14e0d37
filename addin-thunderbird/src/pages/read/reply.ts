/**
 * A secure answer: an ordinary compose window of Thunderbird that remembers what it answers or passes on, and never sends
 * by itself. Files that are passed on stay on the server: the window names them, the send lists them again.
 */
import { toBase64url } from "@smp/shared/bytes"
import { forwardDraft, replyDraft } from "@smp/shared/read"
import type { OpenedMessage, ReplyDraft } from "@smp/shared/read"
import { quotableHtml } from "@smp/shared/read/render"
import { askForReply } from "../../background/page-requests.ts"
import type { Person } from "../../host/draft-reading.ts"

export interface AnswerOptions {
  /** First line of a quote, or the lines above the text that is passed on. */
  readonly attribution: string
  /** The signed-in address: the answer is written by the identity that can sign it. */
  readonly address: string
}

export function beginReply(message: OpenedMessage, mode: "reply" | "all", options: AnswerOptions): Promise<void> {
  return begin(replyDraft(message, mode, quoting(message, options)), [], options)
}

export function beginForward(message: OpenedMessage, options: AnswerOptions): Promise<void> {
  const draft = forwardDraft(message, quoting(message, options))
  return begin(
    draft,
    draft.attachments.filter(isPassedOn).map(({ obj }) => obj),
    options,
  )
}

/** Pictures inside the text are not quoted, so they do not go along. */
export const isPassedOn = ({ cid }: { readonly cid: string | null }): boolean => cid === null

const quoting = (message: OpenedMessage, { attribution }: AnswerOptions) => ({
  attribution,
  ...(message.html === null ? {} : { sanitizedHtml: quotableHtml(message.html) }),
})

async function begin(draft: ReplyDraft, files: string[], { address }: AnswerOptions): Promise<void> {
  const [prev, hash] = draft.thread.prev
  await askForReply({
    kind: "reply",
    sender: address,
    to: draft.to.map(mailbox),
    cc: draft.cc.map(mailbox),
    subject: draft.subject,
    html: draft.html,
    thread: {
      org: draft.org,
      root: draft.thread.root,
      prev,
      hash: toBase64url(hash),
      hideSubject: draft.hideSubject,
      as: draft.follows.as,
      files,
      inherited: draft.inherited,
    },
  })
}

/** Quotes and line ends in a name would end it early. */
const mailbox = ({ name, address }: Person): string =>
  name === "" ? address : `"${name.replace(/["\\\r\n]/g, " ")}" <${address}>`
