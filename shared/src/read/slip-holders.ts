/** Who holds a key of a message: its people, then its services. */
import { equalBytes } from "../bytes/index.ts"
import { signedFromText } from "../client/index.ts"
import type { GrantRecord, SlipHolder } from "../slip/index.ts"
import type { TrackingReply } from "../wire/index.ts"
import { verifiedDestroyed } from "./history/event-evidence.ts"
import type { Person } from "./opened-message.ts"
import type { SlipHolderView, SlipPerson } from "../view/index.ts"
import type { TrackedMessage } from "./tracked-message.ts"
import type { Tracked } from "./tracked-people.ts"

export async function holdersOf(
  message: TrackedMessage,
  { people, records }: Tracked,
  tracking: TrackingReply | null,
): Promise<SlipHolderView[]> {
  const { addr, name } = message.slip.from
  return [
    { ...person({ name, address: addr }, addr === message.onlooker.address), isSender: true },
    ...people.filter(({ address }) => address !== addr).map((held) => readerOf(held, message, records)),
    ...(await servicesOf(message, tracking, people)),
  ]
}

const person = ({ name, address }: Person, isMe: boolean): SlipHolderView => ({
  kind: "person",
  name: name || address,
  isSender: false,
  isMe,
  state: "holds",
  waitsFor: [],
  givenBy: null,
  givenAt: null,
})

function readerOf(held: SlipPerson, message: TrackedMessage, records: readonly GrantRecord[]): SlipHolderView {
  const blind = message.blind?.bcc ?? []
  const named = [...message.slip.to, ...message.slip.cc, ...blind].find(({ addr }) => addr === held.address)
  const record = records.findLast(({ addr }) => addr === held.address)
  const isFirstContact = named !== undefined && named.mode !== "key"
  const hasKey = !isFirstContact || record !== undefined
  const isGone = held.state === "recalled" || held.state === "expired"
  return {
    ...person(held, held.isMe),
    state: isGone ? "destroyed" : hasKey ? "holds" : "to-come",
    givenBy: record === undefined ? null : issuerName(message, record),
    givenAt: record?.at ?? null,
  }
}

/** null: the sender, or the reader with the sender's own secret. */
function issuerName(message: TrackedMessage, record: GrantRecord): string | null {
  const { slip } = message
  if (record.iss === slip.from.prn || record.iss === record.prn) return null
  const reader = [...slip.to, ...slip.cc].find(({ prn }) => prn === record.iss)
  return reader === undefined ? message.organization : reader.name || reader.addr
}

async function servicesOf(
  message: TrackedMessage,
  tracking: TrackingReply | null,
  people: readonly SlipPerson[],
): Promise<SlipHolderView[]> {
  // The agent for blind first contacts stands in the sender's own record alone.
  const blind = message.blind?.holders ?? []
  const services = [
    ...message.slip.holders.map((holder) => ({ holder, isBlind: false })),
    ...blind.map((holder) => ({ holder, isBlind: true })),
  ]
  return Promise.all(
    services.map(async ({ holder, isBlind }): Promise<SlipHolderView> => {
      const waiting = people.filter(({ isWaiting, role }) => isWaiting && (role === "bcc") === isBlind)
      return {
        kind: holder.kind,
        name: message.organization,
        isSender: false,
        isMe: false,
        givenBy: null,
        givenAt: null,
        state: (await isDestroyed(message, { holder, isBlind }, tracking)) ? "destroyed" : "holds",
        waitsFor: holder.kind === "grant-agent" ? waiting.map(({ address }) => address) : [],
      }
    }),
  )
}

/** The agent's own signed word about exactly this grant: the one of the slip, or the one with a record of its own. */
async function isDestroyed(
  message: TrackedMessage,
  { holder, isBlind }: { holder: Pick<SlipHolder, "prn" | "kid">; isBlind: boolean },
  tracking: TrackingReply | null,
): Promise<boolean> {
  for (const text of tracking?.destroyed ?? []) {
    const word = await verifiedDestroyed(message, signedFromText(text))
    if (word === null || (word.rec !== null) !== isBlind || word.prn !== holder.prn) continue
    if (equalBytes(word.kid, holder.kid)) return true
  }
  return false
}
