/** The signed list of an evidence pack, and the answers that it rests on (docs/PROTOCOL.md §8). */
import {
  decodeCbor,
  demand,
  encodeCbor,
  readBytes,
  readCount,
  readId,
  readList,
  readMap,
  readNullable,
  readOneOf,
  readSignedObject,
  readText,
  readTuple,
} from "../bytes/index.ts"
import type { Bytes, SignedObject, SignedStatement } from "../bytes/index.ts"
import { parseBody, readStatement, signBody, verifyBody } from "../slip/index.ts"
import type { Statement } from "../slip/index.ts"
import type { KeySet } from "../suite/index.ts"

export const PACK_FILE = "evidence.smpe"
export const ANSWERS_FILE = "answers.cbor"
export const SLIP_FILE = "delivery-slip.txt"
export const MAIL_FILE = "message.eml"
export const REPORT_FILE = "report.html"
export const objectFile = (obj: string): string => `${obj}.floe`

const MAX_LIST = 1 << 20
const MAX_ANSWERS = 128 << 20
const MAX_FILES = 300
const ROLES = ["from", "to", "cc", "bcc"] as const

export interface PackedFile {
  readonly name: string
  readonly size: number
  readonly sha: Bytes
}

export interface EvidenceList {
  /** When it was made, and in whose name: the signer. */
  readonly at: number
  readonly addr: string
  readonly role: (typeof ROLES)[number]
  readonly org: string
  readonly msg: string
  /** Address of the server that answered. */
  readonly origin: string
  /** Content key; null: the pack proves who signed what and what happened since, and opens nothing. */
  readonly ck: Bytes | null
  /** Opens the list of blind copies, where the signer may see it. */
  readonly rk: Bytes | null
  readonly files: readonly PackedFile[]
}

/** `by`: the signer's newest statement, so that the list can be checked before anything else. */
export async function signEvidence(keySet: KeySet, by: SignedStatement, list: EvidenceList): Promise<Bytes> {
  const { b, k, s } = await signBody(
    "evidence",
    keySet,
    { ...list, files: list.files.map(({ name, size, sha }) => [name, size, sha]) },
    MAX_LIST,
  )
  return encodeCbor({ list: { b, k, s }, by: { b: by.b, k: by.k, s: by.s, o: by.o } })
}

/** Verifies the signature; that the signer is who `by` says is for the log to prove. Throws open-failed. */
export async function readEvidence(bytes: Bytes): Promise<{ by: Statement; list: EvidenceList }> {
  const pack = readMap(decodeCbor(bytes, MAX_LIST + 16_384), ["list", "by"])
  const by = await readStatement(readSignedStatement(pack.by))
  const signed = readSignedObject(pack.list)
  await verifyBody("evidence", by, signed)
  return { by, list: parseList(signed) }
}

function readSignedStatement(value: unknown): SignedStatement {
  const fields = readMap(value, ["b", "k", "s", "o"])
  const o = readNullable(fields.o, (bytes) => readBytes(bytes, 64))
  return { b: readBytes(fields.b), k: readBytes(fields.k, 32), s: readBytes(fields.s, 64), o }
}

function parseList(signed: SignedObject): EvidenceList {
  const fields = parseBody(signed, ["at", "addr", "role", "org", "msg", "origin", "ck", "rk", "files"], MAX_LIST)
  const files = readList(fields.files, MAX_FILES, (value) => {
    const [name, size, sha] = readTuple(value, 3)
    return { name: readText(name, 255), size: readCount(size), sha: readBytes(sha, 32) }
  })
  demand(new Set(files.map(({ name }) => name)).size === files.length, "a file named twice")
  const key = (value: unknown) => readNullable(value, (bytes_) => readBytes(bytes_, 32))
  return {
    at: readCount(fields.at),
    addr: readText(fields.addr, 254),
    role: readOneOf(fields.role, ROLES),
    org: readId("org", fields.org),
    msg: readId("msg", fields.msg),
    origin: readText(fields.origin, 255),
    ck: key(fields.ck),
    rk: key(fields.rk),
    files,
  }
}

/** Question and answer, in the order in which they were asked. */
export type Answers = Map<string, Bytes>

export function encodeAnswers(answers: Answers): Bytes {
  return encodeCbor({ v: 1, answers: [...answers].map(([question, answer]) => [question, answer]) })
}

/** Throws open-failed. */
export function parseAnswers(bytes: Bytes): Answers {
  const fields = readMap(decodeCbor(bytes, MAX_ANSWERS), ["v", "answers"])
  readOneOf(fields.v, [1])
  const rows = readList(fields.answers, 10_000, (value) => {
    const [question, answer] = readTuple(value, 2)
    demand(answer instanceof Uint8Array, "an answer")
    return [readText(question, 1 << 20), answer as Bytes] as const
  })
  return new Map(rows)
}
