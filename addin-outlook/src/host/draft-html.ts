/** Pictures inside the text of a draft become attachments named by content id: the reader's frame loads nothing else. */
import { sourceFromBytes } from "@smp/shared/client"
import type { DraftAttachment } from "@smp/shared/send"

export interface DraftHtml {
  readonly html: string
  /** Pictures that stood in the HTML itself. */
  readonly pictures: readonly DraftAttachment[]
}
const PICTURE = /<img\b[^>]*>/gi
const ATTRIBUTE = /\s(src|originalsrc|data-imagetype)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi
const DATA = /^data:(image\/[a-z0-9.+-]+)(?:;[^,]*)?;base64,([A-Za-z0-9+/=\s]+)$/i

/** Outlook on the web shows its inline pictures through addresses of its own and keeps the `cid:` in `originalsrc`. */
export function readDraftHtml(html: string): DraftHtml {
  const pictures: DraftAttachment[] = []
  const written = html.replace(PICTURE, (tag) => {
    const values = new Map<string, string>()
    for (const [, name = "", value = ""] of tag.matchAll(ATTRIBUTE))
      values.set(name.toLowerCase(), value.replace(/^["']|["']$/g, ""))
    const original = values.get("originalsrc") ?? ""
    if (original.startsWith("cid:")) return withSource(tag, original)
    const found = DATA.exec(values.get("src") ?? "")
    if (found === null) return tag
    const cid = `picture-${pictures.length + 1}@message`
    pictures.push(pictureOf(found[1] ?? "", found[2] ?? "", cid))
    return withSource(tag, `cid:${cid}`)
  })
  return { html: written, pictures }
}

const withSource = (tag: string, source: string): string =>
  tag.replace(ATTRIBUTE, "").replace(/^<img/i, () => `<img src="${source.replaceAll('"', "")}"`)

const bytesOfBase64 = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64.replace(/\s/g, "")), (character) => character.charCodeAt(0))

function pictureOf(type: string, base64: string, cid: string): DraftAttachment {
  const bytes = bytesOfBase64(base64)
  const end = type.slice("image/".length).replace("jpeg", "jpg").replace("svg+xml", "svg")
  return { name: `${cid.split("@")[0]}.${end}`, type, size: bytes.length, source: sourceFromBytes(bytes), cid }
}
