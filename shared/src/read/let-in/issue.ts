/**
 * Locking one message for a reader's new key: everything that an issuer checks (docs/PROTOCOL.md §5.2), then the record
 * and the grant.
 * Promises: a grant is made only from a message that passed the own opening and whose names hold; only for somebody whom
 * the signed slip addresses, under the same principal; across a reset only with a person's consent or by the
 * organization's signed rule; what the reader's own table of reasons would refuse is not made.
 */
import type { Account } from "../../account/index.ts"
import { equalBytes, fromBase64url, refuse } from "../../bytes/index.ts"
import type { Bytes, SignedObject } from "../../bytes/index.ts"
import { signedFromText } from "../../client/index.ts"
import { encodeGrant, sealGrant } from "../../envelope/index.ts"
import { contactCode } from "../../send/index.ts"
import {
  contactCodeMac,
  isTicketOnSlip,
  justifyGrant,
  reachedByRotate,
  readTicket,
  signRecord,
  statementsByKid,
  ticketHash,
} from "../../slip/index.ts"
import type { BlindProof, GrantRecord } from "../../slip/index.ts"
import { closureOf } from "../closed-message.ts"
import { readMessage } from "../open-message.ts"
import { internalsOf } from "../opened-message.ts"
import type { Internals, OpenedMessage } from "../opened-message.ts"
import { trackedOf } from "../tracked-message.ts"
import { trackPeople } from "../tracked-people.ts"
import type { Candidate } from "./waiting-readers.ts"

export type Consent = "none" | "person"

/** How the slip, or a record that this client verified, knows the reader. */
interface Place {
  readonly role: "to" | "cc" | "bcc"
  readonly prn: string
  readonly kid: Bytes
  /** Only the sender may let in whoever was addressed without a key, and blind readers. */
  readonly isSendersAlone: boolean
  readonly bcc: BlindProof | null
  /** A secret of its own protected the first contact: no rule lets in again by itself (H1). */
  readonly hadSecret: boolean
}

/** The grant's bytes. @throws ProtocolError hidden-reader, expired, recalled, key-changed; ApiProblem. */
export async function issueGrant(
  account: Account,
  candidate: Candidate,
  { consent, now }: { consent: Consent; now: number },
): Promise<Bytes> {
  const message = await readMessage({ account, id: candidate.message, receipt: false })
  const internals = internalsOf(message)
  checkMessage(message, candidate, internals, now)
  if (candidate.wanted.ticket !== null) return issueFirstContact(account, { message, candidate, internals, now })
  const place = await placeOf(message, candidate)
  if (place.prn !== candidate.statement.prn) return refuse("hidden-reader", "another principal of this address")
  const isSender = message.role === "from"
  if (!isSender && (place.isSendersAlone || message.role === "bcc"))
    return refuse("hidden-reader", "the sender's alone")
  if (!reachedByRotate(candidate.chain, place.kid, candidate.statement.kid)) {
    const isByRule = candidate.decision.kind === "by-itself" && !place.hadSecret
    if (consent !== "person" && !isByRule) return refuse("key-changed", "a person has to decide")
  }
  const reason = { role: place.role, why: "re-grant", auth: null, bcc: place.bcc } as const
  return seal(account, { message, candidate, internals, now }, { reason, ticket: null })
}

function checkMessage(message: OpenedMessage, candidate: Candidate, { reply }: Internals, now: number): void {
  if (message.org !== candidate.org) refuse("hidden-reader", "message of another organization")
  // 7b: nothing is granted because of a name that does not hold.
  if (message.nameProblems.length > 0) refuse("hidden-reader", "a name does not fit its key")
  const { exp } = message.slip.ctl
  const closure = closureOf(message.controls, { address: candidate.address, exp, now })
  if (closure !== null) refuse(closure.state, "closed to this reader")
  if (reply.row.state === "expired" || reply.row.state === "recalled") refuse(reply.row.state, reply.row.state)
}

async function placeOf(message: OpenedMessage, { address }: Candidate): Promise<Place> {
  const { bcc } = internalsOf(message).sealed
  const roles = [
    ["to", message.slip.to],
    ["cc", message.slip.cc],
  ] as const
  for (const [role, list] of roles) {
    const entry = list.find(({ addr }) => addr === address)
    if (entry === undefined) continue
    const { prn, kid } = entry
    const visible = { role, bcc: null } as const
    if (prn !== null && kid !== null) return { ...visible, prn, kid, isSendersAlone: false, hadSecret: false }
    return { ...visible, ...(await firstContactOf(message, address, entry.mode)) }
  }
  const at = bcc?.bcc.findIndex(({ addr }) => addr === address) ?? -1
  const entry = bcc?.bcc[at] ?? refuse("hidden-reader", "not addressed")
  const blind = { role: "bcc", bcc: bcc?.proofs[at] ?? null } as const
  const { prn, kid } = entry
  if (prn !== null && kid !== null) return { ...blind, prn, kid, isSendersAlone: true, hadSecret: false }
  return { ...blind, ...(await firstContactOf(message, address, entry.mode)) }
}

/** Addressed without a key: the key that a record let in, which this client verifies itself. */
async function firstContactOf(
  message: OpenedMessage,
  address: string,
  mode: string,
): Promise<Pick<Place, "prn" | "kid" | "isSendersAlone" | "hadSecret">> {
  const { account } = internalsOf(message)
  const { records } = await trackPeople(trackedOf(message), await account.client.tracking(message.id))
  const record = records.find(({ addr, why }) => addr === address && why === "first-contact")
  if (record === undefined) return refuse("hidden-reader", "nobody was let in under this address")
  return { prn: record.prn, kid: record.kid, isSendersAlone: true, hadSecret: mode === "pass" || mode === "link" }
}

interface Issue {
  readonly message: OpenedMessage
  readonly candidate: Candidate
  readonly internals: Internals
  readonly now: number
}

/** Mode `sender`: by the own ticket, and the code that was told by telephone where there is one. */
async function issueFirstContact(account: Account, issue: Issue): Promise<Bytes> {
  const { message, candidate, now } = issue
  const { wanted, statement, address } = candidate
  const signed = signedFromText(wanted.ticket ?? refuse("ticket-refused", "no ticket"))
  const signer = account.ownChain.find(({ kid }) => equalBytes(kid, signed.k))
  const ticket = await readTicket(signed, signer ?? refuse("ticket-refused", "ticket of somebody else"))
  const isOfMessage = ticket.msg === message.id && equalBytes(ticket.slip, message.slipHash) && ticket.addr === address
  const isOpen = ticket.mode === "sender" && now <= ticket.exp && isTicketOnSlip(ticket, message.slip)
  if (message.role !== "from" || !isOfMessage || !isOpen) return refuse("ticket-refused", "ticket")
  if (ticket.code) {
    const contact = { org: message.org, msg: message.id, addr: address, kid: statement.kid }
    const mac = await contactCodeMac(await contactCode(account, contact), contact)
    const isRight = wanted.mac !== null && equalBytes(mac, fromBase64url(wanted.mac))
    if (!isRight) return refuse("ticket-refused", "the code that was told")
    await account.view.acceptKey(statement, "verified")
  }
  const reason = { role: ticket.role, why: "first-contact", auth: ticketHash(signed), bcc: ticket.bcc } as const
  return seal(account, issue, { reason, ticket: signed })
}

interface Reason {
  readonly reason: Pick<GrantRecord, "role" | "why" | "auth" | "bcc">
  readonly ticket: SignedObject | null
}

async function seal(
  account: Account,
  { message, candidate, internals, now }: Issue,
  { reason, ticket }: Reason,
): Promise<Bytes> {
  const { sealed, senderChain } = internals
  const { statement, chain, address } = candidate
  const fields: GrantRecord = {
    org: message.org,
    msg: message.id,
    slip: message.slipHash,
    prn: statement.prn,
    kid: statement.kid,
    addr: address,
    scope: "all",
    iss: account.idn,
    at: now,
    ...reason,
  }
  const record = await signRecord(account.keySet, fields)
  await justifyGrant({
    slip: sealed.slip,
    header: sealed.header,
    grant: { prn: statement.prn, kid: statement.kid, scope: "all", rec: record },
    ticket,
    me: { statement, chain, addr: address },
    statements: statementsByKid([senderChain, account.ownChain, chain]),
    policy: candidate.policy.policy,
  })
  const grant = await sealGrant({
    reader: statement,
    message: sealed.message,
    scope: "all",
    payload: { ck: sealed.contentKey, rec: null },
    record,
  })
  return encodeGrant(grant)
}
