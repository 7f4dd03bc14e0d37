/** Why an Outlook draft cannot be sent, beyond what every host can say. */
export type DraftProblemCode =
  /** A distribution list that only the mail server can expand. */
  | "mailing-list"
  /** Outlook is still uploading attachments. */
  | "uploads-pending"
  /** The text went on changing while it was read. */
  | "still-changing"
  | "too-many-recipients"
  | "draft-unreadable"
  /** A file above the size that Outlook gives to an add-in. */
  | "larger-than-outlook-gives"

export class DraftProblem extends Error {
  readonly code: DraftProblemCode
  /** Names that the reason is about. */
  readonly names: readonly string[]
  constructor(code: DraftProblemCode, names: readonly string[] = [], cause?: unknown) {
    super(`The draft cannot be sent (${code}).`, cause === undefined ? undefined : { cause })
    this.name = "DraftProblem"
    this.code = code
    this.names = names
  }
}
