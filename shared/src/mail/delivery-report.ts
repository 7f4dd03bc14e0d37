/**
 * A mail that says that another one was not delivered (RFC 3462, 3464): which notice it was, and for whom. Nobody signs
 * such mails, so what is found is a hint, never a proof.
 */

export interface Undelivered {
  /** `msg_…` of the notice that came back. */
  readonly message: string
  /** For whom, as the mail server wrote it; lower case. */
  readonly address: string
  /** RFC 3463, such as 5.1.1. */
  readonly status: string
}

interface Part {
  readonly fields: ReadonlyMap<string, string>
  readonly body: string
}

/** Of more, the rest is not looked at. */
const MOST_CHARACTERS = 256 * 1024
const MOST_PARTS = 50
const DEEPEST = 4
const IDENTIFIER = /msg_[0-7][0-9a-hjkmnp-tv-z]{25}/

/** Refused for good, each recipient once. Whatever is no such report gives nothing. */
export function readDeliveryReport(mail: string): Undelivered[] {
  const parts = flatten(partOf(mail.slice(0, MOST_CHARACTERS).replace(/\r\n?/g, "\n")), DEEPEST)
  const message = parts.map(messageOf).find((found) => found !== null) ?? null
  if (message === null) return []
  const groups = parts
    .filter((part) => typeOf(part) === "message/delivery-status")
    .flatMap(({ body }) => body.split(/\n[ \t]*\n/).map(fieldsOf))
  const found = new Map<string, Undelivered>()
  for (const group of groups) {
    const [, address] = /^\s*rfc822\s*;\s*<?([^\s<>;]+@[^\s<>;]+)>?\s*$/i.exec(group.get("final-recipient") ?? "") ?? []
    const [status] = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(group.get("status") ?? "") ?? []
    const isFailed = /^\s*failed\b/i.test(group.get("action") ?? "")
    if (address === undefined || status === undefined || !isFailed) continue
    found.set(address.toLowerCase(), { message, address: address.toLowerCase(), status })
  }
  return [...found.values()]
}

/** What came back: the notice itself or its header, by its own field or its Message-ID. */
function messageOf(part: Part): string | null {
  if (!["message/rfc822", "text/rfc822-headers", "message/rfc822-headers"].includes(typeOf(part))) return null
  const fields = fieldsOf(part.body.split(/\n[ \t]*\n/)[0] ?? "")
  const named = `${fields.get("x-delivery-slip") ?? ""} ${fields.get("message-id") ?? ""}`
  return IDENTIFIER.exec(named)?.[0] ?? null
}

const typeOf = ({ fields }: Part): string =>
  (fields.get("content-type") ?? "text/plain").split(";")[0]?.trim().toLowerCase() ?? ""

function partOf(text: string): Part {
  const end = /\n[ \t]*\n/.exec(text)
  return end === null
    ? { fields: fieldsOf(text), body: "" }
    : { fields: fieldsOf(text.slice(0, end.index)), body: text.slice(end.index + end[0].length) }
}

/** Folded lines joined, names in lower case; of a field that comes twice the first counts. */
function fieldsOf(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  for (const line of text.replace(/\n[ \t]+/g, " ").split("\n")) {
    const at = line.indexOf(":")
    const name = line.slice(0, Math.max(at, 0)).trim().toLowerCase()
    if (name !== "" && !fields.has(name)) fields.set(name, line.slice(at + 1).trim())
  }
  return fields
}

function flatten(part: Part, depth: number): Part[] {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(part.fields.get("content-type") ?? "") ?? []
  const boundary = quoted ?? plain
  if (depth === 0 || boundary === undefined || !typeOf(part).startsWith("multipart/")) return [part]
  const pieces = `\n${part.body}`.split(`\n--${boundary}`).slice(1, MOST_PARTS)
  return pieces
    .filter((piece) => !piece.startsWith("--"))
    .flatMap((piece) => flatten(partOf(piece.replace(/^[ \t]*\n/, "")), depth - 1))
}
