/** An opened message as RFC 5322 mail: the header fields that people saw, the texts, pictures, files, and the slip. */
import { safeFileName, utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { dateText, encodedWords, mailboxText, writeMail } from "../mail/index.ts"
import type { MailAddress, MailPart } from "../mail/index.ts"
import type { OpenedAttachment, OpenedMessage, Person } from "../read/index.ts"
import { encodeSlip } from "../slip/index.ts"

/** What a mail file shows of a message that was opened and checked. */
export type MailFacts = Pick<
  OpenedMessage,
  "id" | "reference" | "slip" | "subject" | "from" | "to" | "cc" | "bcc" | "sentAt" | "html" | "text" | "attachments"
>

export interface MailCopy {
  readonly message: MailFacts
  /** The file in order, checked. */
  readonly open: (file: OpenedAttachment) => AsyncIterable<Bytes>
  /** Address of the server: names the message for mail programs. */
  readonly origin: string
  /** The Delivery Slip in words, in the host's language. */
  readonly slipText: string
}

/** Throws open-failed at the first wrong byte of a file: what came before it is then no mail. */
export function mailFileOf(copy: MailCopy): AsyncGenerator<Bytes> {
  const { message } = copy
  const { from, to, cc, bcc, sentAt, subject, slip } = message
  const id = (name: string) => `<${name}@${new URL(copy.origin).hostname}>`
  const earlier = slip.thread === null ? [] : [...new Set([slip.thread.root, slip.thread.prev[0]])].map(id)
  return writeMail({
    seed: message.id,
    fields: [
      ["Message-ID", id(message.id)],
      ["Date", dateText(sentAt)],
      ["From", mailboxText([toMailbox(from)])],
      ["To", mailboxText(to.map(toMailbox))],
      ["Cc", mailboxText(cc.map(toMailbox))],
      ["Bcc", mailboxText(bcc.map(toMailbox))],
      ["Subject", encodedWords(subject ?? "")],
      ["In-Reply-To", earlier.at(-1) ?? ""],
      ["References", earlier.join("\r\n ")],
    ],
    body: bodyOf(copy),
  })
}

/** `2026-11-27 Subject.eml`, safe on every disk. */
export function mailFileName({ message }: Pick<MailCopy, "message">): string {
  const day = new Date(message.sentAt).toISOString().slice(0, 10)
  const words = (message.subject ?? "")
    .replace(/[/\\:*?"<>|]+/g, " ")
    .trim()
    .slice(0, 80)
  return safeFileName(`${day} ${words === "" ? message.reference : words}.eml`)
}

function bodyOf(copy: MailCopy): MailPart {
  const { message } = copy
  const text = message.text ?? ""
  const plain: MailPart = { type: "text/plain; charset=utf-8", content: () => [utf8(text)] }
  const pictures = message.attachments.filter(isPicture)
  const files = message.attachments.filter((file) => !isPicture(file))
  return {
    multipart: "mixed",
    parts: [
      message.html === null
        ? plain
        : { multipart: "alternative", parts: [plain, htmlOf(copy, message.html, pictures)] },
      ...files.map((file) => filePart(copy, file)),
      {
        type: "text/plain; charset=utf-8",
        name: "delivery-slip.txt",
        disposition: "attachment",
        content: () => [utf8(copy.slipText)],
      },
      {
        type: "application/cbor",
        name: "delivery-slip.cbor",
        disposition: "attachment",
        content: () => [encodeSlip(message.slip)],
      },
    ],
  }
}

function htmlOf(copy: MailCopy, html: string, pictures: readonly OpenedAttachment[]): MailPart {
  const shown: MailPart = { type: "text/html; charset=utf-8", content: () => [utf8(html)] }
  if (pictures.length === 0) return shown
  return { multipart: "related", parts: [shown, ...pictures.map((picture) => filePart(copy, picture))] }
}

function filePart({ open }: MailCopy, file: OpenedAttachment): MailPart {
  return {
    type: /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : "application/octet-stream",
    name: file.name,
    disposition: isPicture(file) ? "inline" : "attachment",
    cid: file.cid,
    content: () => open(file),
  }
}

const isPicture = (file: OpenedAttachment) => file.disposition === "inline" && file.cid !== null
const toMailbox = ({ address, name }: Person): MailAddress => ({ address, name })
