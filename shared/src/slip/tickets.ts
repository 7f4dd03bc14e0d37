/** Tickets: the sender's permission to let a recipient in who has no key yet (docs/PROTOCOL.md §6.1). No secret. */
import {
  demand,
  equalBytes,
  hash,
  isNormalAddress,
  readBoolean,
  readBytes,
  readId,
  readNullable,
  readOneOf,
  readText,
  readTime,
  readTuple,
  refuse,
} from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import type { KeySet } from "../suite/index.ts"
import { encodeBlindProof, isBlindEntry, readBlindProof } from "./blind-copies.ts"
import type { BlindProof } from "./blind-copies.ts"
import { isSameKey } from "./chains.ts"
import type { Slip } from "./delivery-slips.ts"
import type { Header } from "./headers.ts"
import { FIRST_CONTACT_MODES } from "./policies.ts"
import type { FirstContactMode } from "./policies.ts"
import { parseBody, signBody, verifyBody } from "./signed-bodies.ts"
import type { Statement } from "./statements.ts"

export interface Ticket {
  readonly org: string
  readonly msg: string
  /** Slip hash. */
  readonly slip: Bytes
  readonly addr: string
  readonly role: "to" | "cc" | "bcc"
  readonly mode: FirstContactMode
  /** Mode `agent`: the agent that may issue; else null. */
  readonly hold: { readonly prn: string; readonly kid: Bytes } | null
  /** Mode `sender` alone: the reader was told a code by telephone, and nobody is let in without it. */
  readonly code: boolean
  readonly exp: number
  /** Blind recipients: where their entry lies under the slip's commitment; else null. */
  readonly bcc: BlindProof | null
}

const KEYS = ["org", "msg", "slip", "addr", "role", "mode", "hold", "code", "exp", "bcc"] as const

export async function signTicket(keySet: KeySet, ticket: Ticket): Promise<SignedObject> {
  const { org, msg, slip, addr, role, mode, hold, code, exp, bcc } = ticket
  const signed = await signBody("ticket", keySet, {
    org,
    msg,
    slip,
    addr,
    role,
    mode,
    hold: hold === null ? null : [hold.prn, hold.kid],
    code,
    exp,
    bcc: encodeBlindProof(bcc),
  })
  parseTicket(signed)
  return signed
}

/** Throws open-failed unless this person signed it. */
export async function readTicket(signed: SignedObject, signer: Statement): Promise<Ticket> {
  await verifyBody("ticket", signer, signed)
  return parseTicket(signed)
}

export function ticketHash(signed: SignedObject): Bytes {
  return hash("ticket-hash", signed.b)
}

/** The ticket's fields before its signature is verified: for indexes and for finding the signer. */
export function parseTicket(signed: SignedObject): Ticket {
  const fields = parseBody(signed, KEYS)
  const ticket: Ticket = {
    org: readId("org", fields.org),
    msg: readId("msg", fields.msg),
    slip: readBytes(fields.slip, 32),
    addr: readText(fields.addr, 254),
    role: readOneOf(fields.role, ["to", "cc", "bcc"]),
    mode: readOneOf(fields.mode, FIRST_CONTACT_MODES),
    hold: readNullable(fields.hold, readHold),
    code: readBoolean(fields.code),
    exp: readTime(fields.exp),
    bcc: readNullable(fields.bcc, readBlindProof),
  }
  demand(isNormalAddress(ticket.addr) && (ticket.role === "bcc") === (ticket.bcc !== null), "ticket")
  demand((ticket.mode === "agent") === (ticket.hold !== null), "an agent for mode agent alone")
  demand(ticket.mode === "sender" || !ticket.code, "code outside mode sender")
  return ticket
}

function readHold(value: unknown): { prn: string; kid: Bytes } {
  const [prn, kid] = readTuple(value, 2)
  return { prn: readId("prn", prn), kid: readBytes(kid, 32) }
}

/** Does the message itself name this ticket's recipient as one who was addressed without a key? */
export function isTicketOnSlip(ticket: Ticket, slip: Slip): boolean {
  if (ticket.role === "bcc") {
    const entry = { addr: ticket.addr, prn: null, kid: null, mode: ticket.mode }
    return ticket.bcc !== null && isBlindEntry(slip.bcc, entry, ticket.bcc)
  }
  return slip[ticket.role].some((recipient) => recipient.addr === ticket.addr && recipient.mode === ticket.mode)
}

/**
 * What an agent checks of ticket and claimant before it opens the way; log and mailbox are its own to check.
 * `sender` signed the ticket; both statements are of checked chains. Throws ticket-refused, with one text for all causes.
 */
export async function checkTicket(check: {
  ticket: SignedObject
  header: Header
  slip: Slip
  sender: Statement
  agent: Statement
  claimant: Statement
  now: number
}): Promise<Ticket> {
  const { header, slip, sender, agent, claimant, now } = check
  const ticket = await readTicket(check.ticket, sender)
  const isOfSender = sender.prn === header.prn && isSameKey(sender, header.kid)
  const isOfMessage = ticket.org === header.org && ticket.msg === header.msg && equalBytes(ticket.slip, header.slip)
  const { mode, hold } = ticket
  // Tickets of other modes are no permission for an agent, whatever they say.
  const isMine =
    mode === "agent" &&
    hold !== null &&
    agent.kind === "grant-agent" &&
    hold.prn === agent.prn &&
    isSameKey(agent, hold.kid)
  const isForClaimant = claimant.kind === "person" && claimant.addr === ticket.addr && claimant.how === "first"
  const isAllowed =
    isOfSender && isOfMessage && isMine && isForClaimant && now <= ticket.exp && isTicketOnSlip(ticket, slip)
  if (!isAllowed) refuse("ticket-refused", "ticket")
  return ticket
}
