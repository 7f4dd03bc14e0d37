/**
 * Export: what people take away with them: one message as mail (`.eml`), locked for an age recipient (`.eml.age`), a
 * whole mailbox as mailbox files (docs/PROTOCOL.md §8).
 * Promises: only what was verified is written; headers, both texts, pictures and files are all there.
 * Never: writes to a disk (the host does), calls a file complete before its last byte was checked.
 */
export { mailFileOf, mailFileName } from "./mail-file.ts"
export type { MailCopy, MailFacts } from "./mail-file.ts"
export { isAgeRecipient, lockForAge } from "./age-file.ts"
