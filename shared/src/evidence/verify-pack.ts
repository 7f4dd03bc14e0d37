/**
 * Checks an evidence pack with nothing but the pack itself.
 * Promises: every byte of every file counts; what does not fit is named by its file.
 */
import { equalBytes, fromUtf8, ProtocolError, sha256Stream } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { mailFileOf } from "../export/index.ts"
import type { Statement } from "../slip/index.ts"
import { giveAnswers } from "./answers.ts"
import { checkMessage } from "./check-message.ts"
import type { CheckedMessage } from "./check-message.ts"
import { ANSWERS_FILE, MAIL_FILE, objectFile, PACK_FILE, parseAnswers, readEvidence, SLIP_FILE } from "./pack-format.ts"
import type { EvidenceList } from "./pack-format.ts"
import { openSealed } from "./sealed-objects.ts"

export interface PackSource {
  /** Names of everything in it. */
  list(): Promise<readonly string[]>
  read(name: string): AsyncIterable<Bytes>
  slice(name: string, from: number, to: number): Promise<Bytes>
}

export interface PackProblem {
  /** The file that does not fit. */
  readonly file: string
  readonly reason: "missing" | "not-listed" | "changed" | "signature" | "check-failed" | "not-the-signed-content"
  /** For people who look into it. */
  readonly detail: string | null
}

export interface PackVerdict {
  /** Empty: everything fits. */
  readonly problems: readonly PackProblem[]
  readonly list: EvidenceList | null
  readonly checked: CheckedMessage | null
}

export async function verifyPack(source: PackSource): Promise<PackVerdict> {
  const packed = await readList(source)
  if (packed === null) return failed(PACK_FILE, "signature")
  const { list, by } = packed
  const problems = await checkFiles(source, list)
  if (problems.length > 0) return { problems, list, checked: null }
  if (list.ck === null) return failed(PACK_FILE, "check-failed", "no content key")
  try {
    const answers = parseAnswers(await whole(source, ANSWERS_FILE))
    const checked = await checkMessage(giveAnswers(answers), { ...list, ck: list.ck })
    if (!checked.maker.some((known) => isSameStatement(known, by)) || by.addr !== list.addr) {
      return failed(PACK_FILE, "signature")
    }
    const isSame = await isSignedMail(source, list, checked)
    return {
      problems: isSame ? [] : [{ file: MAIL_FILE, reason: "not-the-signed-content", detail: null }],
      list,
      checked,
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return failed(PACK_FILE, "check-failed", error.message)
  }
}

/** Byte for byte, the signature of the key before included: it is part of the pack. */
function isSameStatement({ raw: a }: Statement, { raw: b }: Statement): boolean {
  const isSame = (x: Bytes | null, y: Bytes | null) => (x === null || y === null ? x === y : equalBytes(x, y))
  return isSame(a.b, b.b) && isSame(a.s, b.s) && isSame(a.o, b.o)
}

function failed(file: string, reason: PackProblem["reason"], detail: string | null = null): PackVerdict {
  return { problems: [{ file, reason, detail }], list: null, checked: null }
}

async function readList(source: PackSource) {
  try {
    return await readEvidence(await whole(source, PACK_FILE))
  } catch {
    return null
  }
}

async function checkFiles(source: PackSource, list: EvidenceList): Promise<PackProblem[]> {
  const present = new Set(await source.list())
  const listed = new Set([PACK_FILE, ...list.files.map(({ name }) => name)])
  const problems: PackProblem[] = [...present]
    .filter((name) => !listed.has(name))
    .map((file) => ({ file, reason: "not-listed", detail: null }))
  for (const { name, size, sha } of list.files) {
    if (!present.has(name)) problems.push({ file: name, reason: "missing", detail: null })
    else if (!(await hasDigest(source.read(name), size, sha))) {
      problems.push({ file: name, reason: "changed", detail: null })
    }
  }
  return problems
}

async function hasDigest(pieces: AsyncIterable<Bytes>, size: number, sha: Bytes): Promise<boolean> {
  const digest = await sha256Stream()
  let length = 0
  for await (const piece of pieces) {
    digest.update(piece)
    length += piece.length
  }
  return length === size && equalBytes(digest.digest(), sha)
}

/** The mail in the pack is, byte for byte, what the signed content gives when it is written again. */
async function isSignedMail(source: PackSource, list: EvidenceList, checked: CheckedMessage): Promise<boolean> {
  const slipText = fromUtf8(await whole(source, SLIP_FILE))
  const open = ({ obj }: { obj: string }) =>
    openSealed(checked.opened, obj, (from, to) => source.slice(objectFile(obj), from, to))
  const digest = await sha256Stream()
  let size = 0
  for await (const piece of mailFileOf({ message: checked.message, origin: list.origin, slipText, open })) {
    digest.update(piece)
    size += piece.length
  }
  const packed = list.files.find(({ name }) => name === MAIL_FILE)
  return packed !== undefined && packed.size === size && equalBytes(digest.digest(), packed.sha)
}

async function whole(source: PackSource, name: string): Promise<Bytes> {
  const pieces: Bytes[] = []
  let length = 0
  for await (const piece of source.read(name)) {
    pieces.push(piece)
    length += piece.length
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
