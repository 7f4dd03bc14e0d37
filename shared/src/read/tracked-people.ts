/** What is known of each recipient: the server's events, and which of them the person's own key signed. */
import { equalBytes } from "../bytes/index.ts"
import { signedFromText } from "../client/index.ts"
import { checkReceipt, isSameKey, parseRecord, readRecord } from "../slip/index.ts"
import type { GrantRecord, Statement } from "../slip/index.ts"
import type { TrackingReply } from "../wire/index.ts"
import { internalsOf } from "./opened-message.ts"
import type { OpenedMessage, Person } from "./opened-message.ts"
import type { PersonState, SlipEvent, SlipPerson } from "./slip-view.ts"

type TrackedEvent = TrackingReply["people"][number]["events"][number]

export interface Tracked {
  readonly people: readonly SlipPerson[]
  /** Verified records of keys that the slip does not name. */
  readonly records: readonly GrantRecord[]
}

export async function trackPeople(message: OpenedMessage, tracking: TrackingReply | null): Promise<Tracked> {
  const { account, chains } = internalsOf(message)
  const missing = (tracking?.people ?? []).map(({ address }) => address).filter((address) => !chains.has(address))
  if (missing.length > 0) {
    for (const [address, chain] of await account.view
      .chains(missing)
      .catch(() => new Map<string, readonly Statement[]>())) {
      chains.set(address, chain)
    }
  }
  const records = await verifyRecords(message, tracking)
  const roles = [
    ["to", message.to],
    ["cc", message.cc],
    ["bcc", message.bcc],
  ] as const
  const people = roles.flatMap(([role, list]) => list.map((person) => ({ role, person })))
  return {
    records,
    people: await Promise.all(
      people.map(({ role, person }) => trackPerson({ message, tracking, records, role, person })),
    ),
  }
}

interface PersonCase {
  readonly message: OpenedMessage
  readonly tracking: TrackingReply | null
  readonly records: readonly GrantRecord[]
  readonly role: SlipPerson["role"]
  readonly person: Person
}

async function trackPerson({ message, tracking, records, role, person }: PersonCase): Promise<SlipPerson> {
  const { account } = internalsOf(message)
  const held = tracking?.people.find(({ address }) => address === person.address)
  const own = records.filter(({ addr }) => addr === person.address)
  const events = await Promise.all(
    (held?.events ?? []).map((event) => judgeEvent(message, person, { event, records: own })),
  )
  events.sort((a, b) => a.at - b.at)
  const isWaiting = tracking?.waiting.includes(person.address) ?? false
  return {
    name: person.name,
    address: person.address,
    role,
    isMe: person.address === account.address,
    isWaiting,
    events,
    state: tracking === null ? "unknown" : stateOf(events, isWaiting),
  }
}

async function judgeEvent(
  message: OpenedMessage,
  person: Person,
  { event, records }: { event: TrackedEvent; records: readonly GrantRecord[] },
): Promise<SlipEvent> {
  const shown = { kind: event.kind, at: event.at, obj: event.obj }
  return { ...shown, signed: await isSigned(message, person, { event, records }) }
}

/** Only a receipt of this message, for this event, by the key that the slip or a verified record let in. */
async function isSigned(
  message: OpenedMessage,
  person: Person,
  { event, records }: { event: TrackedEvent; records: readonly GrantRecord[] },
): Promise<boolean> {
  if (event.evidence === null) return false
  const signed = signedFromText(event.evidence)
  const chain = internalsOf(message).chains.get(person.address) ?? []
  const reader = chain.find(({ kid }) => equalBytes(kid, signed.k))
  if (reader === undefined) return false
  // Whoever was let in again has more than one record: that of the key that signed counts.
  const record = records.findLast(({ kid }) => isSameKey(reader, kid)) ?? null
  try {
    const receipt = await checkReceipt({ signed, reader, slip: message.slip, slipHash: message.slipHash, record })
    return receipt.kind === event.kind && receipt.obj === event.obj
  } catch {
    return false
  }
}

function stateOf(events: readonly SlipEvent[], isWaiting: boolean): PersonState {
  const has = (kind: SlipEvent["kind"]) => events.some((event) => event.kind === kind)
  if (has("displayed") || has("downloaded")) return "displayed"
  if (has("released")) return "released"
  if (has("bounced")) return "bounced"
  if (isWaiting) return "waiting"
  if (has("accepted")) return "notified"
  return has("queued") ? "queued" : "unknown"
}

/** Oldest first: records of to/cc readers whose issuer is the sender, the agent of the policy, or a person on the slip. */
async function verifyRecords(message: OpenedMessage, tracking: TrackingReply | null): Promise<GrantRecord[]> {
  const { agents, chains, sealed } = internalsOf(message)
  const known = [sealed.sender, ...agents, ...[...chains.values()].flat()]
  // The record that let this reader in was verified when the message was opened.
  const own = sealed.justification.record
  const records: GrantRecord[] = own === null ? [] : [own]
  for (const text of tracking?.records ?? []) {
    const signed = signedFromText(text)
    const issuer = known.find(({ kid }) => equalBytes(kid, signed.k))
    if (issuer === undefined || !isOfMessage(message, parseRecord(signed))) continue
    const record = await readRecord(signed, issuer).catch(() => null)
    if (record !== null && (mayIssue(message, issuer) || cameInByThemselves(message, record))) records.push(record)
  }
  return records.sort((a, b) => a.at - b.at)
}

const isOfMessage = (message: OpenedMessage, { msg, slip }: GrantRecord) =>
  msg === message.id && equalBytes(slip, message.slipHash)

/** With words or a link of the sender's: the reader's own key signed the record. */
function cameInByThemselves(message: OpenedMessage, { addr, prn, iss, why }: GrantRecord): boolean {
  const blind = internalsOf(message).sealed.bcc?.bcc ?? []
  const entry = [...message.slip.to, ...message.slip.cc, ...blind].find((named) => named.addr === addr)
  return why === "first-contact" && iss === prn && (entry?.mode === "pass" || entry?.mode === "link")
}

/** On the slip, or the agent for blind first contacts that the sender's own record names. */
function mayIssue(message: OpenedMessage, issuer: Statement): boolean {
  const { from, to, cc, holders } = message.slip
  const named = [from, ...to, ...cc, ...holders, ...(internalsOf(message).sealed.bcc?.holders ?? [])]
  return named.some(({ prn, kid }) => prn === issuer.prn && kid !== null && isSameKey(issuer, kid))
}
