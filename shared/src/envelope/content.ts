/** What the ciphertext holds: manifest, core and body, as canonical bytes (docs/PROTOCOL.md §3). */
import {
  decodeCbor,
  demand,
  encodeCbor,
  hash,
  isSafeFileName,
  readBytes,
  readCount,
  readId,
  readList,
  readMap,
  readNullable,
  readOneOf,
  readText,
  readTuple,
} from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { MAX_SUBJECT } from "../slip/index.ts"
import { MAX_OBJECT_PLAIN } from "./objects.ts"

/** One attachment: where it lies, its key, and what it is. */
export interface ManifestEntry {
  readonly obj: string
  /** Key of the object alone, 32 bytes. */
  readonly fk: Bytes
  readonly name: string
  readonly type: string
  /** Bytes of the file before filling. */
  readonly size: number
  /** SHA-256 of the file; null only above 64 MiB. */
  readonly sha: Bytes | null
  /** Content id of an inline picture. */
  readonly cid: string | null
  readonly disp: "attachment" | "inline"
}

export interface Manifest {
  readonly salt: Bytes
  /** The hidden subject. */
  readonly subj: string | null
  readonly body: { readonly length: number; readonly sha: Bytes }
  readonly files: readonly ManifestEntry[]
}

export interface MessageBody {
  readonly html: string | null
  readonly text: string | null
  /** Encrypted form fields. */
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** The sender's truth: every reader holds it inside the ciphertext. */
export interface Core {
  readonly slip: Bytes
  readonly head: Bytes
  readonly sig: Bytes
  readonly man: Bytes
}

export const MAX_CORE = 2 << 20
const MAX_BODY = 32 << 20
const MAX_FILES = 200
const NEEDS_NO_DIGEST = 64 << 20

export function manifestHash(bytes: Bytes): Bytes {
  return hash("manifest", bytes)
}

export function encodeManifest({ salt, subj, body, files }: Manifest): Bytes {
  const bytes = encodeCbor({
    v: 1,
    salt,
    subj,
    body: [body.length, body.sha],
    files: files.map(entryFields),
  })
  readManifest(bytes)
  return bytes
}

export function entryFields({ obj, fk, name, type, size, sha, cid, disp }: ManifestEntry): ManifestEntry {
  return { obj, fk, name, type, size, sha, cid, disp }
}

/** Throws open-failed on another form, an unsafe file name, or a missing digest. */
export function readManifest(bytes: Bytes): Manifest {
  const fields = readMap(decodeCbor(bytes, MAX_CORE), ["v", "salt", "subj", "body", "files"])
  readOneOf(fields.v, [1])
  const [length, sha] = readTuple(fields.body, 2)
  return {
    salt: readBytes(fields.salt, 32),
    subj: readNullable(fields.subj, (value) => readText(value, MAX_SUBJECT)),
    body: { length: readCount(length), sha: readBytes(sha, 32) },
    files: readList(fields.files, MAX_FILES, readEntry),
  }
}

export function readEntry(value: unknown): ManifestEntry {
  const fields = readMap(value, ["obj", "fk", "name", "type", "size", "sha", "cid", "disp"])
  const entry: ManifestEntry = {
    obj: readId("obj", fields.obj),
    fk: readBytes(fields.fk, 32),
    name: readText(fields.name, 255),
    type: readText(fields.type, 127),
    size: readCount(fields.size),
    sha: readNullable(fields.sha, (digest) => readBytes(digest, 32)),
    cid: readNullable(fields.cid, (text) => readText(text, 255)),
    disp: readOneOf(fields.disp, ["attachment", "inline"]),
  }
  demand(isSafeFileName(entry.name), "file name")
  demand(entry.size <= MAX_OBJECT_PLAIN && (entry.sha !== null || entry.size > NEEDS_NO_DIGEST), "file size or digest")
  return entry
}

export function encodeCore({ slip, head, sig, man }: Core): Bytes {
  return encodeCbor({ v: 1, slip, head, sig, man })
}

export function readCore(bytes: Bytes): Core {
  const fields = readMap(decodeCbor(bytes, MAX_CORE), ["v", "slip", "head", "sig", "man"])
  readOneOf(fields.v, [1])
  return {
    slip: readBytes(fields.slip),
    head: readBytes(fields.head),
    sig: readBytes(fields.sig, 64),
    man: readBytes(fields.man),
  }
}

export function encodeBody({ html, text, fields }: MessageBody): Bytes {
  const bytes = encodeCbor({ v: 1, html, text, fields })
  demand(bytes.length <= MAX_BODY, "body too large")
  return bytes
}

export function readBody(bytes: Bytes): MessageBody {
  const body = readMap(decodeCbor(bytes, MAX_BODY), ["v", "html", "text", "fields"])
  readOneOf(body.v, [1])
  return {
    html: readNullable(body.html, (value) => readText(value, MAX_BODY)),
    text: readNullable(body.text, (value) => readText(value, MAX_BODY)),
    fields: readList(body.fields, 100, readField),
  }
}

function readField(value: unknown): readonly [string, string] {
  const [name, text] = readTuple(value, 2)
  return [readText(name, 255), readText(text, 65_536)]
}
