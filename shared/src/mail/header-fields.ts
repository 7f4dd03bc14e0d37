/** Values of header fields: ASCII, folded, whatever people put into names and subjects. */
import { toBase64, utf8 } from "../bytes/index.ts"

export interface MailAddress {
  readonly name: string
  readonly address: string
}

/** RFC 5322 date and time, in UTC. */
export function dateText(at: number): string {
  return new Date(at).toUTCString().replace("GMT", "+0000")
}

/** Encoded words (RFC 2047) of at most 75 characters, cut between characters; plain where ASCII is enough. */
export function encodedWords(text: string): string {
  const line = oneLine(text)
  return /^[\x20-\x7e]{0,70}$/.test(line) && !line.includes("=?") ? line : encoded(line)
}

function encoded(line: string): string {
  const pieces: string[] = []
  let piece = ""
  for (const character of line) {
    if (utf8(piece + character).length > 45) {
      pieces.push(piece)
      piece = ""
    }
    piece += character
  }
  return [...pieces, piece].map((one) => `=?UTF-8?B?${toBase64(utf8(one))}?=`).join("\r\n ")
}

/** `"Name" <address>`, one to a line. Names are free text of somebody else: quotes and line ends never reach the field. */
export function mailboxText(people: readonly MailAddress[]): string {
  return people.map(oneMailbox).join(",\r\n ")
}

function oneMailbox({ name, address }: MailAddress): string {
  const safe = oneLine(address).replace(/[<>]/g, "")
  const shown = oneLine(name)
  if (shown === "") return `<${safe}>`
  return `${/^[A-Za-z0-9 .'-]{1,60}$/.test(shown) ? `"${shown}"` : encoded(shown)} <${safe}>`
}

/** A parameter that may hold any text: plain for old programs, exact by RFC 2231 for all others. */
export function textParameter(name: string, value: string): string {
  const plain = oneLine(value).replace(/[^\x20-\x7e]|["\\]/g, "_")
  if (plain === value && value.length < 60) return `;\r\n ${name}="${plain}"`
  const exact = encodeURIComponent(oneLine(value)).replace(/['()*!]/g, escapedByte)
  return `;\r\n ${name}="${plain.slice(0, 60)}"${continued(name, exact)}`
}

/** RFC 2231 §3: numbered pieces, none cut within an escaped byte. */
function continued(name: string, exact: string): string {
  const pieces = exact.match(/(?:%[0-9A-F]{2}|[^%]){1,18}/g) ?? []
  return pieces.map((piece, at) => `;\r\n ${name}*${at}*=${at === 0 ? "UTF-8''" : ""}${piece}`).join("")
}

const escapedByte = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
const oneLine = (text: string) =>
  text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, " ")
    .trim()
