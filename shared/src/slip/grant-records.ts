/** Grant records: the signed reason for a grant that the slip does not name (docs/PROTOCOL.md §5). */
import {
  demand,
  hash,
  isNormalAddress,
  readBytes,
  readId,
  readNullable,
  readOneOf,
  readPrincipalId,
  readText,
  readTime,
} from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import type { KeySet } from "../suite/index.ts"
import { encodeBlindProof, readBlindProof } from "./blind-copies.ts"
import type { BlindProof } from "./blind-copies.ts"
import { readScope } from "./delivery-slips.ts"
import type { Scope } from "./delivery-slips.ts"
import { parseBody, signBody, verifyBody } from "./signed-bodies.ts"
import type { Statement } from "./statements.ts"

/** `delegate`, `member`, `archive` and `scanner` are words of the format that no rule accepts yet. */
export type RecordRole = "to" | "cc" | "bcc" | "archive" | "scanner" | "agent" | "delegate" | "member"
export type RecordWhy = "send" | "first-contact" | "re-grant"

export interface GrantRecord {
  readonly org: string
  readonly msg: string
  /** Slip hash. */
  readonly slip: Bytes
  /** Whom the grant is for. */
  readonly prn: string
  readonly kid: Bytes
  /** null for a principal without a mailbox. */
  readonly addr: string | null
  readonly role: RecordRole
  readonly scope: Scope
  readonly why: RecordWhy
  /** Principal of the issuer. */
  readonly iss: string
  readonly at: number
  /** Hash of the ticket that allowed it. */
  readonly auth: Bytes | null
  /** Place of the reader's entry under the slip's commitment to blind copies. */
  readonly bcc: BlindProof | null
}

const KEYS = ["org", "msg", "slip", "prn", "kid", "addr", "role", "scope", "why", "iss", "at", "auth", "bcc"] as const
const ROLES = ["to", "cc", "bcc", "archive", "scanner", "agent", "delegate", "member"] as const

export async function signRecord(keySet: KeySet, record: GrantRecord): Promise<SignedObject> {
  const { org, msg, slip, prn, kid, addr, role, scope, why, iss, at, auth, bcc } = record
  const signed = await signBody("grant-record", keySet, {
    org,
    msg,
    slip,
    prn,
    kid,
    addr,
    role,
    scope,
    why,
    iss,
    at,
    auth,
    bcc: encodeBlindProof(bcc),
  })
  parseRecord(signed)
  return signed
}

/** Throws open-failed unless this issuer signed it in its own name. */
export async function readRecord(signed: SignedObject, issuer: Statement): Promise<GrantRecord> {
  await verifyBody("grant-record", issuer, signed)
  const record = parseRecord(signed)
  demand(record.iss === issuer.prn, "record of another issuer")
  return record
}

/** H("record", body): what the grant's associated data binds. */
export function recordHash(signed: SignedObject): Bytes {
  return hash("record", signed.b)
}

/** The record's fields before its signature is verified. */
export function parseRecord(signed: SignedObject): GrantRecord {
  const fields = parseBody(signed, KEYS)
  const record: GrantRecord = {
    org: readId("org", fields.org),
    msg: readId("msg", fields.msg),
    slip: readBytes(fields.slip, 32),
    prn: readPrincipalId(fields.prn),
    kid: readBytes(fields.kid, 32),
    addr: readNullable(fields.addr, (value) => readText(value, 254)),
    role: readOneOf(fields.role, ROLES),
    scope: readScope(fields.scope),
    why: readOneOf(fields.why, ["send", "first-contact", "re-grant"]),
    iss: readPrincipalId(fields.iss),
    at: readTime(fields.at),
    auth: readNullable(fields.auth, (value) => readBytes(value, 32)),
    bcc: readNullable(fields.bcc, readBlindProof),
  }
  demand(record.addr === null || isNormalAddress(record.addr), "record address")
  return record
}
