/** The notice of a message, one for each recipient: the same whoever queues it, and whenever. */
import { parseTicket, readSlip } from "@smp/shared/slip"
import type { Slip, Ticket } from "@smp/shared/slip"
import type { StoredMessage } from "../data/message.store.ts"
import type { QueueEntry } from "../data/queue.store.ts"
import type { Notices } from "./notices.ts"
import type { OpenOrganization } from "./organization-house.ts"
import { signedOfText } from "./texts.ts"

interface NoticedMessage {
  readonly slip: Slip
  readonly reference: string
  /** The end that counts. */
  readonly until: number | null
  readonly tickets: readonly { readonly ticket: Ticket }[]
}

export function messageNotices(
  notices: Notices,
  { engine, name: organization }: Pick<OpenOrganization, "engine" | "name">,
  { slip, reference, until, tickets }: NoticedMessage,
): (addresses: readonly string[]) => QueueEntry[] {
  const firstContacts = new Map(tickets.map(({ ticket }) => [ticket.addr, ticket]))
  const sender = { name: slip.from.name, address: slip.from.addr }
  const earlier = slip.thread === null ? [] : [...new Set([slip.thread.root, slip.thread.prev[0]])]
  return (addresses) =>
    addresses.map((address) =>
      notices.entry(engine, {
        kind: "message",
        messageId: notices.messageIdOf(slip.msg, address),
        to: address,
        message: slip.msg,
        reference,
        sender,
        organization,
        sentAt: slip.at,
        until: until ?? firstContacts.get(address)?.exp ?? null,
        isFirstContact: firstContacts.has(address),
        contact: firstContacts.get(address)?.mode ?? null,
        references: earlier.map((message) => notices.messageIdOf(message, address)),
      }),
    )
}

/** Of a message that was committed before. */
export async function noticesOfStored(
  notices: Notices,
  organization: OpenOrganization,
  message: StoredMessage,
): Promise<(addresses: readonly string[]) => QueueEntry[]> {
  const held = await organization.messages.tickets(message.id)
  const tickets = held.map(({ signed }) => ({ ticket: parseTicket(signedOfText(signed)) }))
  const slip = readSlip(new Uint8Array(message.slip))
  const { reference, expiresAt } = message
  return messageNotices(notices, organization, { slip, reference, until: expiresAt, tickets })
}
