/**
 * Is this mail a notice of the configured server? Only if its header field and its link agree on that server and on one
 * message: everything in a mail can be forged, so nothing else in it is believed, and what it opens proves itself.
 */
export type Notice = { kind: "none" } | { kind: "foreign" } | { kind: "notice"; id: string }

const NOTICE_FIELD = "x-delivery-slip"
const field = /^[0-9a-z_-]{1,40}\s*;\s*origin=(\S{1,200})$/i
const link = /https?:\/\/[^\s"'<>]{1,200}\/m\/(msg_[0-7][0-9a-hjkmnp-tv-z]{25})(?![0-9a-z])/g

/** `headers`: names in lower case. `texts`: the decoded text parts. */
export function readNotice(
  mail: { headers: Record<string, string[]>; texts: string[] },
  server: string | null,
): Notice {
  const values = mail.headers[NOTICE_FIELD] ?? []
  if (values.length === 0) return { kind: "none" }
  const origin = values.length === 1 ? field.exec(values[0]?.trim() ?? "")?.[1] : undefined
  if (server === null || origin !== server) return { kind: "foreign" }
  const links = new Set(mail.texts.flatMap((text) => [...text.matchAll(link)].map(([whole]) => whole)))
  const [only] = links
  if (links.size !== 1 || only === undefined) return { kind: "foreign" }
  const id = only.slice(only.lastIndexOf("/") + 1)
  return only === `${server}/m/${id}` ? { kind: "notice", id } : { kind: "foreign" }
}
