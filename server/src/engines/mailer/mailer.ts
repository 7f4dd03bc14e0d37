/**
 * The mailer: hands one mail to a mail server, or to the local outbox of a server that has none.
 * Promises: header values cannot add header fields; a failure says whether trying again makes sense.
 * Never: tries again by itself, keeps a mail, writes a subject or an address to a log.
 */
export interface Mailbox {
  readonly name: string
  readonly address: string
}

export interface Mail {
  /** With its angle brackets; the same at every try. */
  readonly messageId: string
  readonly date: Date
  readonly from: Mailbox
  readonly to: string
  readonly replyTo: Mailbox | null
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Message-IDs of earlier mails of the thread, oldest first. */
  readonly references: readonly string[]
  /** Further header fields. */
  readonly fields: Readonly<Record<string, string>>
}

/**
 * `refused`: for this mail it is over. `later`: the mail server asked for patience, or does not let us in.
 * `unreachable`: it was not there, or went away before it answered.
 */
export type MailFailure = "refused" | "later" | "unreachable"

export class MailNotSent extends Error {
  readonly failure: MailFailure
  /** The mail server's reply code, such as 550; null without an answer. */
  readonly replyCode: number | null

  constructor(failure: MailFailure, replyCode: number | null = null) {
    super(`mail ${failure}${replyCode === null ? "" : ` (${replyCode})`}`)
    this.name = "MailNotSent"
    this.failure = failure
    this.replyCode = replyCode
  }
}

export interface Mailer {
  /** Resolves when the mail server has taken the mail. @throws MailNotSent */
  send(mail: Mail): Promise<void>
  close(): Promise<void>
}
