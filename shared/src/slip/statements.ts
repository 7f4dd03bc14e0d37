/** Key statements: a principal's own announcement of its key set (docs/PROTOCOL.md §2.3). */
import {
  demand,
  encodeCbor,
  hash,
  isNormalAddress,
  newId,
  readBytes,
  readCount,
  readNullable,
  readOneOf,
  readPrincipalId,
  readText,
  readTime,
  refuse,
} from "../bytes/index.ts"
import type { Bytes, SignedStatement } from "../bytes/index.ts"
import { kidOf, readSuite, sign, SUITE_LENGTHS, verify } from "../suite/index.ts"
import type { KeySet, PublicKeySet } from "../suite/index.ts"
import { parseBody } from "./signed-bodies.ts"
import { KINDS } from "./signer-kinds.ts"
import type { Kind } from "./signer-kinds.ts"

export type StatementHow = "first" | "rotate" | "reset"

/** A statement whose self-signature is verified; that it follows its predecessor is checkChain's to show. */
export interface Statement extends PublicKeySet {
  readonly prn: string
  readonly kind: Kind
  /** Normal form; null for a principal without a mailbox. */
  readonly addr: string | null
  readonly seq: number
  readonly how: StatementHow
  /** Key id before; null exactly when seq is 0. */
  readonly prev: Bytes | null
  /** Hash of a revocation key, reserved for `revoke`. */
  readonly rev: Bytes | null
  readonly at: number
  /** H("statement", body). */
  readonly hash: Bytes
  readonly raw: SignedStatement
}

export interface StatementFields {
  readonly kind: Kind
  readonly addr: string | null
  readonly at: number
  /** Left out for seq 0, where it follows from the key. */
  readonly prn?: string
  readonly seq?: number
  readonly how?: StatementHow
  readonly prev?: Bytes | null
  readonly rev?: Bytes | null
}

const KEYS = ["prn", "kind", "addr", "suite", "sig", "kem", "seq", "how", "prev", "rev", "at"] as const

/** The id that belongs to the principal whose seq 0 has this kind, address and key id, and to nobody else. */
export function principalId(kind: Kind, addr: string | null, kid0: Bytes): string {
  return newId(kind === "person" ? "idn" : "prn", hash("principal", encodeCbor([kind, addr, kid0])).slice(0, 16))
}

/** Signs a statement; with `previousKeySet` (how: rotate) the succession too. Throws open-failed on a wrong combination. */
export async function makeStatement(
  keySet: KeySet,
  fields: StatementFields,
  previousKeySet?: KeySet,
): Promise<Statement> {
  const { kind, addr, at, seq = 0, how = "first", prev = null, rev = null } = fields
  const prn = fields.prn ?? principalId(kind, addr, keySet.kid)
  const { suite, sig, kem } = keySet
  const body = encodeCbor({ v: 1, prn, kind, addr, suite, sig, kem, seq, how, prev, rev, at })
  const signed = await sign("key-statement", keySet, body)
  const succession = previousKeySet === undefined ? null : (await sign("key-succession", previousKeySet, body)).s
  return readStatement({ ...signed, o: succession })
}

/** Verifies form, lengths, key id, self-signature, and for seq 0 the principal id. Throws open-failed or unsupported. */
export async function readStatement(raw: SignedStatement): Promise<Statement> {
  const fields = parseBody(raw, KEYS)
  if (fields.how === "revoke") refuse("unsupported", "revocation")
  const suite = readSuite(fields.suite)
  const sig = readBytes(fields.sig, SUITE_LENGTHS[suite].sig)
  const kem = readBytes(fields.kem, SUITE_LENGTHS[suite].kem)
  const statement: Statement = {
    suite,
    sig,
    kem,
    kid: kidOf(suite, sig, kem),
    prn: readPrincipalId(fields.prn),
    kind: readOneOf(fields.kind, KINDS),
    addr: readNullable(fields.addr, (value) => readText(value, 254)),
    seq: readCount(fields.seq),
    how: readOneOf(fields.how, ["first", "rotate", "reset"]),
    prev: readNullable(fields.prev, (value) => readBytes(value, 32)),
    rev: readNullable(fields.rev, (value) => readBytes(value, 32)),
    at: readTime(fields.at),
    hash: hash("statement", raw.b),
    raw,
  }
  checkForm(statement)
  await verify("key-statement", statement, raw)
  return statement
}

function checkForm(statement: Statement): void {
  const { prn, kind, addr, seq, how, prev, kid, raw } = statement
  demand(prn.startsWith(kind === "person" ? "idn_" : "prn_"), "prefix of the principal")
  demand(addr === null ? kind !== "person" : isNormalAddress(addr), "address of the principal")
  const isFirst = seq === 0
  demand((how === "first") === isFirst && (prev === null) === isFirst, "how and seq")
  demand((how === "rotate") === (raw.o !== null) && (raw.o === null || raw.o.length === 64), "succession signature")
  demand(!isFirst || prn === principalId(kind, addr, kid), "principal id")
}
