/** The header: the one signature over metadata, files, body, content key and blind copies (docs/PROTOCOL.md §4.2). */
import { demand, equalBytes, readBytes, readId, readOneOf } from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import type { KeySet, SuiteId } from "../suite/index.ts"
import { parseBody, signBody, verifyBody } from "./signed-bodies.ts"
import type { Statement } from "./statements.ts"

export interface Header {
  readonly suite: SuiteId
  readonly org: string
  readonly msg: string
  readonly prn: string
  readonly kid: Bytes
  /** Slip hash. */
  readonly slip: Bytes
  /** Commitment to the content key. */
  readonly com: Bytes
}

const KEYS = ["suite", "org", "msg", "prn", "kid", "slip", "com"] as const
const MAX_HEADER = 4096

export async function signHeader(keySet: KeySet, header: Header): Promise<SignedObject> {
  const { suite, org, msg, prn, kid, slip, com } = header
  return signBody("envelope", keySet, { suite, org, msg, prn, kid, slip, com }, MAX_HEADER)
}

/** Reads the form and does not verify: it says whose statement to look for. Then verifyHeader. */
export function readHeader(signed: SignedObject): Header {
  const fields = parseBody(signed, KEYS, MAX_HEADER)
  return {
    suite: readOneOf(fields.suite, [1, 2]),
    org: readId("org", fields.org),
    msg: readId("msg", fields.msg),
    prn: readId("idn", fields.prn),
    kid: readBytes(fields.kid, 32),
    slip: readBytes(fields.slip, 32),
    com: readBytes(fields.com, 32),
  }
}

/**
 * Throws open-failed unless the signer is the person whom the header names, with the suite that it names.
 * `header`: what readHeader gave for the same `signed`, where it was asked before.
 */
export async function verifyHeader(
  signed: SignedObject,
  sender: Statement,
  header = readHeader(signed),
): Promise<Header> {
  await verifyBody("envelope", sender, signed)
  demand(header.prn === sender.prn && equalBytes(header.kid, sender.kid), "header of another sender")
  demand(header.suite === sender.suite, "header of another suite")
  return header
}
