/** A message as far as it can be checked without opening it, and what its sender decided since (docs/PROTOCOL.md §7.1). */
import type { Account } from "../account/index.ts"
import { demand, equalBytes, fromBase64url, ProtocolError, refuse, toBase64url, utf8 } from "../bytes/index.ts"
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
  const all: SeenRecord[] = [...records, ...seen.filter((old) => !records.some((record) => isSame(old, record)))]
  if (all.length === 0) return NONE
  const known = seen.flatMap(({ address }) => address ?? [])
  const officers = await officersOf(account, { org, records: all, statements, known, sender: header.prn })
  const controls = await controlsThatCount(
    { org, msg: header.msg, slipHash: header.slip, sender: header, senderChain, ...officers },
    all.map(({ kind, signed }) => ({ kind, signed: signedFromText(signed) })),
  )
  const isNews = records.some((record) => !seen.some((old) => isSame(old, record)))
  if (isNews && hasAny(controls)) {
    const marked = all.map((record) => ({ ...record, ...addressOf(record, officers.officerChains) }))
    await account.store.set(placeOf(header.msg), utf8(JSON.stringify(marked)))
  }
  return controls
}

/** All of it: a signature beside another body says nothing, and must not stand for the record that has it. */
const isSame = (a: ControlRecordText, b: ControlRecordText): boolean =>
  a.kind === b.kind && a.signed.b === b.signed.b && a.signed.k === b.signed.k && a.signed.s === b.signed.s

const NONE: MessageControls = { recalls: [], suspension: null, expiry: null }
const hasAny = ({ recalls, suspension, expiry }: MessageControls): boolean =>
  recalls.length > 0 || suspension !== null || expiry !== null
/** `address`: of the officer who signed it, so that the key can be asked for though the server names nobody. */
const kept = z.array(z.extend(controlRecord, { address: z.optional(z.string()) }))
type SeenRecord = z.infer<typeof kept>[number]
const placeOf = (msg: string): string => `controls/${msg}`

async function recordsSeen(account: Account, msg: string): Promise<SeenRecord[]> {
  const held = await account.store.get(placeOf(msg))
  if (held === null) return []
  const parsed = kept.safeParse(JSON.parse(new TextDecoder().decode(held)))
  return parsed.success ? parsed.data : []
}

function addressOf({ signed }: SeenRecord, chains: readonly (readonly Statement[])[]): { address?: string } {
  const signer = chains.flat().find(({ kid }) => toBase64url(kid) === signed.k)
  return signer === undefined || signer.addr === null ? {} : { address: signer.addr }
}

/** Asked for only where somebody else than the sender signed. */
async function officersOf(
  account: Account,
  about: Pick<Recorded, "org" | "records" | "statements"> & { known: readonly string[]; sender: string },
): Promise<Pick<Parameters<typeof controlsThatCount>[0], "officers" | "officerChains">> {
  const { org, records, statements, known, sender } = about
  const issuers = new Set(records.map(({ kind, signed }) => issuerOf(kind, signed)).filter((iss) => iss !== sender))
  if (issuers.size === 0) return { officers: [], officerChains: [] }
  try {
    const { policy } = await account.view.policy(org)
    // A person's key is in the log under the address, not under the principal's id.
    const said = await Promise.all(statements.filter(({ prn }) => issuers.has(prn)).map(addressIn))
    const chains = await account.view.chains([...said.filter((address) => address !== null), ...known])
    return { officers: policy.officers, officerChains: [...chains.values()] }
  } catch (error) {
    // Where an officer's word was verified here once, it is not forgotten because the server lets it be checked no more.
    if (error instanceof ProtocolError && known.length === 0) return { officers: [], officerChains: [] }
    throw error
  }
}

async function addressIn({ statements }: SignedReply["statements"][number]): Promise<string | null> {
  const newest = statements.at(-1)
  if (newest === undefined) return null
  return readStatement(statementFromText(newest)).then(
    ({ addr }) => addr,
    () => null,
  )
}

function issuerOf(kind: ControlRecordText["kind"], signed: ControlRecordText["signed"]): string | null {
  try {
    return parseControl(kind, signedFromText(signed)).iss
  } catch {
    return null
  }
}
