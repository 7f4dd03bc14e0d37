/**
 * Coming in with a secret that the sender told: five words, the link of the sender's own mail, or the code that only the
 * sender's client can check (docs/PROTOCOL.md §6.3, §6.4).
 * Promises: a content key counts only if the sender's signed header commits to it; the grant that results carries a record
 * signed by the reader's own key; one error for everything that does not fit.
 */
import type { Account } from "../../account/index.ts"
import { equalBytes, fromBase64url, refuse, toBase64url } from "../../bytes/index.ts"
import type { Bytes } from "../../bytes/index.ts"
import { signedFromText } from "../../client/index.ts"
import { deriveContentKeys, encodeGrant, openContactBox, sealGrant } from "../../envelope/index.ts"
import type { ContactSecret } from "../../envelope/index.ts"
import { contactCodeMac, parseTicket, readTicket, signRecord, ticketHash, verifyHeader } from "../../slip/index.ts"
import type { Ticket } from "../../slip/index.ts"
import type { MessageId, MessageReply } from "../../wire/index.ts"
import { senderOf } from "../open-message.ts"

/** What a reader without a grant needs; null: nothing but patience. */
export type NeededSecret = "words" | "link" | "code"

/** By the server's word, to know what to ask for. */
export async function neededSecret(account: Account, id: MessageId): Promise<NeededSecret | null> {
  const { ticket } = await account.client.message(id)
  if (ticket === null) return null
  const { mode, code } = parseTicket(signedFromText(ticket))
  if (mode === "pass") return "words"
  if (mode === "link") return "link"
  return code ? "code" : null
}

/** @throws ProtocolError open-failed when the words do not fit; ApiProblem request.rate_limited, not_found. */
export function openWithWords(account: Account, id: MessageId, words: string): Promise<void> {
  return comeIn(account, id, (share) => (share === null ? { mode: "pass", words } : refuse("open-failed", "a link")))
}

/** @param half what stands after `#k=` in the link of the sender's mail */
export function openWithLink(account: Account, id: MessageId, half: string): Promise<void> {
  return comeIn(account, id, (share) => ({
    mode: "link",
    own: fromBase64url(half),
    share: share ?? refuse("open-failed", "words"),
  }))
}

/** Proves the code to the sender's client, which then lets this reader in. @param code as typed by `typedCharacters` */
export async function sendContactCode(account: Account, id: MessageId, code: string): Promise<void> {
  const { org } = (await account.client.message(id)).row
  const { kid } = account.ownKeys.newest.statement
  const mac = await contactCodeMac(code, { org, msg: id, addr: account.address, kid })
  await account.client.contactCode(id, toBase64url(mac))
}

async function comeIn(
  account: Account,
  id: MessageId,
  secretFor: (share: Bytes | null) => ContactSecret,
): Promise<void> {
  const reply = await account.client.message(id)
  const sender = await senderOf(account, reply)
  const signed = signedFromText(reply.header)
  const header = await verifyHeader(signed, sender)
  if (header.msg !== id) return refuse("open-failed", "another message than asked for")
  const message = { org: header.org, msg: header.msg, slipHash: header.slip }
  const ticket = await ticketOf(reply, header.slip, account, sender)
  const { box, share } = await account.client.contactBox(id)
  const secret = secretFor(share === null ? null : fromBase64url(share))
  const contentKey = await openContactBox(fromBase64url(box), secret, { ...message, addr: account.address })
  const { commitment } = await deriveContentKeys(contentKey, message)
  if (!equalBytes(commitment, header.com)) return refuse("open-failed", "commitment")
  const { statement, keySet } = account.ownKeys.newest
  const record = await signRecord(keySet, {
    ...ticket.fields,
    org: header.org,
    msg: header.msg,
    slip: header.slip,
    prn: statement.prn,
    kid: statement.kid,
    addr: account.address,
    scope: "all",
    why: "first-contact",
    iss: statement.prn,
    at: Date.now(),
  })
  const grant = await sealGrant({
    reader: statement,
    message,
    scope: "all",
    payload: { ck: contentKey, rec: null },
    record,
  })
  const [granted] = await account.client.letIn([{ message: id, grant: toBase64url(encodeGrant(grant)) }])
  if (granted !== true) refuse("ticket-refused", "the server did not take the own grant")
}

async function ticketOf(
  reply: MessageReply,
  slip: Bytes,
  account: Account,
  sender: Parameters<typeof readTicket>[1],
): Promise<{ fields: Pick<Ticket, "role" | "bcc"> & { auth: Bytes } }> {
  const signed = signedFromText(reply.ticket ?? refuse("ticket-refused", "no ticket"))
  const ticket = await readTicket(signed, sender)
  if (ticket.addr !== account.address || !equalBytes(ticket.slip, slip))
    refuse("ticket-refused", "another reader's ticket")
  return { fields: { role: ticket.role, bcc: ticket.bcc, auth: ticketHash(signed) } }
}
