/** Tickets: the sender's permission to let a recipient in who has no key yet (docs/PROTOCOL.md §6.1). No secret. */
import {
  demand,
  equalBytes,
  hash,
  isNormalAddress,
  readBoolean,
  readBytes,
  readCount,
  readId,
  readNullable,
  readOneOf,
  readText,
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
import { parseBody, signBody, verifyBody } from "./signed-bodies.ts"
import type { Statement } from "./statements.ts"

export interface Ticket {
  readonly org: string
  readonly msg: string
  /** Slip hash. */
  readonly slip: Bytes
  readonly addr: string
  readonly role: "to" | "cc" | "bcc"
  readonly mode: "agent"
  /** The agent that may issue. */
  readonly hold: { readonly prn: string; readonly kid: Bytes }
  /** A telephone code is of mode `sender` alone, which is not built. */
  readonly code: false
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
    hold: [hold.prn, hold.kid],
    code,
    exp,
    bcc: encodeBlindProof(bcc),
  })
  parseTicket(signed)
  return signed
}

/** Throws open-failed unless this person signed it, unsupported on a mode that is not built. */
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
  if (fields.mode === "sender" || fields.mode === "pass" || fields.mode === "link")
    refuse("unsupported", `mode ${fields.mode}`)
  const mode = readOneOf(fields.mode, ["agent"])
  const [prn, kid] = readTuple(fields.hold, 2)
  if (readBoolean(fields.code)) refuse("unsupported", "code outside mode sender")
  const ticket: Ticket = {
    org: readId("org", fields.org),
    msg: readId("msg", fields.msg),
    slip: readBytes(fields.slip, 32),
    addr: readText(fields.addr, 254),
    role: readOneOf(fields.role, ["to", "cc", "bcc"]),
    mode,
    hold: { prn: readId("prn", prn), kid: readBytes(kid, 32) },
    code: false,
    exp: readCount(fields.exp),
    bcc: readNullable(fields.bcc, readBlindProof),
  }
  demand(isNormalAddress(ticket.addr) && (ticket.role === "bcc") === (ticket.bcc !== null), "ticket")
  return ticket
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
  const isMine = agent.kind === "grant-agent" && ticket.hold.prn === agent.prn && isSameKey(agent, ticket.hold.kid)
  const isForClaimant = claimant.kind === "person" && claimant.addr === ticket.addr && claimant.how === "first"
  const isAllowed =
    isOfSender && isOfMessage && isMine && isForClaimant && now <= ticket.exp && isTicketOnSlip(ticket, slip)
  if (!isAllowed) refuse("ticket-refused", "ticket")
  return ticket
}
