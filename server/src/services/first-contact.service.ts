/**
 * First contact through the grant agent (docs/PROTOCOL.md §6.3): once a recipient has proved the mailbox and published
 * a key, the agent re-wraps; when no ticket of the message is open any more, its own grant is destroyed.
 * Promises: grant in and agent's grant out are one transaction, which decides itself whether it is needed any longer.
 */
import { equalBytes, toHex } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { parseTicket, readSlip } from "@smp/shared/slip"
import type { OpenTicket } from "../data/control.store.ts"
import type { StoredTicket } from "../data/message.store.ts"
import type { GrantAgent } from "../engines/agent-client.ts"
import { CallRefused } from "../engines/socket/contract.ts"
import type { Directory } from "./directory.service.ts"
import { readGrantFields } from "./grant-fields.ts"
import { needsAgent } from "./lost-access.ts"
import type { OpenOrganization, OrganizationHouse } from "./organization-house.ts"
import type { OrganizationStore } from "../data/organization.store.ts"
import { grantKey } from "./sending.service.ts"
import { bytesOfText, signedOfText, statementOfText, textOfBytes, textOfSigned } from "./texts.ts"

export interface FirstContactParts {
  readonly house: OrganizationHouse
  readonly organizations: OrganizationStore
  readonly directory: Directory
  readonly agent: GrantAgent
  readonly now: () => number
  readonly report: (fault: unknown) => void
}
export type FirstContact = ReturnType<typeof firstContactService>

export function firstContactService(parts: FirstContactParts) {
  const { house, directory, now } = parts
  const running = new Map<string, Promise<boolean>>()
  const turns = new Map<string, Promise<unknown>>()
  /** Readers of one message one after the other: the last one leaves no open ticket, and with it the agent's grant goes. */
  const inTurn = <T>(message: string, work: () => Promise<T>): Promise<T> => {
    const turn = (turns.get(message) ?? Promise.resolve()).then(work)
    const settled = turn.catch(() => undefined)
    turns.set(message, settled)
    void settled.then(() => turns.get(message) === settled && turns.delete(message))
    return turn
  }

  /** Nobody but the sender lets this reader in: the sender's clients are told. */
  const waitForSender = async ({ wanted }: OpenOrganization, ticket: StoredTicket, identity: string) => {
    const newest = (await directory.chainOf(identity)).at(-1)
    if (newest === undefined) return
    const { message, address } = ticket
    await wanted.add({ message, address, kid: toHex(newest.kid), since: now() })
  }
  const serveOnce = async (organization: OpenOrganization, ticket: StoredTicket): Promise<boolean> => {
    const identity = await directory.personOf(ticket.address)
    if (identity === null || ticket.servedAt !== null || now() > ticket.exp) return false
    const { mode } = parseTicket(signedOfText(ticket.signed))
    if (mode !== "agent") {
      if (mode === "sender") await waitForSender(organization, ticket, identity.id)
      return false
    }
    try {
      await serve(parts, organization, { ticket, identity: identity.id })
      return true
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error
      parts.report(error)
      return false
    }
  }
  /** true: the recipient holds a grant now. Two askers at once share one attempt. */
  const serveTicket = (organization: OpenOrganization, ticket: StoredTicket): Promise<boolean> => {
    const key = `${ticket.message} ${ticket.address}`
    let attempt = running.get(key)
    if (attempt === undefined) {
      attempt = inTurn(ticket.message, () => serveOnce(organization, ticket)).finally(() => running.delete(key))
      running.set(key, attempt)
    }
    return attempt
  }
  return {
    serveTicket,
    /** Everything that waits for this address, after it registered. */
    serveAddress: async (address: string): Promise<void> => {
      for (const organization of house.all()) {
        for (const ticket of await organization.messages.openTicketsOf(address)) await serveTicket(organization, ticket)
      }
    },
  }
}

async function serve(
  parts: FirstContactParts,
  organization: OpenOrganization,
  who: { ticket: StoredTicket; identity: string },
): Promise<void> {
  const { messages, id: org } = organization
  const { ticket, identity } = who
  const message = await messages.find(ticket.message)
  const mailboxProof = await parts.directory.mailboxProofOf(identity)
  if (message === null || mailboxProof === null || message.suspendedAt !== null) return
  const slip = readSlip(new Uint8Array(message.slip))
  const held = await agentGrant(organization, ticket)
  const policy = await parts.organizations.policyByHash(org, textOfBytes(slip.pol))
  if (held === null || policy === null) return
  const root = await parts.directory.statementOfKid(bytesOfText(policy.signed.k))
  const texts = async (prn: string) => (await parts.directory.statementTexts(prn)).map(statementOfText)
  const { grant } = await parts.agent.grantFirstContact({
    org,
    msg: ticket.message,
    header: signedOfText(message.header),
    slip: new Uint8Array(message.slip),
    core: new Uint8Array(message.core),
    ticket: signedOfText(ticket.signed),
    agentGrant: held.bytes,
    senderChain: await texts(message.sender),
    recipientChain: await texts(identity),
    mailboxProof: signedOfText(mailboxProof),
    controls: (await organization.controls.of(message.id)).map(({ kind, signed }) => ({
      kind,
      signed: signedOfText(signed),
    })),
    policy: signedOfText(policy.signed),
    rootChain: root === null ? [] : await texts(root.prn),
  })
  const fields = readGrantFields(grant)
  const served = {
    message: ticket.message,
    address: ticket.address,
    at: parts.now(),
    grant: { kid: toHex(fields.kid), principal: fields.prn, grant },
    record: fields.rec === null ? null : textOfSigned(fields.rec),
    isAgentNeeded: (others: readonly OpenTicket[]) => others.some(needsAgent(ticket.role === "bcc")),
  }
  const others = (await messages.tickets(ticket.message)).filter(
    (other) => other.address !== ticket.address && other.servedAt === null,
  )
  const wordOfAgent = async () => {
    const { slip: slipHash } = parseTicket(signedOfText(ticket.signed))
    const word = await parts.agent.destroy({ org, msg: ticket.message, slip: slipHash, agentGrant: held.bytes })
    return { kid: held.key, principal: held.principal, destroyed: textOfSigned(word) }
  }
  const agent = served.isAgentNeeded(others) ? null : await wordOfAgent()
  const outcome = await messages.serveTicket({ ...served, agent })
  // The others were recalled meanwhile. Tickets are never opened again, so that once is enough.
  if (outcome === "changed") await messages.serveTicket({ ...served, agent: await wordOfAgent() })
}

/** The agent's own grant: for a blind ticket the one with a record, else the one that the slip names. */
async function agentGrant(
  { messages }: OpenOrganization,
  ticket: StoredTicket,
): Promise<{ bytes: Bytes; key: string; principal: string } | null> {
  const { hold } = parseTicket(signedOfText(ticket.signed))
  if (hold === null) return null
  for (const { grant, principal } of await messages.grants(ticket.message)) {
    const bytes = new Uint8Array(grant)
    const fields = readGrantFields(bytes)
    const isAgents =
      fields.prn === hold.prn && equalBytes(fields.kid, hold.kid) && (fields.rec !== null) === (ticket.role === "bcc")
    if (isAgents) return { bytes, key: grantKey(fields), principal }
  }
  return null
}
