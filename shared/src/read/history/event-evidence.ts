/** The signed words behind events: a receipt, the record of a grant, the agent's word that its grant is gone (§5, §7.1). */
import { equalBytes } from "../../bytes/index.ts"
import type { SignedObject } from "../../bytes/index.ts"
import {
  checkReceipt,
  countControl,
  isSameKey,
  parseControl,
  parseRecord,
  readDestroyed,
  readRecord,
} from "../../slip/index.ts"
import type { Control, ControlKind, Destroyed, GrantRecord, Statement } from "../../slip/index.ts"
import type { TrackedMessage } from "../tracked-message.ts"

export interface EventWithEvidence {
  readonly kind: string
  readonly obj: string | null
  readonly evidence: SignedObject | null
}

/** Only a receipt of this message, for this event, by the key that the slip or a verified record let in. */
export async function isReceipted(
  message: TrackedMessage,
  address: string,
  { event, records }: { event: EventWithEvidence; records: readonly GrantRecord[] },
): Promise<boolean> {
  const { kind, obj, evidence: signed } = event
  if (signed === null) return false
  const chain = message.chains.get(address) ?? []
  const reader = chain.find(({ kid }) => equalBytes(kid, signed.k))
  if (reader === undefined) return false
  // Whoever was let in again has more than one record: that of the key that signed counts.
  const record = records.findLast(({ kid }) => isSameKey(reader, kid)) ?? null
  try {
    const receipt = await checkReceipt({ signed, reader, slip: message.slip, slipHash: message.slipHash, record })
    return receipt.kind === kind && receipt.obj === obj
  } catch {
    return false
  }
}

/** A record of this message by the sender, the agent of the policy, or a person on the slip; else null. */
export async function verifiedRecord(message: TrackedMessage, signed: SignedObject): Promise<GrantRecord | null> {
  const { agents, chains, senderChain } = message
  const known = [...senderChain, ...agents, ...[...chains.values()].flat()]
  const issuer = known.find(({ kid }) => equalBytes(kid, signed.k))
  try {
    if (issuer === undefined || !isOfMessage(message, parseRecord(signed))) return null
    const record = await readRecord(signed, issuer)
    return mayIssue(message, issuer) || cameInByThemselves(message, record) ? record : null
  } catch {
    return null
  }
}

const isOfMessage = (message: TrackedMessage, { msg, slip }: GrantRecord) =>
  msg === message.id && equalBytes(slip, message.slipHash)

/** With words or a link of the sender's: the reader's own key signed the record. */
function cameInByThemselves(message: TrackedMessage, { addr, prn, iss, why }: GrantRecord): boolean {
  const blind = message.blind?.bcc ?? []
  const entry = [...message.slip.to, ...message.slip.cc, ...blind].find((named) => named.addr === addr)
  return why === "first-contact" && iss === prn && (entry?.mode === "pass" || entry?.mode === "link")
}

/** On the slip, or the agent for blind first contacts that the sender's own record names. */
function mayIssue(message: TrackedMessage, issuer: Statement): boolean {
  const { from, to, cc, holders } = message.slip
  const named = [from, ...to, ...cc, ...holders, ...(message.blind?.holders ?? [])]
  return named.some(({ prn, kid }) => prn === issuer.prn && kid !== null && isSameKey(issuer, kid))
}

/** The agent's own word about a grant to this message; else null. */
export async function verifiedDestroyed(message: TrackedMessage, signed: SignedObject): Promise<Destroyed | null> {
  const agent = message.agents.find(({ kid }) => equalBytes(kid, signed.k))
  const word = agent === undefined ? null : await readDestroyed(signed, agent).catch(() => null)
  return word !== null && word.msg === message.id && equalBytes(word.slip, message.slipHash) ? word : null
}

const CONTROL_OF: Readonly<Record<string, ControlKind>> = {
  recalled: "recall",
  suspended: "suspension",
  resumed: "suspension",
  "expiry-changed": "expiry",
}

/** Does the record say what the event says? */
function says(control: Control, address: string, { kind, obj }: EventWithEvidence): boolean {
  switch (control.kind) {
    case "recall":
      if (obj !== null) return address === "" && control.obj?.includes(obj) === true
      return control.obj === null && (control.who === null || control.who.includes(address))
    case "suspension":
      return address === "" && obj === null && control.on === (kind === "suspended")
    case "expiry":
      return address === "" && obj === null
  }
}

/** The sender's own record, or an officer's recall that was verified with the message; and it is about this. */
async function isControl(
  message: TrackedMessage,
  kind: ControlKind,
  about: { event: EventWithEvidence; address: string; signed: SignedObject },
): Promise<boolean> {
  const { event, address, signed } = about
  const { slip, slipHash, senderChain, controls } = message
  const controlled = { org: slip.org, msg: slip.msg, slipHash, sender: slip.from, senderChain }
  try {
    const control = await countControl({ ...controlled, officers: [], officerChains: [] }, { kind, signed })
    return control.kind === kind && says(control, address, event)
  } catch {
    const control = parsedControl(kind, signed)
    if (control === null) return false
    const isOf = ({ byOfficer, seq, iss }: (typeof controls.recalls)[number]) =>
      byOfficer && seq === control.seq && iss === control.iss
    return controls.recalls.some(isOf) && says(control, address, event)
  }
}

function parsedControl(kind: ControlKind, signed: SignedObject): Control | null {
  try {
    return parseControl(kind, signed)
  } catch {
    return null
  }
}

/** `none`: the server's word alone, as it should be. */
export async function judgeEvidence(
  message: TrackedMessage,
  address: string,
  { event, records }: { event: EventWithEvidence; records: readonly GrantRecord[] },
): Promise<"verified" | "none" | "invalid"> {
  const { kind, evidence } = event
  if (kind === "displayed" || (kind === "downloaded" && evidence !== null)) {
    return (await isReceipted(message, address, { event, records })) ? "verified" : "invalid"
  }
  const control = CONTROL_OF[kind]
  if (evidence === null) return control === undefined ? "none" : "invalid"
  if (kind === "granted" || kind === "regranted") {
    const record = await verifiedRecord(message, evidence)
    return record?.addr === address ? "verified" : "invalid"
  }
  if (control !== undefined) {
    const about = { event, address, signed: evidence }
    return (await isControl(message, control, about)) ? "verified" : "invalid"
  }
  if (kind === "agent-destroyed") return (await verifiedDestroyed(message, evidence)) === null ? "invalid" : "verified"
  return "invalid"
}
