/** data: addresses of pictures, for the four raster formats, told by their first bytes and never by their declared type. */
import { fromBase64, toBase64 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"

const MAX_PICTURE = 16 << 20
const FORMATS: readonly [type: string, test: (bytes: Bytes) => boolean][] = [
  ["image/png", (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ["image/jpeg", (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff])],
  ["image/gif", (bytes) => startsWith(bytes, [0x47, 0x49, 0x46, 0x38])],
  [
    "image/webp",
    (bytes) => startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && startsWith(bytes.subarray(8), [0x57, 0x45, 0x42, 0x50]),
  ],
]

const startsWith = (bytes: Bytes, magic: readonly number[]) => magic.every((byte, at) => bytes[at] === byte)

function ofBytes(bytes: Bytes | undefined): string | null {
  if (bytes === undefined || bytes.length > MAX_PICTURE) return null
  const format = FORMATS.find(([, test]) => test(bytes))
  return format === undefined ? null : `data:${format[0]};base64,${toBase64(bytes)}`
}

function ofText(source: string): string | null {
  const encoded = /^\s*data:image\/(?:png|jpe?g|gif|webp);base64,([A-Za-z0-9+/=\s]+)$/i.exec(source)?.[1]
  if (encoded === undefined || encoded.length > MAX_PICTURE * 1.4) return null
  try {
    return ofBytes(fromBase64(encoded.replace(/\s+/g, "")))
  } catch {
    return null
  }
}

/** null: not a picture that may be shown. */
export const pictureUrl = { ofBytes, ofText }
