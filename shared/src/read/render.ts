/**
 * Mail HTML made harmless for a sandboxed frame (threat model R14–R18). Browser only: it needs the parser of the engine
 * that will show the result.
 * Promises: nothing in the result runs, submits or fetches; the document's own policy stands before its first byte of
 * mail; pictures from the internet are left out and counted; a link opens outside, without referrer, and a link whose
 * text names another host than it leads to says so.
 * Never: edits HTML as text after sanitising; decides what is shown outside the frame.
 */
import DOMPurify from "dompurify"
import type { Config } from "dompurify"
import type { Bytes } from "../bytes/index.ts"
import { safeStyle } from "./safe-style.ts"
import { pictureUrl } from "./picture-url.ts"

export interface InlinePicture {
  readonly bytes: Bytes
}

export interface RenderedMail {
  /** For `iframe.srcdoc`; the frame has sandbox="allow-popups allow-popups-to-escape-sandbox". */
  readonly srcdoc: string
  /** Pictures from the internet that were left out. */
  readonly blockedPictures: number
}

/** Base look of the frame, in one piece so that the parent's policy can list its hash. */
export const MAIL_FRAME_STYLE =
  "html{color-scheme:light;background:#fff}body{margin:16px;color:#242424;font:15px/1.5 'Segoe UI',system-ui,-apple-system,sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}blockquote{margin:0 0 0 .5em;padding-left:1em;border-left:2px solid #c7c7c7}a{color:#0f6c74}.mail-text{white-space:pre-wrap;unicode-bidi:plaintext;text-align:start;margin:0}.link-host{font-weight:600;color:#a4262c}"

const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-src 'none'"
const HEAD =
  `<meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta charset="utf-8">` +
  `<meta name="referrer" content="no-referrer"><base target="_blank"><style>${MAIL_FRAME_STYLE}</style>`

const TAGS = [
  "a",
  "abbr",
  "address",
  "b",
  "bdi",
  "bdo",
  "big",
  "blockquote",
  "br",
  "caption",
  "center",
  "cite",
  "code",
  "col",
  "colgroup",
  "dd",
  "del",
  "dfn",
  "div",
  "dl",
  "dt",
  "em",
  "font",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "hr",
  "i",
  "img",
  "ins",
  "kbd",
  "li",
  "mark",
  "ol",
  "p",
  "pre",
  "q",
  "s",
  "samp",
  "small",
  "span",
  "strike",
  "strong",
  "sub",
  "sup",
  "table",
  "tbody",
  "td",
  "tfoot",
  "th",
  "thead",
  "tr",
  "tt",
  "u",
  "ul",
  "var",
  "wbr",
]
const ATTRIBUTES = [
  "abbr",
  "align",
  "alt",
  "bgcolor",
  "border",
  "cellpadding",
  "cellspacing",
  "color",
  "colspan",
  "dir",
  "face",
  "height",
  "href",
  "lang",
  "nowrap",
  "rowspan",
  "scope",
  "size",
  "span",
  "src",
  "start",
  "style",
  "title",
  "type",
  "valign",
  "value",
  "width",
]
const PROFILE = {
  ALLOWED_TAGS: TAGS,
  ALLOWED_ATTR: ATTRIBUTES,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOW_UNKNOWN_PROTOCOLS: false,
  // What is not listed goes, but the text inside stays readable.
  KEEP_CONTENT: true,
  FORBID_CONTENTS: [
    "head",
    "style",
    "script",
    "title",
    "template",
    "noscript",
    "iframe",
    "object",
    "svg",
    "math",
    "audio",
    "video",
    "select",
    "textarea",
  ],
  RETURN_DOM_FRAGMENT: true as const,
}
const LINKS = new Set(["https:", "mailto:", "tel:"])

/** @param pictures inline pictures by content id (without brackets), as the verified manifest lists them. */
export function renderMailHtml(html: string, pictures: ReadonlyMap<string, InlinePicture>): RenderedMail {
  const { root, blockedPictures } = sanitize(html, pictures)
  return { srcdoc: `${HEAD}<body>${root.innerHTML}`, blockedPictures }
}

/** A plain-text body for the same frame. */
export function renderMailText(text: string): RenderedMail {
  const body = document.implementation.createHTMLDocument("").body
  const paragraph = body.ownerDocument.createElement("p")
  paragraph.className = "mail-text"
  paragraph.textContent = text
  body.append(paragraph)
  return { srcdoc: `${HEAD}<body>${body.innerHTML}`, blockedPictures: 0 }
}

/** Sanitised HTML without pictures, for quoting in an answer (R21). */
export function quotableHtml(html: string): string {
  const { root } = sanitize(html, new Map())
  for (const picture of root.querySelectorAll("img")) picture.replaceWith(picture.alt)
  return root.innerHTML
}

/** The own text of a draft, for an editor: bold, italic, lists and lines, and nothing else. */
export function editableText(html: string): DocumentFragment {
  const fragment = purified(html, {
    ALLOWED_TAGS: ["b", "strong", "i", "em", "u", "ul", "ol", "li", "br", "p", "div"],
    ALLOWED_ATTR: [],
    RETURN_DOM_FRAGMENT: true,
  })
  return fragment === null ? document.createDocumentFragment() : document.importNode(fragment, true)
}

/**
 * By the page's one sanitiser: each instance makes a Trusted Types policy, our pages allow one of its name, and a second
 * instance gives nothing back. @returns null, whatever its types say, where nothing like a body was found (a frameset)
 */
function purified(
  html: string,
  profile: Config & { RETURN_DOM_FRAGMENT: true },
  hook: (purify: typeof DOMPurify) => void = () => undefined,
): DocumentFragment | null {
  try {
    hook(DOMPurify)
    return DOMPurify.sanitize(html, profile)
  } finally {
    DOMPurify.removeAllHooks()
  }
}

function sanitize(
  html: string,
  pictures: ReadonlyMap<string, InlinePicture>,
): { root: HTMLElement; blockedPictures: number } {
  if (!DOMPurify.isSupported) throw new TypeError("Mail HTML can only be rendered in a browser.")
  let blockedPictures = 0
  const fragment = purified(html, PROFILE, (purify) => {
    purify.addHook("beforeSanitizeAttributes", (node) => {
      // The hook sees texts and comments too.
      if (!(node instanceof Element)) return
      blockedPictures += countRemote(node)
      if (node.nodeName === "IMG") placePicture(node, pictures)
    })
    purify.addHook("uponSanitizeAttribute", (_node, attribute) => {
      // Checked by placePicture already, and data: is otherwise refused.
      if (attribute.attrName === "src") attribute.forceKeepAttr = attribute.attrValue.startsWith("data:image/")
    })
  })
  const root = document.implementation.createHTMLDocument("").createElement("div")
  if (fragment !== null) root.append(root.ownerDocument.importNode(fragment, true))
  for (const element of root.querySelectorAll<HTMLElement>("[style]")) applyStyle(element)
  for (const link of root.querySelectorAll("a")) tameLink(link)
  return { root, blockedPictures }
}

const isRemote = (url: string) => /^\s*(?:https?:)?\/\//i.test(url)

/** What the mail would have fetched at this element: one picture, however many forms of its address it gives. */
function countRemote(node: Element): number {
  const named = ["src", "srcset", "background", "poster", "lowsrc", "dynsrc"].map(
    (name) => node.getAttribute(name) ?? "",
  )
  const style = node.getAttribute("style") ?? ""
  return named.some(isRemote) || /url\s*\(\s*["']?\s*(?:https?:)?\/\//i.test(style) ? 1 : 0
}

function placePicture(picture: Element, pictures: ReadonlyMap<string, InlinePicture>): void {
  const source = picture.getAttribute("src") ?? ""
  const cid = /^\s*cid:(.*)$/is.exec(source)?.[1]
  const url = cid === undefined ? pictureUrl.ofText(source) : pictureUrl.ofBytes(pictures.get(decodeCid(cid))?.bytes)
  picture.removeAttribute("srcset")
  if (url === null) picture.removeAttribute("src")
  else picture.setAttribute("src", url)
}

function decodeCid(text: string): string {
  try {
    return decodeURIComponent(text.trim())
  } catch {
    return text.trim()
  }
}

function applyStyle(element: HTMLElement): void {
  const style = safeStyle(element.style)
  if (style === "") element.removeAttribute("style")
  else element.setAttribute("style", style)
}

function tameLink(link: HTMLAnchorElement): void {
  const target = readUrl(link.getAttribute("href") ?? "")
  if (target === null || !LINKS.has(target.protocol)) {
    link.removeAttribute("href")
    return
  }
  link.setAttribute("href", target.href)
  link.setAttribute("target", "_blank")
  link.setAttribute("rel", "noopener noreferrer")
  link.setAttribute("title", target.href.slice(0, 300))
  if (target.protocol === "https:" && namesAnotherHost(link.textContent, target.hostname)) {
    // Isolated: no direction of the mail turns it.
    const note = link.ownerDocument.createElement("bdi")
    note.className = "link-host"
    note.dir = "ltr"
    note.textContent = ` [${target.hostname}]`
    link.append(note)
  }
}

function readUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/gu
/** What stands behind the host in an address. */
const PLACE = /(?<=[^/\s])(?:\/(?!\/)|[?#])\S*/gu
const HOST = /(?<![\p{L}\p{N}.-])(?:[\p{L}\p{N}-]+\.)+(?:\p{L}{2,}|xn--[a-z0-9-]+)(?![\p{L}\p{N}-])/gu

/** The text shows a host to whoever looks at it, and it is not the one that the link leads to. */
function namesAnotherHost(text: string, host: string): boolean {
  const seen = text.normalize("NFKC").replace(UNSEEN, "").replaceAll("\u3002", ".").toLowerCase()
  const shown = seen.replace(PLACE, " ").match(HOST) ?? []
  return shown.some((name) => host !== name && host !== `www.${name}` && `www.${host}` !== name)
}
