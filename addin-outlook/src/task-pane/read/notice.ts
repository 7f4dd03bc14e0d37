/**
 * Is this mail a notice of our server? Only if its header field and its link agree on that server and on one message:
 * everything in a mail can be forged, so nothing else in it is believed, and what it opens proves itself.
 */
import { HEADER } from "../../guard/marks.ts"

export type Notice =
  | { readonly kind: "none" }
  | { readonly kind: "foreign" }
  | { readonly kind: "notice"; readonly id: string }

const FIELD = "x-delivery-slip"
const WRITTEN = /^[0-9a-z_-]{1,40}\s*;\s*origin=(\S{1,200})$/i
const LINK = /https?:\/\/[^\s"'<>]{1,200}\/m\/(msg_[0-7][0-9a-hjkmnp-tv-z]{25})(?![0-9a-z])/g

/** @param headers as received; "" where Outlook does not give them: then the link alone decides. */
export function readNotice(
  mail: { readonly headers: string; readonly texts: readonly string[] },
  server: string,
): Notice {
  const links = new Set(mail.texts.flatMap((text) => [...text.matchAll(LINK)].map(([whole]) => whole)))
  const [only] = links
  const fields = fieldsOf(mail.headers)
  const origins = fields.get(FIELD) ?? []
  const marked = fields.get(HEADER) ?? []
  const isMarked = origins.length + marked.length > 0
  if (mail.headers !== "" && !isMarked) return { kind: "none" }
  if (links.size !== 1 || only === undefined) return { kind: isMarked ? "foreign" : "none" }
  const id = only.slice(only.lastIndexOf("/") + 1)
  const isNamed = origins.every((value) => WRITTEN.exec(value)?.[1] === server) && origins.length <= 1
  const isOwn = marked.every((value) => value === id) && marked.length <= 1
  return only === `${server}/m/${id}` && isNamed && isOwn ? { kind: "notice", id } : { kind: "foreign" }
}

/** Names in lower case; folded lines joined (RFC 5322 §2.2.3). */
function fieldsOf(headers: string): Map<string, string[]> {
  const fields = new Map<string, string[]>()
  for (const line of headers.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const colon = line.indexOf(":")
    if (colon < 1) continue
    const name = line.slice(0, colon).trim().toLowerCase()
    fields.set(name, [...(fields.get(name) ?? []), line.slice(colon + 1).trim()])
  }
  return fields
}
