/** One mail, piece by piece. Every leaf is base64, so no content can look like a boundary or a line of its own. */
import { utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { base64Lines } from "./base64-lines.ts"
import { textParameter } from "./header-fields.ts"

interface Leaf {
  /** `text/plain; charset=utf-8` and the like. */
  readonly type: string
  readonly name?: string
  readonly disposition?: "attachment" | "inline"
  /** Content-ID without brackets. */
  readonly cid?: string | null
  /** Asked for when its turn comes. */
  readonly content: () => Iterable<Bytes> | AsyncIterable<Bytes>
}
interface Multipart {
  readonly multipart: "mixed" | "alternative" | "related"
  readonly parts: readonly MailPart[]
}
export type MailPart = Leaf | Multipart

export interface Mail {
  /** In order, each value complete and folded. */
  readonly fields: readonly (readonly [name: string, value: string])[]
  readonly body: MailPart
  /** Makes the boundaries; ASCII letters, digits and `_`. */
  readonly seed: string
}

export async function* writeMail({ fields, body, seed }: Mail): AsyncGenerator<Bytes> {
  const head = fields.filter(([, value]) => value !== "").map(([name, value]) => `${name}: ${value}\r\n`)
  yield utf8(`${head.join("")}MIME-Version: 1.0\r\n`)
  yield* writePart(body, `${seed}.`)
}

/** `=_` never stands in base64. */
async function* writePart(part: MailPart, place: string): AsyncGenerator<Bytes> {
  if (!("multipart" in part)) return yield* writeLeaf(part)
  const boundary = `=_${place}`
  yield utf8(`Content-Type: multipart/${part.multipart};\r\n boundary="${boundary}"\r\n\r\n`)
  for (const [at, inner] of part.parts.entries()) {
    yield utf8(`--${boundary}\r\n`)
    yield* writePart(inner, `${place}${at}`)
    yield utf8("\r\n")
  }
  yield utf8(`--${boundary}--\r\n`)
}

/** These may not be base64 (RFC 2046 §5.1, §5.2): programs take the digits for the mail that is inside. */
const NEVER_BASE64 = /^(?:message|multipart)\//i

async function* writeLeaf({ type, name, disposition, cid, content }: Leaf): AsyncGenerator<Bytes> {
  const named = (parameter: string) => (name === undefined ? "" : textParameter(parameter, name))
  const lines = [
    `Content-Type: ${NEVER_BASE64.test(type) ? "application/octet-stream" : type}${named("name")}`,
    "Content-Transfer-Encoding: base64",
    ...(disposition === undefined ? [] : [`Content-Disposition: ${disposition}${named("filename")}`]),
    ...(cid === undefined || cid === null ? [] : [`Content-ID: <${cid.replace(/[\s<>]/g, "")}>`]),
  ]
  yield utf8(`${lines.join("\r\n")}\r\n\r\n`)
  yield* base64Lines(content())
}
