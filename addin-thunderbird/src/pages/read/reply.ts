/** A secure reply: an ordinary compose window of Thunderbird that remembers what it answers, and never sends by itself. */
import { toBase64url } from "@smp/shared/bytes"
import { replyDraft } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import { quotableHtml } from "@smp/shared/read/render"
import { askForReply } from "../../background/page-requests.ts"
import type { Person } from "../../host/draft-reading.ts"

export interface ReplyOptions {
  readonly mode: "reply" | "all"
  /** First line of the quote. */
  readonly attribution: string
  /** The signed-in address: the reply is written by the identity that can sign it. */
  readonly address: string
}

export async function beginReply(message: OpenedMessage, { mode, attribution, address }: ReplyOptions): Promise<void> {
  const sanitized = message.html === null ? {} : { sanitizedHtml: quotableHtml(message.html) }
  const reply = replyDraft(message, mode, { attribution, ...sanitized })
  const [prev, hash] = reply.thread.prev
  await askForReply({
    kind: "reply",
    sender: address,
    to: reply.to.map(mailbox),
    cc: reply.cc.map(mailbox),
    subject: reply.subject,
    html: reply.html,
    thread: { org: reply.org, root: reply.thread.root, prev, hash: toBase64url(hash), hideSubject: reply.hideSubject },
  })
}

/** Quotes and line ends in a name would end it early. */
const mailbox = ({ name, address }: Person): string =>
  name === "" ? address : `"${name.replace(/["\\\r\n]/g, " ")}" <${address}>`
