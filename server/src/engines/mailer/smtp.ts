/** Mail out by SMTP: pooled connections, optional DKIM. */
import { readFileSync } from "node:fs"
import { createTransport } from "nodemailer"
import type SMTPPool from "nodemailer/lib/smtp-pool/index.js"
import { MailRefused } from "./mailer.ts"
import type { Mailer } from "./mailer.ts"
import { toMessage } from "./message.ts"

export interface SmtpSettings {
  readonly url: string
  readonly dkim: { readonly domainName: string; readonly keySelector: string; readonly keyFile: string } | null
}

const PERMANENT_AFTER = 500
/** 421: busy; 450–452 and greylisting come as 4yz anyway. */
const PASSING = new Set([421])

export function smtpMailer({ url, dkim }: SmtpSettings): Mailer {
  const target = new URL(url)
  const options: SMTPPool.Options = {
    pool: true,
    maxConnections: 5,
    host: target.hostname,
    port: Number(target.port || (target.protocol === "smtps:" ? 465 : 25)),
    secure: target.protocol === "smtps:",
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    ...(target.username === "" ? {} : { auth: { user: decodeURIComponent(target.username), pass: decodeURIComponent(target.password) } }),
    ...(dkim === null ? {} : { dkim: { domainName: dkim.domainName, keySelector: dkim.keySelector, privateKey: readFileSync(dkim.keyFile, "utf8") } }),
  }
  const transport = createTransport(options)
  return {
    send: async (mail) => {
      try {
        await transport.sendMail(toMessage(mail))
      } catch (error) {
        const code = error instanceof Error && "responseCode" in error ? Number(error.responseCode) : 0
        if (code >= PERMANENT_AFTER && !PASSING.has(code)) throw new MailRefused(String(code))
        throw error
      }
    },
    close: () => transport.close(),
  }
}
