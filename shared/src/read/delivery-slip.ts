/** From an opened message and its tracking to the Delivery Slip that people see. */
import { equalBytes } from "../bytes/index.ts"
import { signedFromText } from "../client/index.ts"
import type { GrantRecord, SlipHolder } from "../slip/index.ts"
import { showKid } from "../suite/index.ts"
import type { TrackingReply } from "../wire/index.ts"
import { verifiedDestroyed } from "./history/event-evidence.ts"
import { internalsOf } from "./opened-message.ts"
import type { OpenedMessage, Person } from "./opened-message.ts"
import { differencesOf } from "./slip-differences.ts"
import type { DeliverySlipView, SlipHolderView, SlipPerson } from "./slip-view.ts"
import { trackPeople } from "./tracked-people.ts"

/** @param tracking null when it could not be fetched: then nothing is claimed about what happened since. */
export async function slipOf(message: OpenedMessage, tracking: TrackingReply | null): Promise<DeliverySlipView> {
  const { account, sealed, reply, signingKeySince } = internalsOf(message)
  const { people, records } = await trackPeople(message, tracking)
  const isMe = ({ address }: Person) => address === account.address
  const { options } = message
  return {
    reference: showReference(message.reference),
    organization: message.organization,
    sender: { ...message.from, isMe: isMe(message.from) },
    sentAt: message.sentAt,
    checkedAt: Date.now(),
    verdict: message.verdict,
    log: message.log,
    foreignKey: message.alarms.includes("foreign-key"),
    differences: differencesOf(message),
    people,
    holders: [
      { ...person(message.from, isMe(message.from)), isSender: true },
      ...people
        .filter(({ address }) => address !== message.from.address)
        .map((held) => readerOf(held, message, records)),
      ...(await servicesOf(message, tracking, people)),
    ],
    options: {
      reply: options.reply,
      replyAll: options.all,
      forward: options.fwd,
      expires: options.exp,
      subjectHidden: message.isSubjectHidden,
      receipts: options.rcpt,
      label: options.label,
    },
    files: message.attachments.map(({ obj, name, size }) => ({ obj, name, size })),
    details: {
      messageId: message.id,
      signingKey: showKid(sealed.header.kid),
      keySince: signingKeySince,
      logEntry: message.log === "proved" ? reply.log.index : null,
      suite: sealed.header.suite,
    },
  }
}

/** 7HK2-PQ9D: eight characters in two groups. */
export function showReference(reference: string): string {
  const plain = reference.replaceAll("-", "").toUpperCase()
  return plain.length === 8 ? `${plain.slice(0, 4)}-${plain.slice(4)}` : plain
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

function readerOf(held: SlipPerson, message: OpenedMessage, records: readonly GrantRecord[]): SlipHolderView {
  const blind = internalsOf(message).sealed.bcc?.bcc ?? []
  const named = [...message.slip.to, ...message.slip.cc, ...blind].find(({ addr }) => addr === held.address)
  const record = records.findLast(({ addr }) => addr === held.address)
  const isFirstContact = named !== undefined && named.mode !== "key"
  const hasKey = !isFirstContact || record !== undefined
  return {
    ...person(held, held.isMe),
    state: hasKey ? "holds" : "to-come",
    givenBy: record === undefined ? null : issuerName(message, record),
    givenAt: record?.at ?? null,
  }
}

/** null: the sender, or the reader with the sender's own secret. */
function issuerName(message: OpenedMessage, record: GrantRecord): string | null {
  const { slip } = message
  if (record.iss === slip.from.prn || record.iss === record.prn) return null
  const reader = [...slip.to, ...slip.cc].find(({ prn }) => prn === record.iss)
  return reader === undefined ? message.organization : reader.name || reader.addr
}

async function servicesOf(
  message: OpenedMessage,
  tracking: TrackingReply | null,
  people: readonly SlipPerson[],
): Promise<SlipHolderView[]> {
  // The agent for blind first contacts stands in the sender's own record alone.
  const blind = internalsOf(message).sealed.bcc?.holders ?? []
  const services = [
    ...message.holders.map((holder) => ({ holder, isBlind: false })),
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
  message: OpenedMessage,
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
