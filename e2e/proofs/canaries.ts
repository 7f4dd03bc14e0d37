/**
 * Marks that must not be found where nothing secret may lie, and the search for them in every spelling that a program
 * is likely to give them.
 * Promises: text is searched as UTF-8, UTF-16 (both orders), base64 and base64url at each of the three alignments, and
 * hex in both cases; bytes the same without UTF-16. Line breaks that mail or logs put into base64 do not hide a mark.
 */
import { randomBytes } from "node:crypto"
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"

export interface Canary {
  name: string
  needles: { spelling: string; bytes: Buffer }[]
}

export interface Sighting {
  canary: string
  spelling: string
  place: string
}

/** A mark of 128 random bits that no other text contains. Letters and digits only, so that no escaping changes it. */
export function newMark(): string {
  return `zq${randomBytes(16).toString("hex")}qz`
}

export function textCanary(name: string, text: string): Canary {
  const canary = bytesCanary(name, Buffer.from(text, "utf8"))
  const little = Buffer.from(text, "utf16le")
  const big = Buffer.from(little).swap16()
  canary.needles.push({ spelling: "UTF-16LE", bytes: little }, { spelling: "UTF-16BE", bytes: big })
  return canary
}

export function bytesCanary(name: string, bytes: Uint8Array): Canary {
  if (bytes.length < 12) throw new RangeError(`${name}: ${bytes.length} bytes are too few to be unique`)
  const raw = Buffer.from(bytes)
  const hex = raw.toString("hex")
  const needles = [
    { spelling: "as it is", bytes: raw },
    { spelling: "hex", bytes: Buffer.from(hex) },
    { spelling: "HEX", bytes: Buffer.from(hex.toUpperCase()) },
  ]
  for (const shift of [0, 1, 2]) {
    const base64 = alignedBase64(raw, shift)
    needles.push({ spelling: `base64, alignment ${shift}`, bytes: Buffer.from(base64) })
    const url = base64.replaceAll("+", "-").replaceAll("/", "_")
    if (url !== base64) needles.push({ spelling: `base64url, alignment ${shift}`, bytes: Buffer.from(url) })
  }
  return { name, needles }
}

/** The characters of base64 that depend on these bytes alone when `shift` other bytes come before them. */
function alignedBase64(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString("base64")
    .replaceAll("=", "")
  const first = Math.ceil((shift * 8) / 6)
  const last = Math.floor(((shift + bytes.length) * 8) / 6)
  return text.slice(first, last)
}

export function search(place: string, haystack: Buffer, canaries: readonly Canary[]): Sighting[] {
  const joined = withoutLineBreaks(haystack)
  const sightings: Sighting[] = []
  for (const canary of canaries)
    for (const needle of canary.needles)
      if (haystack.includes(needle.bytes) || joined?.includes(needle.bytes))
        sightings.push({ canary: canary.name, spelling: needle.spelling, place })
  return sightings
}

/** Only for what may be text: in a database or a chunk, deleting single bytes would mean nothing. */
function withoutLineBreaks(bytes: Buffer): Buffer | null {
  if (bytes.includes(0)) return null
  return Buffer.from(bytes.toString("latin1").replaceAll(/(=\r?\n|\\r|\\n|[\r\n])[ \t]*/g, ""), "latin1")
}

export interface Sweep {
  sightings: Sighting[]
  files: number
  bytes: number
}

/** Names and contents of every file under a folder. Files that vanish meanwhile are left out. */
export function sweepFolder(folder: string, canaries: readonly Canary[], skip?: (path: string) => boolean): Sweep {
  const sweep: Sweep = { sightings: [], files: 0, bytes: 0 }
  for (const path of filesUnder(folder)) {
    if (skip?.(path)) continue
    const content = readIfThere(path)
    if (!content) continue
    sweep.files++
    sweep.bytes += content.length
    sweep.sightings.push(...search(path, Buffer.from(path), canaries), ...search(path, content, canaries))
  }
  return sweep
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch {
    return null
  }
}

export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
}
