/**
 * The HTML of a draft as a protected message carries it: pictures inside the text become attachments named by content id,
 * because the reader's frame loads nothing else.
 */
import type { DraftAttachment } from "@smp/shared/send"
import { sourceFromBytes } from "@smp/shared/client"

export interface MailHtml {
  readonly html: string
  readonly pictures: readonly DraftAttachment[]
}

const dataPicture = /^data:(image\/[a-z0-9.+-]+)(?:;[^,]*)?;base64,([A-Za-z0-9+/=\s]+)$/i

/** Pictures that cannot be read from the draft leave their description. */
export function readMailHtml(html: string): MailHtml {
  const parsed = new DOMParser().parseFromString(html, "text/html")
  const pictures: DraftAttachment[] = []
  for (const picture of parsed.querySelectorAll("img")) {
    const found = dataPicture.exec(picture.getAttribute("src") ?? "")
    if (found !== null) {
      const cid = `picture-${pictures.length + 1}@message`
      pictures.push(inlinePicture(found[1] ?? "", found[2] ?? "", cid))
      picture.setAttribute("src", `cid:${cid}`)
    } else if (!/^https?:/i.test(picture.getAttribute("src") ?? "")) {
      picture.replaceWith(parsed.createTextNode(picture.alt === "" ? "" : `[${picture.alt}]`))
    }
  }
  // What Thunderbird's editor leaves behind for itself.
  for (const element of parsed.querySelectorAll("[moz-do-not-send],[_moz_dirty]")) {
    element.removeAttribute("moz-do-not-send")
    element.removeAttribute("_moz_dirty")
  }
  return { html: parsed.documentElement.outerHTML, pictures }
}

function inlinePicture(type: string, base64: string, cid: string): DraftAttachment {
  const bytes = Uint8Array.from(atob(base64.replace(/\s/g, "")), (character) => character.codePointAt(0) ?? 0)
  const end = type.slice("image/".length).replace("jpeg", "jpg").replace("svg+xml", "svg")
  return { name: `${cid.split("@")[0]}.${end}`, type, size: bytes.length, source: sourceFromBytes(bytes), cid }
}
