/** A draft as Thunderbird shows it, read once. */
export interface Person {
  address: string
  name: string
}
interface ReadAttachment {
  id: number
  name: string
  file: File
}
export interface DraftReading {
  from: Person
  identityId: string | null
  to: Person[]
  cc: Person[]
  bcc: Person[]
  subject: string
  /** null for a plain text draft. */
  html: string | null
  text: string
  attachments: ReadAttachment[]
  /** The mail in Drafts from which this window was opened. */
  draftOf: number | null
}

/** Two readings are of the same content exactly when this text is the same. Files by name, size and date, not by content. */
export function fingerprint(reading: DraftReading): string {
  const { from, to, cc, bcc, subject, html, text } = reading
  const files = reading.attachments.map((one) => [one.id, one.name, one.file.size, one.file.lastModified])
  return JSON.stringify([from, to, cc, bcc, subject, html ?? text, files])
}
