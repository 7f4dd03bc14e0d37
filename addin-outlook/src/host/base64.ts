/** Attachments come as base64 of up to 25 MB: decoded piece by piece, so that the pane stays responsive meanwhile. */

/** Characters per turn, a multiple of four: some milliseconds each. */
const PIECE = 1 << 20

/** @throws DOMException InvalidCharacterError when it is no base64 */
export async function decodeBase64(base64: string): Promise<Uint8Array<ArrayBuffer>> {
  const text = /\s/.test(base64.slice(0, 256)) ? base64.replace(/\s/g, "") : base64
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4) - padding)
  for (let at = 0, filled = 0; at < text.length; at += PIECE) {
    // Before the first one too: Office.js has just read the whole of it.
    if (text.length > PIECE) await new Promise((resolve) => setTimeout(resolve, 0))
    const piece = atob(text.slice(at, at + PIECE))
    for (let index = 0; index < piece.length; index += 1) bytes[filled + index] = piece.charCodeAt(index)
    filled += piece.length
  }
  return bytes
}
