/** The open fields of a grant (docs/PROTOCOL.md §5): whom it is for. What is sealed stays sealed; this server cannot open it. */
import {
  decodeCbor,
  readBytes,
  readId,
  readMap,
  readNullable,
  readOneOf,
  readPrincipalId,
  readSignedObject,
} from "@smp/shared/bytes"
import type { Bytes, SignedObject } from "@smp/shared/bytes"

export interface GrantFields {
  readonly org: string
  readonly msg: string
  readonly prn: string
  readonly kid: Bytes
  readonly scope: "all" | "files"
  readonly rec: SignedObject | null
}

const MAX_GRANT = 16_384

/** @throws ProtocolError open-failed */
export function readGrantFields(bytes: Bytes): GrantFields {
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
  readOneOf(fields.suite, [1, 2])
  return {
    org: readId("org", fields.org),
    msg: readId("msg", fields.msg),
    prn: readPrincipalId(fields.prn),
    kid: readBytes(fields.kid, 32),
    scope: readOneOf(fields.scope, ["all", "files"]),
    rec: readNullable(fields.rec, readSignedObject),
  }
}
