/** What is known of each recipient: the server's events, and which of them the person's own key signed. */
import { signedFromText } from "../client/index.ts"
import { recallOf } from "../slip/index.ts"
import type { GrantRecord, Statement } from "../slip/index.ts"
import type { TrackingReply } from "../wire/index.ts"
import { isReceipted, verifiedRecord } from "./history/event-evidence.ts"
import type { Person } from "./opened-message.ts"
import type { TrackedMessage } from "./tracked-message.ts"
import type { PersonState, SlipEvent, SlipPerson } from "../view/index.ts"

type TrackedEvent = TrackingReply["people"][number]["events"][number]

export interface Tracked {
  readonly people: readonly SlipPerson[]
  /** Verified records of keys that the slip does not name. */
  readonly records: readonly GrantRecord[]
}

export async function trackPeople(message: TrackedMessage, tracking: TrackingReply | null): Promise<Tracked> {
  await knowChains(
    message,
    (tracking?.people ?? []).map(({ address }) => address),
  )
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

/** Asks for the chains of these addresses that are not known yet; without an answer they stay unknown. */
export async function knowChains(message: TrackedMessage, addresses: readonly string[]): Promise<void> {
  const { onlooker, chains } = message
  const missing = addresses.filter((address) => address !== "" && !chains.has(address))
  if (missing.length === 0) return
  const found = await onlooker.view.chains(missing).catch(() => new Map<string, readonly Statement[]>())
  for (const [address, chain] of found) chains.set(address, chain)
}

interface PersonCase {
  readonly message: TrackedMessage
  readonly tracking: TrackingReply | null
  readonly records: readonly GrantRecord[]
  readonly role: SlipPerson["role"]
  readonly person: Person
}

async function trackPerson({ message, tracking, records, role, person }: PersonCase): Promise<SlipPerson> {
  const { onlooker, controls } = message
  const held = tracking?.people.find(({ address }) => address === person.address)
  const own = records.filter(({ addr }) => addr === person.address)
  const recall = recallOf(controls, person.address)
  // A recall is the sender's to say: the record counts, not the server's event.
  const told = (held?.events ?? []).filter(({ kind }) => kind !== "recalled")
  const events: SlipEvent[] = await Promise.all(
    told.map((event) => judgeEvent(message, person, { event, records: own })),
  )
  if (recall !== null) events.push({ kind: "recalled", at: recall.at, signed: true })
  events.sort((a, b) => a.at - b.at)
  const isWaiting = tracking?.waiting.includes(person.address) ?? false
  return {
    name: person.name,
    address: person.address,
    role,
    isMe: person.address === onlooker.address,
    isWaiting,
    events,
    state: recall !== null ? "recalled" : tracking === null ? "unknown" : stateOf(events, isWaiting),
  }
}

async function judgeEvent(
  message: TrackedMessage,
  person: Person,
  { event, records }: { event: TrackedEvent; records: readonly GrantRecord[] },
): Promise<SlipEvent> {
  const shown = { kind: event.kind, at: event.at, obj: event.obj, client: event.client }
  const evidence = event.evidence === null ? null : signedFromText(event.evidence)
  const signed = await isReceipted(message, person.address, { event: { ...shown, evidence }, records })
  return { ...shown, signed }
}

function stateOf(events: readonly SlipEvent[], isWaiting: boolean): PersonState {
  const has = (kind: SlipEvent["kind"]) => events.some((event) => event.kind === kind)
  if (has("expired")) return "expired"
  if (has("displayed") || has("downloaded")) return "displayed"
  if (has("released")) return "released"
  if (has("bounced")) return "bounced"
  if (isWaiting) return "waiting"
  if (has("accepted")) return "notified"
  return has("queued") ? "queued" : "unknown"
}

/** Oldest first: records of to/cc readers whose issuer is the sender, the agent of the policy, or a person on the slip. */
export async function verifyRecords(
  message: TrackedMessage,
  tracking: Pick<TrackingReply, "records"> | null,
): Promise<GrantRecord[]> {
  const { ownRecord: own } = message
  const records: GrantRecord[] = own === null ? [] : [own]
  for (const text of tracking?.records ?? []) {
    const record = await verifiedRecord(message, signedFromText(text))
    if (record !== null) records.push(record)
  }
  return records.sort((a, b) => a.at - b.at)
}
