/** A mail in the form that nodemailer takes; whatever people typed is made harmless for header fields here, once. */
import { readFileSync } from "node:fs"
import type { SendMailOptions } from "nodemailer"
import type { Mail, Mailbox } from "./mailer.ts"

export interface Dkim {
  readonly domainName: string
  readonly keySelector: string
  readonly keyFile: string
}

const MOST_NAME = 120

/** One line, without controls or characters that turn the direction of text. */
export function headerText(text: string): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu, "")
  return line.replace(/ {2,}/g, " ").trim()
}

function box({ name, address }: Mailbox): { name: string; address: string } {
  return { name: headerText(name).slice(0, MOST_NAME).toWellFormed(), address }
}

export function mimeOf(mail: Mail): SendMailOptions {
  const { messageId, date, subject, text, html, references, fields } = mail
  return {
    messageId,
    date,
    from: box(mail.from),
    to: { name: "", address: mail.to },
    ...(mail.replyTo === null ? {} : { replyTo: box(mail.replyTo) }),
    subject: headerText(subject),
    text,
    html,
    // Lines of any length and any script, byte for byte the same wherever it is read.
    textEncoding: "quoted-printable",
    ...(references.length === 0 ? {} : { references: [...references], inReplyTo: references.at(-1) ?? "" }),
    headers: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, headerText(value)])),
    disableFileAccess: true,
    disableUrlAccess: true,
    xMailer: false,
  }
}

export function dkimOptions(dkim: Dkim | null) {
  if (dkim === null) return {}
  const { domainName, keySelector, keyFile } = dkim
  return { dkim: { domainName, keySelector, privateKey: readFileSync(keyFile, "utf8") } }
}
