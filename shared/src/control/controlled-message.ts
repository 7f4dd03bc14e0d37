/** A message as far as it can be checked without opening it, and what its sender decided since (docs/PROTOCOL.md §7.1). */
import type { Account } from "../account/index.ts"
import { demand, equalBytes, fromBase64url, ProtocolError, refuse, utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { signedFromText, statementFromText } from "../client/index.ts"
import { controlsThatCount, parseControl, readSlip, readStatement, slipHash, verifyHeader } from "../slip/index.ts"
import type { Header, MessageControls, Slip, Statement } from "../slip/index.ts"
import * as z from "zod/mini"
import { controlRecord } from "../wire/index.ts"
import type { ControlRecordText, MessageId, OrganizationId } from "../wire/index.ts"
import { policyForLookUps, verifySender } from "./sender.ts"
import type { SignedReply } from "./sender.ts"

export interface ControlledMessage {
  readonly org: OrganizationId
  readonly id: MessageId
  readonly header: Header
  /** Of the verified header. */
  readonly slip: Slip
  readonly slipHash: Bytes
  readonly senderChain: readonly Statement[]
  readonly controls: MessageControls
}

/** @throws ProtocolError unless header and slip are what this sender signed about this message. */
export async function checkControlled(
  account: Account,
  reply: SignedReply & { readonly records: readonly ControlRecordText[] },
  { org, id }: { org: OrganizationId; id: MessageId },
): Promise<ControlledMessage> {
  const { chain } = await verifySender(account, reply, await policyForLookUps(account, org, reply))
  const signed = signedFromText(reply.header)
  const sender = chain.find(({ kid }) => equalBytes(kid, signed.k)) ?? refuse("open-failed", "no statement of this key")
  const header = await verifyHeader(signed, sender)
  const bytes = fromBase64url(reply.slip)
  const slip = readSlip(bytes)
  const { addr, prn, kid } = slip.from
  demand(equalBytes(slipHash(bytes), header.slip), "another slip than the signed one")
  demand(header.org === org && header.msg === id && slip.org === org && slip.msg === id, "another message")
  demand(addr === sender.addr && prn === header.prn && equalBytes(kid, header.kid), "slip of another sender")
  const controls = await controlsOf(account, { ...reply, org, header, senderChain: chain })
  return { org, id, header, slip, slipHash: header.slip, senderChain: chain, controls }
}

interface Recorded {
  readonly org: OrganizationId
  readonly header: Header
  readonly senderChain: readonly Statement[]
  readonly records: readonly ControlRecordText[]
  /** Unverified: only to know whose keys to ask the Directory for. */
  readonly statements: SignedReply["statements"]
}

/**
 * What counts of the records that the server gives, and of those that this device has seen before: a server that shows a
 * recall once cannot take it back.
 */
export async function controlsOf(
  account: Account,
  { org, header, senderChain, records, statements }: Recorded,
): Promise<MessageControls> {
  const seen = await recordsSeen(account, header.msg)
  const all = [...records, ...seen.filter((old) => !records.some(({ signed }) => signed.s === old.signed.s))]
  if (all.length === 0) return NONE
  const officers = await officersOf(account, { org, records: all, statements, sender: header.prn })
  const controls = await controlsThatCount(
    { org, msg: header.msg, slipHash: header.slip, sender: header, senderChain, ...officers },
    all.map(({ kind, signed }) => ({ kind, signed: signedFromText(signed) })),
  )
  const isNews = records.some(({ signed }) => !seen.some((old) => old.signed.s === signed.s))
  if (isNews && hasAny(controls)) await account.store.set(placeOf(header.msg), utf8(JSON.stringify(all)))
  return controls
}

const NONE: MessageControls = { recalls: [], suspension: null, expiry: null }
const hasAny = ({ recalls, suspension, expiry }: MessageControls): boolean =>
  recalls.length > 0 || suspension !== null || expiry !== null
const kept = z.array(controlRecord)
const placeOf = (msg: string): string => `controls/${msg}`

async function recordsSeen(account: Account, msg: string): Promise<ControlRecordText[]> {
  const held = await account.store.get(placeOf(msg))
  if (held === null) return []
  const parsed = kept.safeParse(JSON.parse(new TextDecoder().decode(held)))
  return parsed.success ? parsed.data : []
}

/** Asked for only where somebody else than the sender signed. */
async function officersOf(
  account: Account,
  { org, records, statements, sender }: Pick<Recorded, "org" | "records" | "statements"> & { sender: string },
): Promise<Pick<Parameters<typeof controlsThatCount>[0], "officers" | "officerChains">> {
  const issuers = new Set(records.map(({ kind, signed }) => issuerOf(kind, signed)).filter((iss) => iss !== sender))
  if (issuers.size === 0) return { officers: [], officerChains: [] }
  try {
    const { policy } = await account.view.policy(org)
    // A person's key is in the log under the address, not under the principal's id.
    const addresses = await Promise.all(statements.filter(({ prn }) => issuers.has(prn)).map(addressIn))
    const chains = await account.view.chains(addresses.filter((address) => address !== null))
    return { officers: policy.officers, officerChains: [...chains.values()] }
  } catch (error) {
    if (error instanceof ProtocolError) return { officers: [], officerChains: [] }
    throw error
  }
}

async function addressIn({ statements }: SignedReply["statements"][number]): Promise<string | null> {
  const newest = statements.at(-1)
  return newest === undefined ? null : (await readStatement(statementFromText(newest))).addr
}

function issuerOf(kind: ControlRecordText["kind"], signed: ControlRecordText["signed"]): string | null {
  try {
    return parseControl(kind, signedFromText(signed)).iss
  } catch {
    return null
  }
}
