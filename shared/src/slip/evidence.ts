/** Signed evidence after delivery: receipts of readers, the agent's word that its grant is gone (docs/PROTOCOL.md §7.1). */
import {
  demand,
  equalBytes,
  readBytes,
  readId,
  readNullable,
  readOneOf,
  readPrincipalId,
  readTime,
  refuse,
} from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import type { KeySet } from "../suite/index.ts"
import { isSameKey } from "./chains.ts"
import type { Slip } from "./delivery-slips.ts"
import type { GrantRecord } from "./grant-records.ts"
import { parseBody, signBody, verifyBody } from "./signed-bodies.ts"
import type { Statement } from "./statements.ts"

export interface Receipt {
  readonly org: string
  readonly msg: string
  readonly slip: Bytes
  readonly prn: string
  /** Reserved: the group in whose name it was read. */
  readonly via: null
  readonly kind: "displayed" | "downloaded"
  /** The file; null exactly when the message was displayed. */
  readonly obj: string | null
  /** The reader's word. */
  readonly at: number
}

const RECEIPT_KEYS = ["org", "msg", "slip", "prn", "via", "kind", "obj", "at"] as const

/** Made only after the whole message was opened with every check, and only where the sender asked for it. */
export async function signReceipt(keySet: KeySet, receipt: Receipt): Promise<SignedObject> {
  const { org, msg, slip, prn, via, kind, obj, at } = receipt
  return signBody("receipt", keySet, { org, msg, slip, prn, via, kind, obj, at })
}

/** Throws open-failed unless this person signed it in the own name. That it counts for a message: checkReceipt. */
export async function readReceipt(signed: SignedObject, reader: Statement): Promise<Receipt> {
  await verifyBody("receipt", reader, signed)
  const fields = parseBody(signed, RECEIPT_KEYS)
  const receipt: Receipt = {
    org: readId("org", fields.org),
    msg: readId("msg", fields.msg),
    slip: readBytes(fields.slip, 32),
    prn: readPrincipalId(fields.prn),
    via: fields.via === null ? null : refuse("unsupported", "a receipt for a group"),
    kind: readOneOf(fields.kind, ["displayed", "downloaded"]),
    obj: readNullable(fields.obj, (value) => readId("obj", value)),
    at: readTime(fields.at),
  }
  demand(receipt.prn === reader.prn && (receipt.kind === "downloaded") === (receipt.obj !== null), "receipt")
  return receipt
}

/**
 * Is the receipt evidence of this message's reader? The reader's key must be the same key as the one that the slip
 * names, or as the one of the verified record that let the reader in. `reader` is of a checked chain.
 * Throws open-failed.
 */
export async function checkReceipt(check: {
  signed: SignedObject
  reader: Statement
  slip: Slip
  slipHash: Bytes
  record: GrantRecord | null
}): Promise<Receipt> {
  const { reader, slip, record } = check
  const receipt = await readReceipt(check.signed, reader)
  const isOfMessage = receipt.org === slip.org && receipt.msg === slip.msg && equalBytes(receipt.slip, check.slipHash)
  const letIn = [...slip.to, ...slip.cc, ...(record === null ? [] : [record])]
  const isReader = letIn.some(({ prn, kid }) => prn === reader.prn && kid !== null && isSameKey(reader, kid))
  const isOfSlip = record === null || (record.msg === slip.msg && equalBytes(record.slip, check.slipHash))
  if (!isOfMessage || !isReader || !isOfSlip) refuse("open-failed", "receipt of somebody else")
  demand(
    receipt.obj === null || slip.objs.some(([obj]) => obj === receipt.obj),
    "receipt for a file of another message",
  )
  return receipt
}

export interface Destroyed {
  readonly org: string
  readonly msg: string
  readonly slip: Bytes
  readonly prn: string
  readonly kid: Bytes
  /** Hash of the record of the destroyed grant (blind first contact); null: the grant that the slip names. */
  readonly rec: Bytes | null
  /** When the private half of `kid` is erased: until then a kept copy of the grant could be opened with it. */
  readonly ends: number
  readonly at: number
}

const DESTROYED_KEYS = ["org", "msg", "slip", "prn", "kid", "rec", "ends", "at"] as const

export async function signDestroyed(keySet: KeySet, destroyed: Destroyed): Promise<SignedObject> {
  const { org, msg, slip, prn, kid, rec, ends, at } = destroyed
  return signBody("destroyed", keySet, { org, msg, slip, prn, kid, rec, ends, at })
}

/** Throws open-failed unless this agent signed it about its own grant, by the key of that grant or its successor. */
export async function readDestroyed(signed: SignedObject, agent: Statement): Promise<Destroyed> {
  await verifyBody("destroyed", agent, signed)
  const fields = parseBody(signed, DESTROYED_KEYS)
  const destroyed: Destroyed = {
    org: readId("org", fields.org),
    msg: readId("msg", fields.msg),
    slip: readBytes(fields.slip, 32),
    prn: readId("prn", fields.prn),
    kid: readBytes(fields.kid, 32),
    rec: readNullable(fields.rec, (value) => readBytes(value, 32)),
    ends: readTime(fields.ends),
    at: readTime(fields.at),
  }
  demand(destroyed.prn === agent.prn && isSameKey(agent, destroyed.kid), "destroyed by another agent")
  return destroyed
}
