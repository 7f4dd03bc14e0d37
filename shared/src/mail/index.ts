/**
 * Mail as bytes: header fields, addresses, MIME parts, mailbox files (RFC 5322, 2045 to 2047, 2231, 4155).
 * Promises: what goes in comes out of any mail program the same; free text never makes a header field of its own; the
 * same input gives the same bytes; a file of any size passes through in pieces.
 * Never: reads more of a mail than a delivery report says, touches a network, knows what a secure message is but for its name.
 */
export { dateText, encodedWords, mailboxText } from "./header-fields.ts"
export type { MailAddress } from "./header-fields.ts"
export { readDeliveryReport } from "./delivery-report.ts"
export type { Undelivered } from "./delivery-report.ts"
export { mailboxSeparator } from "./mailbox-file.ts"
export { writeMail } from "./write-mail.ts"
export type { Mail, MailPart } from "./write-mail.ts"
