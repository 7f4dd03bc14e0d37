/** One mail in the form that nodemailer writes as RFC 5322. */
import type { SendMailOptions } from "nodemailer"
import type { Mail } from "./mailer.ts"

export function toMessage(mail: Mail): SendMailOptions {
  return {
    from: mail.from,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    headers: mail.headers,
    ...(mail.replyTo === null ? {} : { replyTo: mail.replyTo }),
    ...(mail.references.length === 0 ? {} : { references: [...mail.references], inReplyTo: mail.references.at(-1) ?? "" }),
    // Neither files nor URLs are ever read into a mail.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
