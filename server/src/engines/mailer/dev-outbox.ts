/**
 * The local outbox: where mail goes on a loopback server without a mail server, one JSON line each.
 * Mailbox codes lie here too; that is the stated exception to keeping them in memory, and why it is loopback only.
 */
import { appendFileSync, existsSync, openSync, readSync, fstatSync, closeSync } from "node:fs"
import { join } from "node:path"
import { createTransport } from "nodemailer"
import * as z from "zod"
import type { Mailer } from "./mailer.ts"
import { mimeOf } from "./mime.ts"

/** As /dev/outbox.json shows it. */
const outboxMail = z.strictObject({
  to: z.string(),
  from: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  raw: z.string(),
  at: z.string(),
})
export type OutboxMail = z.output<typeof outboxMail>

const MOST_BYTES = 64 << 20

export function outboxFile(dataDir: string): string {
  return join(dataDir, "outbox.jsonl")
}

export function devOutbox(file: string): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: "windows" })
  return {
    send: async (mail) => {
      const { message } = await transport.sendMail(mimeOf(mail))
      const { name, address } = mail.from
      const entry: OutboxMail = {
        to: mail.to,
        from: name === "" ? address : `"${name.replaceAll('"', "")}" <${address}>`,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        raw: Buffer.isBuffer(message) ? message.toString("utf8") : "",
        at: new Date().toISOString(),
      }
      // One write of one line: two processes append here, and a reader never sees half a mail.
      appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 })
    },
    close: () => Promise.resolve(transport.close()),
  }
}

/** The newest mails, newest last; at most the last 64 MiB of the file. */
export function readOutbox(file: string): OutboxMail[] {
  if (!existsSync(file)) return []
  const handle = openSync(file, "r")
  try {
    const { size } = fstatSync(handle)
    const start = Math.max(0, size - MOST_BYTES)
    const bytes = Buffer.alloc(size - start)
    const length = readSync(handle, bytes, 0, bytes.length, start)
    const lines = bytes.subarray(0, length).toString("utf8").split("\n")
    // The last piece is empty or half written; the first is cut when the file is longer than what is read.
    const whole = lines.slice(start > 0 ? 1 : 0, -1)
    return whole.map((line) => outboxMail.parse(JSON.parse(line)))
  } finally {
    closeSync(handle)
  }
}
