/** The server's clear columns as bytes and values, for the comparison with the signed slip (docs/PROTOCOL.md §4.4). */
import { fromBase64url } from "../bytes/index.ts"
import type { Columns } from "../slip/index.ts"
import type { ColumnsText } from "../wire/index.ts"

/** Nothing is corrected or filled in: what the server says is what is compared. */
export function columnsOfReply(text: ColumnsText): { readonly [Name in keyof Columns]?: unknown } {
  const { from, to, cc, bcc, subject, sentAt, ctl, thread, ext, objects } = text
  return {
    from,
    to,
    cc,
    bcc,
    subject,
    sentAt,
    ctl,
    ext,
    objects,
    thread: thread === null ? null : { root: thread.root, prev: [thread.prev[0], fromBase64url(thread.prev[1])] },
  }
}
