/**
 * Why may I read this? The closed table of reasons for a grant (docs/PROTOCOL.md §5.1 step 7). A grant that neither the
 * slip names nor a fitting record explains is not opened: somebody made a hidden reader.
 */
import { equalBytes, refuse, toHex } from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import { isBlindEntry } from "./blind-copies.ts"
import { isSameKey } from "./chains.ts"
import type { Scope, Slip, SlipRecipient } from "./delivery-slips.ts"
import { readRecord } from "./grant-records.ts"
import type { GrantRecord, RecordWhy } from "./grant-records.ts"
import type { Header } from "./headers.ts"
import { FIRST_CONTACT_MODES } from "./policies.ts"
import type { Policy } from "./policies.ts"
import type { Statement } from "./statements.ts"
import { isTicketOnSlip, readTicket, ticketHash } from "./tickets.ts"
import type { Ticket } from "./tickets.ts"

export type Role = "from" | "to" | "cc" | "bcc" | "archive" | "scanner" | "agent"

/** What is asked about a grant; the grant itself is opened elsewhere. */
export interface GrantFacts {
  readonly prn: string
  readonly kid: Bytes
  readonly scope: Scope
  readonly rec: SignedObject | null
}

export interface GrantCase {
  readonly slip: Slip
  readonly header: Header
  readonly grant: GrantFacts
  readonly ticket: SignedObject | null
  /** The reader: the statement of the grant's key, the whole own chain, the own address. */
  readonly me: { readonly statement: Statement; readonly chain: readonly Statement[]; readonly addr: string | null }
  /** Statements of sender and issuers by toHex(kid), all from checked chains. */
  readonly statements: ReadonlyMap<string, Statement>
  /** The policy whose hash is the slip's `pol`, or a successor; null admits re-grants of the sender alone. */
  readonly policy: Policy | null
}

export interface Justification {
  readonly role: Role
  /** Who opened the way; null when the slip itself names the key. */
  readonly issuer: Statement | null
  readonly why: "slip" | RecordWhy
  readonly record: GrantRecord | null
}

const HOLDER_ROLES = { archive: "archive", scanner: "scanner", "grant-agent": "agent" } as const

const hidden = (reason: string): never => refuse("hidden-reader", reason)

/** Throws hidden-reader when nothing justifies the grant, open-failed when a signature does not verify. */
export async function justifyGrant(check: GrantCase): Promise<Justification> {
  const { grant, me } = check
  if (grant.prn !== me.statement.prn || !equalBytes(grant.kid, me.statement.kid))
    return hidden("grant of another reader")
  if (grant.rec === null) return { role: roleOnSlip(check), issuer: null, why: "slip", record: null }
  return justifyByRecord(check, grant.rec)
}

function roleOnSlip({ slip, grant, me }: GrantCase): Role {
  const isMine = (named: { prn: string | null; kid: Bytes | null }): boolean =>
    named.prn === grant.prn && named.kid !== null && equalBytes(named.kid, grant.kid)
  const isReader = (recipient: SlipRecipient): boolean => isMine(recipient) && recipient.addr === me.addr
  if (grant.scope === "all" && isPersonal(me.statement)) {
    if (isMine(slip.from)) return "from"
    if (slip.to.some(isReader)) return "to"
    if (slip.cc.some(isReader)) return "cc"
  }
  const holder = slip.holders.find(
    (named) => isMine(named) && named.kind === me.statement.kind && named.scope === grant.scope,
  )
  return holder === undefined ? hidden("not named by the slip") : HOLDER_ROLES[holder.kind]
}

function isPersonal(statement: Statement): boolean {
  return statement.kind === "person" || statement.kind === "group"
}

async function justifyByRecord(check: GrantCase, signed: SignedObject): Promise<Justification> {
  const { slip, header, grant, me, statements } = check
  const issuer = statements.get(toHex(signed.k)) ?? refuse("open-failed", "issuer unknown")
  const record = await readRecord(signed, issuer)
  const isOfMessage = record.org === header.org && record.msg === header.msg && equalBytes(record.slip, header.slip)
  const isForMe = record.prn === grant.prn && equalBytes(record.kid, grant.kid) && record.addr === me.addr
  if (!isOfMessage || !isForMe || record.scope !== grant.scope || record.scope !== "all")
    return hidden("record of another grant")
  const role = await acceptedRole(check, record, issuer)
  if (role === "bcc" && [...slip.to, ...slip.cc].some(({ addr }) => addr === me.addr))
    return hidden("visible and blind at once")
  return { role, issuer, why: record.why, record }
}

function acceptedRole(check: GrantCase, record: GrantRecord, issuer: Statement): Role | Promise<Role> {
  switch (record.why) {
    case "send":
      return roleAtSend(check, record, issuer)
    case "first-contact":
      return roleAtFirstContact(check, record, issuer)
    case "re-grant":
      return roleAtRegrant(check, record, issuer)
  }
}

/** Blind recipients, and the agent for blind first contacts: by the header's own key, with their place in the commitment. */
function roleAtSend({ slip, header, me }: GrantCase, record: GrantRecord, issuer: Statement): Role {
  const { prn, kid, addr, role, bcc } = record
  const isSender = issuer.prn === header.prn && equalBytes(issuer.kid, header.kid)
  if (!isSender || bcc === null || record.auth !== null) return hidden("not issued by the sender at the send")
  if (role === "bcc" && isPersonal(me.statement) && isBlindEntry(slip.bcc, { addr, prn, kid, mode: "key" }, bcc))
    return "bcc"
  const isAgent = role === "agent" && me.statement.kind === "grant-agent"
  if (isAgent && isBlindEntry(slip.bcc, { addr: null, prn, kid, mode: "grant-agent" }, bcc)) return "agent"
  return hidden("not among the blind copies")
}

/**
 * For exactly the recipient whom the ticket and the slip name: by the sender; in mode `agent` by the ticket's agent; in the
 * modes `pass` and `link`, where the reader holds the secret, by the reader's own key.
 */
async function roleAtFirstContact(check: GrantCase, record: GrantRecord, issuer: Statement): Promise<Role> {
  const { header, me } = check
  const signed = check.ticket ?? hidden("no ticket")
  const ticket = await readOwnTicket(check, signed)
  const isAuthorized = record.auth !== null && equalBytes(record.auth, ticketHash(signed)) && record.at <= ticket.exp
  const isForMe = ticket.addr === me.addr && ticket.role === record.role && me.statement.kind === "person"
  if (!isAuthorized || !isForMe) return hidden("ticket of another record")
  return isSameSender(header, issuer) || mayOpenTheWay(ticket, issuer, me.statement)
    ? ticket.role
    : hidden("not whom the ticket allows")
}

function mayOpenTheWay({ mode, hold }: Ticket, issuer: Statement, reader: Statement): boolean {
  switch (mode) {
    case "agent":
      return hold !== null && issuer.kind === "grant-agent" && issuer.prn === hold.prn && isSameKey(issuer, hold.kid)
    case "sender":
      return false
    case "pass":
    case "link":
      return issuer.kind === "person" && issuer.prn === reader.prn && equalBytes(issuer.kid, reader.kid)
  }
}

/** A ticket that this message's sender signed for a recipient whom this message names. */
async function readOwnTicket({ slip, header, statements }: GrantCase, signed: SignedObject): Promise<Ticket> {
  const signer = statements.get(toHex(signed.k)) ?? refuse("open-failed", "ticket signer unknown")
  const ticket = await readTicket(signed, signer)
  const isOfMessage = ticket.org === header.org && ticket.msg === header.msg && equalBytes(ticket.slip, header.slip)
  return isOfMessage && isSameSender(header, signer) && isTicketOnSlip(ticket, slip) ? ticket : hidden("ticket")
}

function isSameSender(header: Header, issuer: Statement): boolean {
  return issuer.kind === "person" && issuer.prn === header.prn && isSameKey(issuer, header.kid)
}

/** By the sender; of visible recipients with a key also by another such recipient or the archive, where policy allows. */
function roleAtRegrant(check: GrantCase, record: GrantRecord, issuer: Statement): Role {
  const { slip, header, me } = check
  if (record.auth !== null || !isPersonal(me.statement)) return hidden("re-grant")
  if (record.role === "bcc") {
    const isBlind = isSameSender(header, issuer) && wasBlindRecipient(check, record)
    return isBlind ? "bcc" : hidden("blind re-grant")
  }
  if (record.role !== "to" && record.role !== "cc") return hidden("role of a re-grant")
  const entry = slip[record.role].find(({ addr }) => addr === me.addr) ?? hidden("not addressed")
  if (entry.prn !== null && entry.prn !== me.statement.prn) return hidden("another principal of my address")
  return isSameSender(header, issuer) || (entry.prn !== null && mayRegrant(check, issuer))
    ? record.role
    : hidden("re-granter")
}

function wasBlindRecipient({ slip, me }: GrantCase, { bcc }: GrantRecord): boolean {
  if (bcc === null || me.addr === null) return false
  const { addr } = me
  const asGuest = FIRST_CONTACT_MODES.map((mode) => ({ addr, prn: null, kid: null, mode }))
  const asMember = me.chain.map(({ prn, kid }) => ({ addr, prn, kid, mode: "key" }) as const)
  return [...asGuest, ...asMember].some((entry) => isBlindEntry(slip.bcc, entry, bcc))
}

function mayRegrant({ slip, policy }: GrantCase, issuer: Statement): boolean {
  if (policy === null || policy.regrant.mode === "off") return false
  const isNamed = ({ prn, kid }: { prn: string | null; kid: Bytes | null }): boolean =>
    prn === issuer.prn && kid !== null && isSameKey(issuer, kid)
  if (issuer.kind === "person") return [...slip.to, ...slip.cc].some(isNamed)
  return issuer.kind === "archive" && slip.holders.some((holder) => holder.kind === "archive" && isNamed(holder))
}
