/** Pooled SMTP: one connection serves many mails, which is ten times as fast as one for each. */
import { createTransport } from "nodemailer"
import { MailNotSent } from "./mailer.ts"
import type { Mailer } from "./mailer.ts"
import { dkimOptions, mimeOf } from "./mime.ts"
import type { Dkim } from "./mime.ts"

const CONNECTIONS = 5
const CONNECT_MS = 10_000
/** A mail server may take its time over DATA, but not for ever: a silent one must not hold a lease. */
const SILENCE_MS = 60_000

/**
 * `url`: smtp(s)://[user:password@]host[:port][?requireTLS=false]. Away from this machine STARTTLS is demanded unless
 * that says otherwise: mailbox codes travel here.
 */
export function smtpMailer(url: string, dkim: Dkim | null): Mailer {
  const { protocol, hostname, port, username, password, searchParams } = new URL(url)
  const secure = protocol === "smtps:"
  const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
  const transport = createTransport({
    pool: true,
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && !isLocal && searchParams.get("requireTLS") !== "false",
    ...(username === "" ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    maxConnections: CONNECTIONS,
    maxMessages: 1_000,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    ...dkimOptions(dkim),
  })
  return {
    send: async (mail) => {
      try {
        await transport.sendMail(mimeOf(mail))
      } catch (fault) {
        throw notSent(fault)
      }
    },
    close: () => Promise.resolve(transport.close()),
  }
}

/** Reply codes by RFC 5321 §4.2.1; 421 and failed sign-ins say nothing about the mail. */
function notSent(fault: unknown): MailNotSent {
  const { code, responseCode } = fault as { code?: unknown; responseCode?: unknown }
  const reply = typeof responseCode === "number" ? responseCode : null
  const isAboutUs = code === "EAUTH" || code === "ETLS" || code === "ENOAUTH" || code === "EOAUTH2"
  if (reply === null) return new MailNotSent(isAboutUs ? "later" : "unreachable")
  if (isAboutUs || reply < 500) return new MailNotSent("later", reply)
  return new MailNotSent("refused", reply)
}
