/** What reading gives to a host: plain data that was verified; keys stay behind, found again by `internalsOf`. */
import type { Account } from "../account/index.ts"
import type { Bytes } from "../bytes/index.ts"
import type { ApiClient } from "../client/index.ts"
import type { OpenedSealedMessage } from "../envelope/open.ts"
import type { Controls, Difference, MessageControls, NameProblem, Slip, SlipHolder, Statement } from "../slip/index.ts"
import type { MessageId, MessageReply, ObjectId, OrganizationId } from "../wire/index.ts"

export interface Person {
  readonly address: string
  readonly name: string
}

export interface OpenedAttachment {
  readonly obj: ObjectId
  readonly name: string
  readonly type: string
  /** Bytes. */
  readonly size: number
  /** SHA-256; null only above 64 MiB. */
  readonly sha256: Bytes | null
  /** Content id of an inline picture. */
  readonly cid: string | null
  readonly disposition: "attachment" | "inline"
  /** Nobody but the sender gets it any more. */
  readonly recalledAt: number | null
}

export type Verdict = "intact" | "altered" | "altered-names"
export type LogState = "proved" | "pending" | "unreachable"
export type ReadAlarm =
  /** A key that is not mine was named for my address. */
  | "foreign-key"
  /** The log contradicts itself or what this device has seen; signed evidence. */
  | "log-fork"
  | "log-rollback"
  | "log-missing"

export interface Issuer {
  /** null for services. */
  readonly address: string | null
  readonly kind: Statement["kind"]
  readonly why: "send" | "first-contact" | "re-grant"
  readonly at: number
}

export interface OpenedMessage {
  readonly id: MessageId
  readonly org: OrganizationId
  /** Name of the organization by its signed policy. */
  readonly organization: string
  readonly reference: string
  readonly verdict: Verdict
  readonly differences: readonly Difference[]
  readonly nameProblems: readonly NameProblem[]
  readonly log: LogState
  readonly alarms: readonly ReadAlarm[]
  readonly slip: Slip
  readonly slipHash: Bytes
  /** null: the sender gave none. */
  readonly subject: string | null
  readonly isSubjectHidden: boolean
  readonly from: Person
  readonly to: readonly Person[]
  readonly cc: readonly Person[]
  /** The sender sees all, a blind reader himself. */
  readonly bcc: readonly Person[]
  readonly sentAt: number
  readonly html: string | null
  readonly text: string | null
  readonly fields: readonly (readonly [string, string])[]
  readonly attachments: readonly OpenedAttachment[]
  readonly holders: readonly SlipHolder[]
  /** Who opened the way, when that was not the sender at the send. */
  readonly issuer: Issuer | null
  readonly role: "from" | "to" | "cc" | "bcc"
  readonly options: Controls
  /** What the sender decided since, verified. */
  readonly controls: MessageControls
}

/** Whoever checks a message: a signed-in person, or somebody who was handed evidence. */
export type Onlooker = Pick<Account, "address" | "view" | "store"> & {
  readonly client: Pick<ApiClient, "history" | "tracking">
}

export interface Internals {
  readonly onlooker: Onlooker
  readonly account: Account
  readonly reply: MessageReply
  readonly sealed: OpenedSealedMessage
  readonly senderChain: readonly Statement[]
  /** Checked chains by address, as far as they were asked for. */
  readonly chains: Map<string, readonly Statement[]>
  readonly agents: readonly Statement[]
  readonly signingKeySince: number
}

const kept = new WeakMap<OpenedMessage, Internals>()

export function keepInternals(message: OpenedMessage, internals: Internals): OpenedMessage {
  kept.set(message, internals)
  return message
}

/** @throws TypeError for a message that `readMessage` did not give. */
export function internalsOf(message: OpenedMessage): Internals {
  const internals = kept.get(message)
  if (internals === undefined) throw new TypeError("Only a message that was just read can be asked this.")
  return internals
}
