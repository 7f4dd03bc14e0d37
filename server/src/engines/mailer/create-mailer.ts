/** The mailer that the settings ask for. */
import { devOutbox, outboxFile } from "./dev-outbox.ts"
import type { Mailer } from "./mailer.ts"
import type { Dkim } from "./mime.ts"
import { smtpMailer } from "./smtp-mailer.ts"

export interface MailSettings {
  readonly smtp: { readonly url: string } | null
  readonly dkim: Dkim | null
  readonly dataDir: string
  readonly isLoopback: boolean
}

/** Throws when there is no mail server and the origin is not loopback: nobody may read others' codes at /dev/outbox. */
export function createMailer({ smtp, dkim, dataDir, isLoopback }: MailSettings): Mailer {
  if (smtp !== null) return smtpMailer(smtp.url, dkim)
  if (!isLoopback) throw new Error("SMTP_URL is needed when the origin is not loopback.")
  return devOutbox(outboxFile(dataDir))
}
