/** Mailbox proofs: a prover's word that whoever reads an address made this statement (docs/PROTOCOL.md §6.2). */
import {
  demand,
  encodeCbor,
  equalBytes,
  isNormalAddress,
  label,
  readBytes,
  readId,
  readNullable,
  readPrincipalId,
  readText,
  readTime,
  refuse,
  utf8,
} from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import { hkdf, hmac } from "../suite/index.ts"
import type { KeySet } from "../suite/index.ts"
import { isSameKey } from "./chains.ts"
import type { Policy } from "./policies.ts"
import { parseBody, signBody, verifyBody } from "./signed-bodies.ts"
import type { Statement } from "./statements.ts"

export interface MailboxProof {
  readonly addr: string
  readonly prn: string
  readonly kid: Bytes
  /** Hash of the statement that the claim was made for. */
  readonly st: Bytes
  /** Organization of the prover; null for the platform's. */
  readonly org: string | null
  readonly nonce: Bytes
  readonly at: number
  /** Until when it may be used to register, 15 minutes after `at`. */
  readonly exp: number
}

const KEYS = ["addr", "prn", "kid", "st", "org", "nonce", "at", "exp"] as const
export const MAILBOX_PROOF_VALIDITY_MS = 15 * 60_000

export async function signMailboxProof(keySet: KeySet, fields: MailboxProof): Promise<SignedObject> {
  const { addr, prn, kid, st, org, nonce, at, exp } = fields
  const signed = await signBody("mailbox-proof", keySet, { addr, prn, kid, st, org, nonce, at, exp })
  parseProof(signed)
  return signed
}

/** Throws open-failed unless this prover signed it. */
export async function readMailboxProof(signed: SignedObject, proverStatement: Statement): Promise<MailboxProof> {
  await verifyBody("mailbox-proof", proverStatement, signed)
  return parseProof(signed)
}

function parseProof(signed: SignedObject): MailboxProof {
  const fields = parseBody(signed, KEYS)
  const proof: MailboxProof = {
    addr: readText(fields.addr, 254),
    prn: readPrincipalId(fields.prn),
    kid: readBytes(fields.kid, 32),
    st: readBytes(fields.st, 32),
    org: readNullable(fields.org, (value) => readId("org", value)),
    nonce: readBytes(fields.nonce, 16),
    at: readTime(fields.at),
    exp: readTime(fields.exp),
  }
  demand(
    isNormalAddress(proof.addr) && proof.exp > proof.at && proof.exp - proof.at <= MAILBOX_PROOF_VALIDITY_MS,
    "mailbox proof",
  )
  return proof
}

/**
 * May this proof stand behind a first use or a reset of `statement` for somebody who trusts `policy`? `prover` is of a
 * checked chain. Throws proof-refused, with one text for all causes.
 */
export async function checkMailboxProof(check: {
  signed: SignedObject
  statement: Statement
  prover: Statement
  policy: Policy
}): Promise<MailboxProof> {
  const { signed, statement, prover, policy } = check
  const proof = await readMailboxProof(signed, prover)
  const isForStatement =
    proof.addr === statement.addr &&
    proof.prn === statement.prn &&
    equalBytes(proof.kid, statement.kid) &&
    equalBytes(proof.st, statement.hash)
  const isProver = policy.provers.some((named) => named.prn === prover.prn && isSameKey(prover, named.kid))
  if (!isForStatement || !isProver || (proof.org !== null && proof.org !== policy.org))
    refuse("proof-refused", "mailbox proof")
  return proof
}

/** What the registering client sends: HMAC under the mailed code, bound to exactly one statement. */
export async function mailboxMac(code: string, addr: string, statementHash: Bytes, nonce: Bytes): Promise<Bytes> {
  const key = await hkdf(utf8(code), new Uint8Array(), label("mailbox-code"), 32)
  return hmac(key, encodeCbor([addr, statementHash, nonce]))
}
