/**
 * As much XML as the manifests need: a tree, written and read back strictly.
 * Promises: what is written can be read; reading throws with the line at anything that is not well-formed.
 * Never: entities but the five, document types, processing instructions inside the tree.
 */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  readonly text: string
}

export const element = (
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  content: readonly Element[] | string = [],
): Element => ({
  name,
  attributes,
  children: typeof content === "string" ? [] : content,
  text: typeof content === "string" ? content : "",
})

export const writeXml = (root: Element): string => `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, "")}`

function write({ name, attributes, children, text }: Element, indent: string): string {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escape(value)}"`)].join(" ")
  if (children.length > 0) {
    const inside = children.map((child) => write(child, `${indent}  `)).join("")
    return `${indent}<${start}>\n${inside}${indent}</${name}>\n`
  }
  return text === "" ? `${indent}<${start}/>\n` : `${indent}<${start}>${escape(text)}</${name}>\n`
}

const CHARACTERS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" } as const
const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => CHARACTERS[character as keyof typeof CHARACTERS])
const unescape = (text: string): string =>
  text.replace(/&([^;]*;?)/g, (whole) => {
    const found = Object.entries(CHARACTERS).find(([, entity]) => entity === whole)
    if (found === undefined) throw new Error(`unknown entity ${whole}`)
    return found[0]
  })

const NAME = String.raw`[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?`
const PIECE = new RegExp(
  String.raw`<!--[^]*?-->|</(${NAME})\s*>|<(${NAME})((?:\s+${NAME}="[^"<]*")*)\s*(/?)>|([^<]+)`,
  "y",
)
const ATTRIBUTE = new RegExp(String.raw`(${NAME})="([^"]*)"`, "g")

interface Open {
  readonly name: string
  readonly attributes: Record<string, string>
  readonly children: Element[]
  text: string
}

/** @throws Error naming the line */
export function readXml(source: string): Element {
  const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/.exec(source)
  if (declaration === null) throw new Error("line 1: the XML declaration is missing")
  const top: Open = { name: "", attributes: {}, children: [], text: "" }
  const open: Open[] = [top]
  PIECE.lastIndex = declaration[0].length
  while (PIECE.lastIndex < source.length) {
    const at = PIECE.lastIndex
    const line = source.slice(0, at).split("\n").length
    const piece = PIECE.exec(source)
    if (piece === null) throw new Error(`line ${line}: not well-formed`)
    try {
      take(piece, open)
    } catch (error) {
      throw new Error(`line ${line}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
  }
  const [root, ...others] = top.children
  if (open.length !== 1) throw new Error(`<${open.at(-1)?.name}> is not closed`)
  if (root === undefined || others.length > 0 || top.text.trim() !== "") throw new Error("not exactly one root")
  return root
}

function take([, closing, name, attributes, empty, text]: RegExpExecArray, open: Open[]): void {
  const current = open.at(-1)
  if (current === undefined) throw new Error("nothing is open")
  if (text !== undefined) current.text += unescape(text).trim()
  if (closing !== undefined) {
    if (current.name !== closing) throw new Error(`</${closing}> closes <${current.name}>`)
    open.pop()
  }
  if (name === undefined) return
  const child: Open = { name, attributes: readAttributes(attributes ?? ""), children: [], text: "" }
  current.children.push(child)
  if (empty === "") open.push(child)
}

function readAttributes(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [, key = "", value = ""] of text.matchAll(ATTRIBUTE)) {
    if (key in found) throw new Error(`${key} stands twice`)
    found[key] = unescape(value)
  }
  return found
}
