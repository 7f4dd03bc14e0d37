/**
 * The notice that goes into the sender's own Sent folder: who, when, the reference and the link, nothing of the content,
 * not even the subject, because that folder may lie on a mail server.
 */
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
export function writeSentCopy(copy: SentCopy): string {
  const host = new URL(copy.origin).hostname
  const head = [
    ["Message-ID", `<${copy.id}@${host}>`],
    ["Date", new Date(copy.at).toUTCString().replace("GMT", "+0000")],
    ["From", mailbox(copy.from)],
    ["To", copy.to.map(mailbox).join(",\r\n ")],
    ...(copy.cc.length === 0 ? [] : [["Cc", copy.cc.map(mailbox).join(",\r\n ")]]),
    ["Subject", words(copy.text.subject)],
    ["X-Delivery-Slip", `${copy.reference.replaceAll("-", "").toLowerCase()}; origin=${copy.origin}`],
    ["MIME-Version", "1.0"],
    ["Content-Type", "text/plain; charset=utf-8"],
    ["Content-Transfer-Encoding", "base64"],
  ]
  const body = base64(`${copy.text.body}\n\n${copy.origin}/m/${copy.id}\n`).replace(/.{76}/g, "$&\r\n")
  return `${head
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}: ${value}`)
    .join("\r\n")}\r\n\r\n${body}\r\n`
}

/** Names are free text of somebody else: line ends and quotes never reach the header. */
function mailbox({ name, address }: Person): string {
  const safe = oneLine(address).replace(/[<>]/g, "")
  const shown = oneLine(name)
  if (shown === "") return `<${safe}>`
  return `${/^[A-Za-z0-9 .'-]+$/.test(shown) ? `"${shown}"` : words(shown)} <${safe}>`
}

const oneLine = (text: string) => text.replace(/\p{Cc}+/gu, " ").trim()

/** Encoded words (RFC 2047) of at most 75 characters, cut between characters; plain where ASCII is enough. */
function words(text: string): string {
  const line = oneLine(text)
  if (/^[\x20-\x7e]*$/.test(line) && !line.includes("=?")) return line
  const pieces: string[] = []
  let piece = ""
  for (const character of line) {
    if (new TextEncoder().encode(piece + character).length > 45) {
      pieces.push(piece)
      piece = ""
    }
    piece += character
  }
  return [...pieces, piece].map((one) => `=?UTF-8?B?${base64(one)}?=`).join("\r\n ")
}

const base64 = (text: string) => btoa(String.fromCodePoint(...new TextEncoder().encode(text)))
