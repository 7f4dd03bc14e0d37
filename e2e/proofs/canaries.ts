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
  const index = indexOf(canaries)
  const joined = withoutLineBreaks(haystack)
  const found = new Set([...scan(haystack, index), ...(joined ? scan(joined, index) : [])])
  return [...found].map(({ canary, spelling }) => ({ canary, spelling, place }))
}

interface Needle {
  canary: string
  spelling: string
  bytes: Buffer
}

/** All needles by their first three bytes, and a table of which three bytes begin one: one pass finds them all. */
interface NeedleIndex {
  begins: Uint8Array
  needles: Map<number, Needle[]>
}

const indexes = new WeakMap<readonly Canary[], NeedleIndex>()

function indexOf(canaries: readonly Canary[]): NeedleIndex {
  const known = indexes.get(canaries)
  if (known) return known
  const index: NeedleIndex = { begins: new Uint8Array(1 << 24), needles: new Map() }
  for (const { name, needles } of canaries)
    for (const { spelling, bytes } of needles) {
      const key = bytes.readUIntBE(0, 3)
      index.begins[key] = 1
      index.needles.set(key, [...(index.needles.get(key) ?? []), { canary: name, spelling, bytes }])
    }
  indexes.set(canaries, index)
  return index
}

function scan(haystack: Buffer, { begins, needles }: NeedleIndex): Needle[] {
  const found: Needle[] = []
  let key = 0
  for (let at = 0; at < haystack.length; at++) {
    key = ((key << 8) | (haystack[at] ?? 0)) & 0xff_ffff
    if (at < 2 || begins[key] === 0) continue
    for (const needle of needles.get(key) ?? [])
      if (haystack.subarray(at - 2, at - 2 + needle.bytes.length).equals(needle.bytes)) found.push(needle)
  }
  return found
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
