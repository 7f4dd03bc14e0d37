/**
 * The plain-text alternative of an HTML mail: what people read where HTML is not shown.
 * Written without a DOM, because the command line and Outlook's small runtime have none; the HTML comes from the
 * sender's own editor, and nothing here is ever shown as HTML again.
 */
const DROPPED = new Set(["head", "style", "script", "title", "template", "noscript"])
const BLOCKS = new Set([
  "address",
  "article",
  "aside",
  "blockquote",
  "div",
  "dl",
  "dd",
  "dt",
  "fieldset",
  "figure",
  "footer",
  "form",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "header",
  "hr",
  "li",
  "main",
  "nav",
  "ol",
  "p",
  "pre",
  "section",
  "table",
  "tr",
  "ul",
])
const SPACED = new Set(["p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "table", "ul", "ol"])
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  euro: "€",
  copy: "©",
  reg: "®",
  hellip: "…",
  ndash: "–",
  mdash: "—",
  laquo: "«",
  raquo: "»",
  bdquo: "„",
  ldquo: "“",
  rdquo: "”",
  lsquo: "‘",
  rsquo: "’",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  Auml: "Ä",
  Ouml: "Ö",
  Uuml: "Ü",
  szlig: "ß",
  shy: "",
  zwnj: "",
  eacute: "é",
  egrave: "è",
  agrave: "à",
}
const TOKEN =
  /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?\]\]>|<[!?][^>]*>|<(\/?)([a-zA-Z][a-zA-Z0-9:-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|[^<]+|</g

interface Writer {
  lines: string[]
  line: string
  quote: number
  /** Depth of the line before. */
  quoteBefore: number
  isPre: boolean
  /** Blank lines that are due before the next text. */
  gap: number
}

/** Lines end in LF; quotes begin with "> "; links keep their address where the text does not show it. */
export function plainTextOf(html: string): string {
  const out: Writer = { lines: [], line: "", quote: 0, quoteBefore: 0, isPre: false, gap: 0 }
  let dropped: string | null = null
  const links: { href: string; start: number }[] = []
  for (const [token, closing, name, attributes] of html.matchAll(TOKEN)) {
    const tag = name?.toLowerCase()
    if (dropped !== null) {
      if (closing === "/" && tag === dropped) dropped = null
    } else if (tag === undefined) {
      if (!/^<[!?]/.test(token)) write(out, decodeEntities(token))
    } else if (DROPPED.has(tag)) {
      if (closing !== "/") dropped = tag
    } else if (tag === "a") {
      followLink(out, links, closing === "/" ? null : attributeOf(attributes ?? "", "href"))
    } else {
      place(out, tag, closing === "/", attributes ?? "")
    }
  }
  breakLine(out)
  return out.lines.join("\n").replace(/^\n+|\s+$/g, "")
}

function place(out: Writer, tag: string, isClosing: boolean, attributes: string): void {
  if (tag === "br") return breakLine(out, true)
  if (tag === "img" && !isClosing) return write(out, attributeOf(attributes, "alt"))
  if ((tag === "td" || tag === "th") && isClosing) return write(out, " ")
  if (!BLOCKS.has(tag)) return
  breakLine(out)
  if (SPACED.has(tag)) out.gap = 1
  if (tag === "blockquote") out.quote = Math.max(0, out.quote + (isClosing ? -1 : 1))
  if (tag === "pre") out.isPre = !isClosing
  if (tag === "li" && !isClosing) write(out, "- ")
  if (tag === "hr") write(out, "----")
}

function followLink(out: Writer, links: { href: string; start: number }[], href: string | null): void {
  if (href !== null) {
    links.push({ href, start: out.line.length })
    return
  }
  const link = links.pop()
  if (link === undefined || !/^https?:/i.test(link.href)) return
  const shown = out.line.slice(link.start).trim()
  if (shown !== link.href) write(out, ` <${link.href}>`)
}

function write(out: Writer, text: string): void {
  if (out.isPre) {
    const [first = "", ...rest] = text.split("\n")
    out.line += first
    for (const line of rest) {
      breakLine(out, true)
      out.line = line
    }
    return
  }
  const flat = text.replace(/[ \t\r\n\f]+/g, " ")
  out.line += out.line === "" || out.line.endsWith(" ") ? flat.replace(/^ /, "") : flat
}

function breakLine(out: Writer, isForced = false): void {
  const text = out.isPre ? out.line : out.line.replaceAll("\u00a0", " ").trimEnd()
  out.line = ""
  if (text.trim() === "" && !isForced) return
  const mark = "> ".repeat(out.quote)
  if (out.gap > 0 && out.lines.length > 0) out.lines.push("> ".repeat(Math.min(out.quote, out.quoteBefore)).trimEnd())
  out.gap = 0
  out.quoteBefore = out.quote
  out.lines.push((mark + text).trimEnd())
}

function attributeOf(attributes: string, name: string): string {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "i").exec(attributes)
  return decodeEntities(found?.[1] ?? found?.[2] ?? found?.[3] ?? "").trim()
}

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));?/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole
      const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal)
      return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : "\ufffd"
    },
  )
}
