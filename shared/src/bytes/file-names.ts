/** Attachment names: what a manifest may carry, and how a host's name is made to fit (docs/PROTOCOL.md §3). */
import { utf8 } from "./byte-strings.ts"

const MAX_BYTES = 255
const REFUSED = /[/\\\p{Cc}\p{Bidi_Control}\p{Cs}]|[. ]$/u
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** No path, controls or direction overrides, no trailing dot or blank, 1 to 255 bytes. */
export function isSafeFileName(name: string): boolean {
  return name !== "" && !REFUSED.test(name) && utf8(name).length <= MAX_BYTES
}

/** The nearest safe name: the last path component without refused characters, shortened before its extension. */
export function safeFileName(name: string): string {
  const last =
    name
      .toWellFormed()
      .replace(/[\p{Cc}\p{Bidi_Control}]/gu, "")
      .split(/[/\\]/)
      .at(-1) ?? ""
  const trimmed = last.replace(/[. ]+$/, "")
  const named = DEVICE.test(trimmed) ? `_${trimmed}` : trimmed
  const dot = named.lastIndexOf(".")
  const hasExtension = dot > 0 && utf8(named.slice(dot)).length <= 20
  const extension = hasExtension ? named.slice(dot) : ""
  const stem = hasExtension ? named.slice(0, dot) : named
  const room = MAX_BYTES - utf8(extension).length
  return cutToBytes(stem, room) + extension || "attachment"
}

function cutToBytes(text: string, most: number): string {
  let kept = ""
  let length = 0
  for (const character of text) {
    length += utf8(character).length
    if (length > most) break
    kept += character
  }
  return kept.replace(/[. ]+$/, "")
}
