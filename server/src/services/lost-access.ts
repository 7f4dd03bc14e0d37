/**
 * Whose grants go when a message is recalled or ends (docs/PROTOCOL.md §7.1): readers', services' and the agent's; the
 * sender's and the archive's stay.
 */
import { equalBytes } from "@smp/shared/bytes"
import { parseRecord, parseTicket, readHeader, readSlip } from "@smp/shared/slip"
import type { Slip } from "@smp/shared/slip"
import type { SignedObjectText } from "@smp/shared/wire"
import type { Loss, OpenTicket } from "../data/control.store.ts"
import type { StoredGrant, StoredMessage } from "../data/message.store.ts"
import type { GrantAgent } from "../engines/agent-client.ts"
import { readGrantFields } from "./grant-fields.ts"
import type { OpenOrganization } from "./organization-house.ts"
import { signedOfText, textOfSigned } from "./texts.ts"

interface Losing {
  /** Recipients who lose the message. */
  readonly addresses: readonly string[]
  /** Every recipient does. */
  readonly isForAll: boolean
}
type Owner =
  | { readonly kind: "kept" }
  | { readonly kind: "reader"; readonly address: string | null }
  | { readonly kind: "agent"; readonly isBlind: boolean }

/** Does this ticket need the agent's visible grant, or its blind one? */
export const needsAgent =
  (isBlind: boolean) =>
  ({ role, signed }: Pick<OpenTicket, "role" | "signed">): boolean =>
    (role === "bcc") === isBlind && parseTicket(signedOfText(signed)).mode === "agent"

/** @param words null: the agent is not there, and its grants go without its word */
export function lossOf(message: StoredMessage, losing: Losing, words: Loss["destroyed"] | null): Loss {
  const slip = readSlip(new Uint8Array(message.slip))
  return {
    addresses: losing.addresses,
    destroyed: words ?? [],
    lacksWord: (grant) =>
      words !== null && ownerOf(slip, grant).kind === "agent" && !words.some(({ kid }) => kid === grant.kid),
    isLost: (grant, waiting) => {
      const owner = ownerOf(slip, grant)
      if (owner.kind === "kept") return false
      if (losing.isForAll) return true
      return owner.kind === "agent"
        ? !waiting.some(needsAgent(owner.isBlind))
        : owner.address !== null && losing.addresses.includes(owner.address)
    },
  }
}

function ownerOf(slip: Slip, grant: StoredGrant): Owner {
  const { prn, kid, rec } = readGrantFields(new Uint8Array(grant.grant))
  const archives = slip.holders.filter(({ kind }) => kind === "archive")
  const isArchive = archives.some((holder) => holder.prn === prn && equalBytes(holder.kid, kid))
  if (prn === slip.from.prn || isArchive) return { kind: "kept" }
  const record = rec === null ? null : parseRecord(rec)
  if (record?.role === "archive") return { kind: "kept" }
  if (record?.role === "agent") return { kind: "agent", isBlind: true }
  if (slip.holders.some((holder) => holder.prn === prn && holder.kind === "grant-agent"))
    return { kind: "agent", isBlind: false }
  const named = [...slip.to, ...slip.cc].find((entry) => entry.prn === prn)
  return { kind: "reader", address: record?.addr ?? named?.addr ?? null }
}

/** The agent's signed words about its grants that go as things stand. A grant is destroyed whether or not it answers. */
export async function agentWords(
  agent: GrantAgent,
  { messages }: OpenOrganization,
  { message, losing }: { message: StoredMessage; losing: Losing },
): Promise<Loss["destroyed"]> {
  const slip = readSlip(new Uint8Array(message.slip))
  const open = (await messages.tickets(message.id)).filter(
    ({ servedAt, address }) => servedAt === null && !losing.addresses.includes(address),
  )
  const header = readHeader(signedOfText(message.header))
  const words: { kid: string; signed: SignedObjectText }[] = []
  for (const grant of await messages.grants(message.id)) {
    const owner = ownerOf(slip, grant)
    if (owner.kind !== "agent") continue
    if (!losing.isForAll && open.some(needsAgent(owner.isBlind))) continue
    const agentGrant = new Uint8Array(grant.grant)
    const word = await agent.destroy({ org: header.org, msg: header.msg, slip: header.slip, agentGrant })
    words.push({ kid: grant.kid, signed: textOfSigned(word) })
  }
  return words
}
