/** What is needed to say what became of a message: of one that was opened, or of one that its reader may not open. */
import type { Bytes } from "../bytes/index.ts"
import type { BccRecord, GrantRecord, MessageControls, Slip, Statement } from "../slip/index.ts"
import { internalsOf } from "./opened-message.ts"
import type { Onlooker, OpenedMessage, Person } from "./opened-message.ts"

export interface TrackedMessage {
  readonly onlooker: Pick<Onlooker, "address" | "view">
  readonly id: string
  readonly organization: string
  readonly slip: Slip
  readonly slipHash: Bytes
  readonly to: readonly Person[]
  readonly cc: readonly Person[]
  readonly bcc: readonly Person[]
  readonly controls: MessageControls
  readonly senderChain: readonly Statement[]
  readonly agents: readonly Statement[]
  /** Checked chains by address, as far as they were asked for; more are added. */
  readonly chains: Map<string, readonly Statement[]>
  /** The verified record that let this reader in. */
  readonly ownRecord: GrantRecord | null
  /** The sender's own list. */
  readonly blind: BccRecord | null
}

export function trackedOf(message: OpenedMessage): TrackedMessage {
  const { onlooker, sealed, chains, agents, senderChain } = internalsOf(message)
  const { id, organization, slip, slipHash, to, cc, bcc, controls } = message
  return {
    onlooker,
    id,
    organization,
    slip,
    slipHash,
    to,
    cc,
    bcc,
    controls,
    chains,
    agents,
    senderChain,
    ownRecord: sealed.justification.record,
    blind: sealed.bcc,
  }
}
