/** Lies about what happened to a message: its record, receipts, who else holds a key. Every one must be named or ignored. */
import { signedToText } from "@smp/shared/client"
import { slipOf, verifyHistory, type OpenedMessage } from "@smp/shared/read"
import { makeStatement, signReceipt, signRecord } from "@smp/shared/slip"
import { generateKeySet } from "@smp/shared/suite"
import { read, send, type Person } from "../hosts/person.ts"
import { changeNote } from "./hostile-lies.ts"
import { flipText, list, map, text, type HostileLine, type Json, type JsonMap, type Lie } from "./hostile-line.ts"
import { refusedOr, type Outcome, type Stage } from "./hostile-stage.ts"
import { mustHold } from "./proof.ts"

const HISTORY = /^GET \/api\/messages\/[^/]+\/history$/
const TRACKING = /^GET \/api\/messages\/[^/]+\/tracking$/

export interface Forged {
  readonly person: Person
  readonly opened: OpenedMessage
  readonly line: HostileLine
}

/** The sender looks at a message that one reader has displayed and the other has not. */
export async function lieAboutRecord(stage: Stage): Promise<[string, Outcome][]> {
  const { town, enter } = stage
  const { alice, bob, carol } = town
  const letter = { to: [bob.address], cc: [carol.address], subject: "On record", text: "On record" }
  const { id } = await send(alice, letter)
  const { line, person } = await enter(alice)
  const opened = await read(person, id)
  await verifyHistory(opened)
  const path = `GET /api/messages/${id}/history`
  const yesterday = line.heard.json(path)
  await read(bob, id)
  const truth = await verifyHistory(opened)
  mustHold(truth.isComplete, `the honest record is not complete: ${JSON.stringify(truth.problems)}`)
  const forged = await forgedWords(opened, carol)
  const outcomes: [string, Outcome][] = []
  for (const lie of liesAboutHistory(bob.address, carol.address, { yesterday, forged }))
    outcomes.push([lie.name, await lieAboutHistory({ line, person, opened }, lie)])
  for (const lie of liesAboutTracking(bob.address, carol.address, forged))
    outcomes.push([lie.name, await lieAboutTracking({ line, person, opened }, lie, carol)])
  return outcomes
}

interface Words {
  /** Signed by the operator's own key, in Carol's name. */
  readonly receipt: Json
  readonly grantRecord: Json
}

async function forgedWords({ org, id, slipHash }: OpenedMessage, victim: Person): Promise<Words> {
  const { keySet } = await generateKeySet()
  const operator = await makeStatement(keySet, { kind: "person", addr: victim.address, at: Date.now() })
  const about = { org, msg: id, slip: slipHash }
  const by = { prn: operator.prn, at: Date.now() }
  const receipt = await signReceipt(keySet, { ...about, ...by, via: null, kind: "displayed", obj: null })
  const record = await signRecord(keySet, {
    ...about,
    ...by,
    kid: operator.kid,
    addr: victim.address,
    role: "cc",
    scope: "all",
    why: "re-grant",
    iss: operator.prn,
    auth: null,
    bcc: null,
  })
  return { receipt: { ...signedToText(receipt) }, grantRecord: { ...signedToText(record) } }
}

const chainOf = (answer: JsonMap, name: string): JsonMap =>
  map(list(answer["chains"]).find((chain) => map(chain)["name"] === name))
const eventsOf = (answer: JsonMap, name: string): JsonMap[] => list(chainOf(answer, name)["events"]).map(map)
const entryOf = (event: JsonMap | undefined): JsonMap => map(event?.["entry"])

function liesAboutHistory(
  reader: string,
  other: string,
  { yesterday, forged }: { yesterday: JsonMap; forged: Words },
): Lie[] {
  const lie = (name: string, change: (answer: JsonMap) => void): Lie => ({
    name,
    on: HISTORY,
    json(answer) {
      change(answer)
      return answer
    },
  })
  const inChain = (name: string, change: (events: JsonMap[]) => JsonMap[] | void) =>
    lie(name, (answer) => {
      const chain = chainOf(answer, reader)
      const events = eventsOf(answer, reader)
      chain["events"] = change(events) ?? events
    })
  const last = (events: JsonMap[]): JsonMap => map(events.at(-1))
  return [
    inChain("the newest event left out", (events) => events.slice(0, -1)),
    inChain("the hand-over left out", (events) => events.slice(1)),
    inChain("an event in the middle left out", (events) => events.filter((_, at) => at !== events.length - 2)),
    inChain("two events in the other order", (events) => [...events.slice(0, -2), ...events.slice(-2).toReversed()]),
    inChain("an event that nobody logged", (events) => [...events, { ...last(events), kind: "downloaded" }]),
    inChain("an event without an entry", (events) => [...events, { ...last(events), kind: "replied", entry: null }]),
    inChain("another kind of event", (events) => void (last(events)["kind"] = "recalled")),
    inChain("another time of an event", (events) => void (last(events)["at"] = Number(last(events)["at"]) - 60_000)),
    inChain("another program of an event", (events) => void (last(events)["client"] = "Forged/1.0")),
    inChain("a receipt of the operator's", (events) => void (last(events)["evidence"] = forged.receipt)),
    inChain("a receipt left out", (events) => void (last(events)["evidence"] = null)),
    inChain("another number of an event", (events) => void (entryOf(last(events))["n"] = 7)),
    inChain("another salt of an entry", (events) => {
      entryOf(last(events))["salt"] = flipText(entryOf(last(events))["salt"])
    }),
    lie("a flipped bit in the log's word about a chain", (answer) => {
      const head = map(chainOf(answer, reader)["head"])
      head["b"] = flipText(head["b"])
    }),
    lie("the log's word about another chain", (answer) => {
      chainOf(answer, reader)["head"] = chainOf(answer, other)["head"] ?? null
    }),
    lie("the log's word of yesterday, and the events of yesterday", (answer) =>
      Object.assign(chainOf(answer, reader), chainOf(yesterday, reader)),
    ),
    { name: "the whole record of yesterday", on: HISTORY, json: () => yesterday },
    ...(["size", "root", "signature"] as const).map((part) =>
      lie(`a checkpoint of the record with another ${part}`, (answer) => {
        answer["checkpoint"] = changeNote(answer["checkpoint"], part)
      }),
    ),
    lie("a chain left out", (answer) => {
      answer["chains"] = list(answer["chains"]).filter((chain) => map(chain)["name"] !== other)
    }),
    lie("a chain of somebody whom the slip does not name", (answer) => {
      answer["chains"] = [...list(answer["chains"]), { ...chainOf(answer, other), name: "mallory@example.org" }]
    }),
    lie("another row of a leaf", (answer) => {
      const leaf = map(list(answer["leaves"])[0])
      leaf["stored"] = flipText(leaf["stored"])
    }),
  ]
}

/** The client names what does not fit, or refuses the whole; a lie that leaves the record complete is believed. */
async function lieAboutHistory({ line, opened }: Forged, lie: Lie): Promise<Outcome> {
  line.told = 0
  const verdict = await refusedOr(line, lie, () => verifyHistory(opened))
  mustHold(line.told > 0, `${lie.name}: the lie was never told`)
  if (verdict === "refused") return "refused"
  mustHold(!verdict.isComplete && verdict.problems.length > 0, `${lie.name}: the record was called complete`)
  return "shown"
}

function liesAboutTracking(reader: string, other: string, forged: Words): Lie[] {
  const lie = (name: string, change: (answer: JsonMap) => void): Lie => ({
    name,
    on: TRACKING,
    json(answer) {
      change(answer)
      return answer
    },
  })
  const eventsFor = (answer: JsonMap, address: string): JsonMap =>
    map(list(answer["people"]).find((person) => map(person)["address"] === address))
  const displayed = (evidence: Json) => ({ kind: "displayed", at: Date.now(), obj: null, client: null, evidence })
  const addTo = (name: string, evidence: (answer: JsonMap) => Json) =>
    lie(name, (answer) => {
      const person = eventsFor(answer, other)
      person["events"] = [...list(person["events"]), displayed(evidence(answer))]
    })
  return [
    addTo("displayed, without a receipt", () => null),
    addTo("displayed, with a receipt of the operator's", () => forged.receipt),
    addTo("displayed, with another reader's receipt", (answer) => {
      const held = list(eventsFor(answer, reader)["events"]).map(map)
      return held.find(({ kind }) => kind === "displayed")?.["evidence"] ?? text(null as never)
    }),
    lie("a hidden grant: a record of the operator's that lets a key in", (answer) => {
      answer["records"] = [...list(answer["records"]), forged.grantRecord]
    }),
    lie("a word that a grant was destroyed, by the operator", (answer) => {
      answer["destroyed"] = [...list(answer["destroyed"]), forged.receipt]
    }),
  ]
}

/** Nobody is said to have signed what he did not, and nobody to hold a key who was not given one. */
async function lieAboutTracking({ line, person, opened }: Forged, lie: Lie, victim: Person): Promise<Outcome> {
  const honest = await slipOf(opened, await person.account.client.tracking(opened.id))
  line.told = 0
  const slip = await refusedOr(line, lie, async () => slipOf(opened, await person.account.client.tracking(opened.id)))
  mustHold(line.told > 0, `${lie.name}: the lie was never told`)
  if (slip === "refused") return "refused"
  const shown = slip.people.find(({ address }) => address === victim.address)
  mustHold(
    shown?.events.every(({ kind, signed }) => kind !== "displayed" || !signed) === true,
    `${lie.name}: a forged receipt counts`,
  )
  mustHold(JSON.stringify(slip.holders) === JSON.stringify(honest.holders), `${lie.name}: who can open it changed`)
  return "harmless"
}
