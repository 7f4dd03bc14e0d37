/**
 * The notice that goes into the sender's own Sent folder: who, when, the reference and the link, nothing of the content,
 * not even the subject, because that folder may lie on a mail server.
 */
import { fromUtf8, utf8 } from "@smp/shared/bytes"
import { dateText, encodedWords, mailboxText, writeMail } from "@smp/shared/mail"
import type { Person } from "./draft-reading.ts"

export interface SentCopy {
  readonly origin: string
  readonly id: string
  /** As people read it: 7HK2-PQ9D. */
  readonly reference: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly from: Person
  readonly to: readonly Person[]
  readonly cc: readonly Person[]
  readonly text: { readonly subject: string; readonly body: string }
}

/** An RFC 5322 mail in ASCII, lines ended by CRLF. */
export async function writeSentCopy(copy: SentCopy): Promise<string> {
  const host = new URL(copy.origin).hostname
  const body = `${copy.text.body}\n\n${copy.origin}/m/${copy.id}\n`
  const mail = writeMail({
    seed: copy.id,
    fields: [
      ["Message-ID", `<${copy.id}@${host}>`],
      ["Date", dateText(copy.at)],
      ["From", mailboxText([copy.from])],
      ["To", mailboxText(copy.to)],
      ["Cc", mailboxText(copy.cc)],
      ["Subject", encodedWords(copy.text.subject)],
      ["X-Delivery-Slip", `${copy.reference.replaceAll("-", "").toLowerCase()}; origin=${copy.origin}`],
    ],
    body: { type: "text/plain; charset=utf-8", content: () => [utf8(body)] },
  })
  let text = ""
  for await (const piece of mail) text += fromUtf8(piece)
  return text
}
