/** A secure reply: an ordinary compose window of Thunderbird that remembers what it answers, and never sends by itself. */
import { toBase64url } from "@smp/shared/bytes"
import { replyDraft } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import { quotableHtml } from "@smp/shared/read/render"
import { draftMemory } from "../../draft-memory.ts"
import type { Person } from "../../host/draft-reading.ts"
import { drafts } from "../../host/thunderbird-host.ts"

export interface ReplyOptions {
  readonly mode: "reply" | "all"
  /** First line of the quote. */
  readonly attribution: string
  /** The signed-in address: the reply is written by the identity that can sign it. */
  readonly address: string
}

/** @returns the compose window's tab. */
export async function beginReply(
  message: OpenedMessage,
  { mode, attribution, address }: ReplyOptions,
): Promise<number> {
  const sanitized = message.html === null ? {} : { sanitizedHtml: quotableHtml(message.html) }
  const reply = replyDraft(message, mode, { attribution, ...sanitized })
  const tabId = await drafts.begin(
    {
      to: reply.to.map(mailbox),
      cc: reply.cc.map(mailbox),
      subject: reply.subject,
      body: reply.html,
      isPlainText: false,
    },
    address,
  )
  await draftMemory.set(tabId, "mark", "reply")
  await draftMemory.set(tabId, "thread", {
    org: reply.org,
    root: reply.thread.root,
    prev: reply.thread.prev[0],
    hash: toBase64url(reply.thread.prev[1]),
    hideSubject: reply.hideSubject,
  })
  return tabId
}

/** Quotes and line ends in a name would end it early. */
const mailbox = ({ name, address }: Person): string =>
  name === "" ? address : `"${name.replace(/["\\\r\n]/g, " ")}" <${address}>`
