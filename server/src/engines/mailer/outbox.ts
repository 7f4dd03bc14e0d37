/** The local outbox: without SMTP settings, on a loopback origin, mails go to a file that a person can read. */
import { appendFile, readFile } from "node:fs/promises"
import { createTransport } from "nodemailer"
import type { Mailer } from "./mailer.ts"
import { toMessage } from "./message.ts"

export interface OutboxMail {
  readonly to: string
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly raw: string
  readonly at: string
}

export function outboxMailer(file: string, now: () => number): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: "unix" })
  return {
    send: async (mail) => {
      const { message } = await transport.sendMail(toMessage(mail))
      const { to, subject, text, html } = mail
      const entry: OutboxMail = { to, from: mail.from.address, subject, text, html, raw: String(message), at: new Date(now()).toISOString() }
      // One write of one line: processes that append at once do not mix.
      await appendFile(file, `${JSON.stringify(entry)}\n`, { mode: 0o600, flush: true })
    },
    close: () => transport.close(),
  }
}

/** Newest last; a torn last line after a kill is left out. */
export async function readOutbox(file: string): Promise<OutboxMail[]> {
  const text = await readFile(file, "utf8").catch(() => "")
  return text.split("\n").flatMap((line) => {
    try {
      return line === "" ? [] : [JSON.parse(line) as OutboxMail]
    } catch {
      return []
    }
  })
}
