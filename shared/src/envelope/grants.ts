/** Grants: the content key, or the file keys, sealed by HPKE to one principal (docs/PROTOCOL.md §5). */
import {
  concat,
  decodeCbor,
  demand,
  encodeCbor,
  equalBytes,
  label,
  readBytes,
  readId,
  readList,
  readMap,
  readNullable,
  readOneOf,
  readPrincipalId,
  readSignedObject,
  readTuple,
  u16,
} from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import { recordHash } from "../slip/index.ts"
import type { GrantFacts, Scope, Statement } from "../slip/index.ts"
import { hpkeOpen, hpkeSeal, SUITE_LENGTHS } from "../suite/index.ts"
import type { KeySet, SuiteId } from "../suite/index.ts"
import type { MessageContext } from "./content-keys.ts"

export interface Grant extends GrantFacts {
  /** The reader's suite. */
  readonly suite: SuiteId
  readonly org: string
  readonly msg: string
  readonly enc: Bytes
  readonly ct: Bytes
}

/** `ck` opens the message; `rec` the Bcc record (sender and archive alone); `files` the attachments (scanner alone). */
export type GrantPayload =
  | { readonly ck: Bytes; readonly rec: Bytes | null }
  | { readonly files: readonly (readonly [obj: string, fk: Bytes])[] }

export interface NewGrant {
  /** Verified statement of the reader. */
  readonly reader: Statement
  readonly message: MessageContext
  readonly scope: Scope
  readonly payload: GrantPayload
  readonly record: SignedObject | null
}

const MAX_GRANT = 16_384
const NO_RECORD = new Uint8Array(32)

export async function sealGrant({ reader, message, scope, payload, record }: NewGrant): Promise<Grant> {
  const { suite, prn, kid } = reader
  const named = { suite, org: message.org, msg: message.msg, prn, kid, scope, rec: record }
  const box = await hpkeSeal(reader, grantInfo(named), grantAad(message, record), encodePayload(payload))
  return { ...named, ...box }
}

/** Throws open-failed unless the grant is for this key and principal, of this message, and untouched. */
export async function openGrant(
  keySet: KeySet,
  prn: string,
  message: MessageContext,
  grant: Grant,
): Promise<GrantPayload> {
  const isMine = grant.prn === prn && grant.suite === keySet.suite && equalBytes(grant.kid, keySet.kid)
  demand(isMine && grant.org === message.org && grant.msg === message.msg, "grant of another reader or message")
  return readPayload(
    await hpkeOpen(keySet, grant.enc, grant.ct, grantInfo(grant), grantAad(message, grant.rec)),
    grant.scope,
  )
}

function grantInfo({ suite, org, msg, prn, kid, scope }: Omit<Grant, "enc" | "ct" | "rec">): Bytes {
  return concat(label("grant"), u16(suite), encodeCbor([org, msg, prn, kid, scope]))
}

function grantAad({ slipHash }: MessageContext, record: SignedObject | null): Bytes {
  return concat(slipHash, record === null ? NO_RECORD : recordHash(record))
}

function encodePayload(payload: GrantPayload): Bytes {
  if ("files" in payload) return encodeCbor({ files: payload.files })
  return encodeCbor(payload.rec === null ? { ck: payload.ck } : { ck: payload.ck, rec: payload.rec })
}

function readPayload(bytes: Bytes, scope: Scope): GrantPayload {
  const value = decodeCbor(bytes, MAX_GRANT)
  if (scope === "files") return { files: readList(readMap(value, ["files"]).files, 200, readFileKey) }
  const hasRecordKey = typeof value === "object" && value !== null && "rec" in value
  if (!hasRecordKey) return { ck: readBytes(readMap(value, ["ck"]).ck, 32), rec: null }
  const fields = readMap(value, ["ck", "rec"])
  return { ck: readBytes(fields.ck, 32), rec: readBytes(fields.rec, 32) }
}

function readFileKey(value: unknown): readonly [string, Bytes] {
  const [obj, fk] = readTuple(value, 2)
  return [readId("obj", obj), readBytes(fk, 32)]
}

export function encodeGrant({ suite, org, msg, prn, kid, scope, enc, ct, rec }: Grant): Bytes {
  return encodeCbor({ v: 1, suite, org, msg, prn, kid, scope, enc, ct, rec: rec && { b: rec.b, k: rec.k, s: rec.s } })
}

/** Throws open-failed on another form. */
export function readGrant(bytes: Bytes): Grant {
  const fields = readMap(decodeCbor(bytes, MAX_GRANT), [
    "v",
    "suite",
    "org",
    "msg",
    "prn",
    "kid",
    "scope",
    "enc",
    "ct",
    "rec",
  ])
  readOneOf(fields.v, [1])
  const suite = readOneOf(fields.suite, [1, 2])
  return {
    suite,
    org: readId("org", fields.org),
    msg: readId("msg", fields.msg),
    prn: readPrincipalId(fields.prn),
    kid: readBytes(fields.kid, 32),
    scope: readOneOf(fields.scope, ["all", "files"]),
    enc: readBytes(fields.enc, SUITE_LENGTHS[suite].enc),
    ct: readBytes(fields.ct),
    rec: readNullable(fields.rec, readSignedObject),
  }
}
