/** Mailbox files (mbox, RFC 4155): mails one after the other, each behind a line that begins with `From `. */
import { utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

/**
 * The line before a mail. `writeMail` makes no line that begins with `From `: its fields have a colon there, and its
 * contents are base64; so nothing needs to be quoted.
 */
export function mailboxSeparator(sender: string, at: number, isFirst: boolean): Bytes {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, "0")
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(":")
  const day = `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2, " ")}`
  const from = /^[\x21-\x7e]+$/.test(sender) ? sender : "MAILER-DAEMON"
  return utf8(`${isFirst ? "" : "\r\n"}From ${from} ${day} ${time} ${date.getUTCFullYear()}\r\n`)
}
