/** The style of one element of a mail: only properties and values that can neither fetch, nor cover, nor leave the flow. */
const PROPERTIES = new Set([
  "background-color",
  "border-collapse",
  "border-spacing",
  "caption-side",
  "clear",
  "color",
  "direction",
  "display",
  "float",
  "font-family",
  "font-size",
  "font-style",
  "font-variant",
  "font-weight",
  "height",
  "letter-spacing",
  "line-height",
  "list-style-type",
  "max-height",
  "max-width",
  "min-height",
  "min-width",
  "table-layout",
  "text-align",
  "text-decoration",
  "text-decoration-color",
  "text-decoration-line",
  "text-decoration-style",
  "text-indent",
  "text-transform",
  "vertical-align",
  "white-space",
  "width",
  "word-break",
  "word-spacing",
  "overflow-wrap",
])
const FAMILIES =
  /^(?:border-(?:top|right|bottom|left)-(?:color|style|width)|border-(?:top|bottom)-(?:left|right)-radius|margin-(?:top|right|bottom|left)|padding-(?:top|right|bottom|left))$/
const REFUSED = /[\\<>@{};]|\/\*|(?:url|image|image-set|cross-fade|element|expression|attr|env|var|paint|src)\s*\(/i

/** The declarations as the browser itself understood them, so that nothing hides in a form that only it knows. */
export function safeStyle(style: CSSStyleDeclaration): string {
  const kept: string[] = []
  for (let at = 0; at < style.length; at += 1) {
    const name = style.item(at)
    const value = style.getPropertyValue(name)
    if (isAllowed(name) && value !== "" && value.length <= 500 && !REFUSED.test(value)) kept.push(`${name}: ${value}`)
  }
  return kept.join("; ")
}

const isAllowed = (name: string) => PROPERTIES.has(name) || FAMILIES.test(name)
