/** Checkpoints: what a log was at a time, as a C2SP signed note (docs/PROTOCOL.md §7.2). */
import { concat, demand, equalBytes, fromBase64, sha256, toBase64, utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { ed25519FromSeed, kidOf, signRaw, verifyRaw } from "../suite/index.ts"

export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Bytes
  /** Milliseconds since 1970 UTC, by the log's clock. */
  readonly at: number
}

/** A log's Ed25519 key; both suites' logs are signed so. */
export interface LogKey {
  readonly pub: Bytes
  readonly signKey: CryptoKey
}

const MAX_NOTE = 16_384
const ORIGIN = /^[\x21-\x7e]{1,255}$/
const SIGNATURE_LINE = /^\u2014 (\S+) ([A-Za-z0-9+/]+=*)$/

/** From a 32-byte RFC 8032 seed. */
export function logKeyFromSeed(seed: Bytes): Promise<LogKey> {
  return ed25519FromSeed(seed)
}

/** The key id that signed objects of a log carry: a key set of suite 1 without a KEM half. */
export function logKid(pub: Bytes): Bytes {
  return kidOf(1, pub, new Uint8Array())
}

function noteKeyHash(origin: string, pub: Bytes): Bytes {
  return sha256(concat(utf8(`${origin}\n`), Uint8Array.of(1), pub)).slice(0, 4)
}

export async function signCheckpoint(checkpoint: Checkpoint, logKey: LogKey): Promise<string> {
  const { origin, size, root, at } = checkpoint
  demand(ORIGIN.test(origin) && Number.isSafeInteger(size) && size >= 0 && root.length === 32 && at >= 0, "checkpoint")
  const text = `${origin}\n${size}\n${toBase64(root)}\ntime ${at}\n`
  const signature = await signRaw(logKey.signKey, utf8(text))
  return `${text}\n\u2014 ${origin} ${toBase64(concat(noteKeyHash(origin, logKey.pub), signature))}\n`
}

/** Verifies the log's own signature line; lines of others are allowed. Throws open-failed. */
export async function readCheckpoint(note: string, origin: string, pub: Bytes): Promise<Checkpoint> {
  demand(note.length <= MAX_NOTE, "note too long")
  const end = note.indexOf("\n\n")
  demand(end > 0 && note.endsWith("\n"), "note form")
  const text = note.slice(0, end + 1)
  const lines = note
    .slice(end + 2, -1)
    .split("\n")
    .map((line) => SIGNATURE_LINE.exec(line))
  demand(!lines.includes(null), "note with more than signatures behind its text")
  const signature = lines.find((match) => match?.[1] === origin)?.[2]
  demand(signature !== undefined, "note without the log's signature")
  const raw = fromBase64(signature)
  demand(raw.length === 68 && equalBytes(raw.subarray(0, 4), noteKeyHash(origin, pub)), "note of another key")
  await verifyRaw(pub, utf8(text), raw.slice(4))
  return readText(text, origin)
}

function readText(text: string, origin: string): Checkpoint {
  const [name, size, root, time, end, ...more] = text.split("\n")
  demand(name === origin && end === "" && more.length === 0, "note text")
  const at = /^time (0|[1-9]\d{0,15})$/.exec(time ?? "")?.[1]
  demand(/^(0|[1-9]\d{0,15})$/.test(size ?? "") && at !== undefined, "note numbers")
  const checkpoint = { origin, size: Number(size), root: fromBase64(root ?? ""), at: Number(at) }
  demand(
    Number.isSafeInteger(checkpoint.size) && Number.isSafeInteger(checkpoint.at) && checkpoint.root.length === 32,
    "note values",
  )
  return checkpoint
}
