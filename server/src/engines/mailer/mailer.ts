/**
 * The SMTP Server's client side: one mail at a time, already written.
 * Promises: a resolved `send` means that the next server has taken the mail.
 */
export interface Mail {
  readonly from: { readonly name: string; readonly address: string }
  readonly to: string
  readonly replyTo: string | null
  readonly subject: string
  readonly text: string
  readonly html: string
  /** With angle brackets; the same at every repetition. */
  readonly messageId: string
  readonly references: readonly string[]
  readonly headers: Readonly<Record<string, string>>
}

export interface Mailer {
  /** @throws MailRefused when the server said no for good; any other error may pass */
  send(mail: Mail): Promise<void>
  close(): void
}

/** A permanent refusal (RFC 5321 §4.2.1, 5yz). */
export class MailRefused extends Error {
  /** Enhanced status or reply code, for the operator. */
  readonly status: string
  constructor(status: string) {
    super("the mail was refused")
    this.name = "MailRefused"
    this.status = status
  }
}
