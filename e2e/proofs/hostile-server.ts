/**
 * A lying server between real client code and the real server (T8): every lie is refused with a typed error, shown, or
 * changes nothing. Shows: no key is wrapped to anybody who was not addressed, nothing is displayed that was not signed.
 */
import { decodeCbor } from "@smp/shared/bytes"
import type { OpenedMessage } from "@smp/shared/read"
import { read, readAttachment, registerPerson, send, signInAgain, type Person } from "../hosts/person.ts"
import { hostileLine, list, text, type HostileLine, type Lie } from "./hostile-line.ts"
import {
  liesAboutFiles,
  liesAboutGrowth,
  liesAtFirstUse,
  liesAtSignIn,
  liesInColumns,
  liesToReader,
  liesToSender,
  type Names,
} from "./hostile-lies.ts"
import { liesWithOwnKeys, liesWithOwnPolicy } from "./hostile-keys.ts"
import { lieAboutRecord } from "./hostile-record.ts"
import { lieAboutAccess } from "./hostile-access.ts"
import { refusedOr, shownOf, type Outcome, type Stage, type Tally } from "./hostile-stage.ts"
import { mustHold, pause, type Proof, type Size } from "./proof.ts"
import { inTown, type Town } from "./town.ts"

const TWO_SEGMENTS = 600_000

export const hostileServer: Proof = {
  name: "hostile-server",
  proves:
    "whatever a lying server answers about keys, logs, policy, slip, grants and chunks is refused, shown, or harmless",
  run: (size, say) => inTown((town) => lieToEverybody(town, size, say)),
}

async function setStage(town: Town): Promise<Stage> {
  const { alice, bob, carol } = town
  const memory = new Map<string, Buffer>()
  const enter = async (person: Person) => {
    const line = hostileLine(memory)
    return { line, person: await signInAgain(person, town.server, { fetch: line.fetch }) }
  }
  const letter = (text: string) => ({
    to: [bob.address],
    cc: [carol.address],
    subject: text,
    text,
    attachments: [
      { name: `${text}.bin`, type: "application/octet-stream", bytes: new Uint8Array(TWO_SEGMENTS).fill(text.length) },
    ],
  })
  const first = await send(alice, letter("The first"))
  const second = await send(alice, letter("The second one"))
  const names: Names = { reader: bob.address, other: carol.address, message: first.id, otherMessage: second.id }
  const honest = await enter(bob)
  const other = await read(honest.person, second.id)
  await readAttachment(other)
  const truth = await read(honest.person, first.id)
  const honestSender = await enter(alice)
  await send(honestSender.person, { to: [carol.address], subject: "Heard", text: "Heard" })
  const keys = await keysOf([alice, bob, carol], town)
  return { town, names, truth, otherFile: other.attachments[0]?.obj ?? "", keys, enter }
}

async function lieToEverybody(town: Town, size: Size, say: (line: string) => void): Promise<string> {
  const stage = await setStage(town)
  const { names, truth, otherFile, keys, enter } = stage
  const { alice, bob, carol } = town
  const tally: Tally = { refused: 0, shown: 0, harmless: 0, unasked: 0 }
  const told = (lie: Pick<Lie, "name">, outcome: Outcome) => {
    tally[outcome]++
    if (outcome !== "refused") say(`${lie.name}: ${outcome}`)
  }
  const some = (lies: Lie[]) => (size === "full" ? lies : lies.filter((_, index) => index % 4 === 0))
  for (const lie of [...(await liesWithOwnKeys(alice.account, bob.address)), ...liesAtFirstUse(names)]) {
    const outcome = await lieToSender(await enter(carol), lie, bob, keys)
    mustHold(outcome === "refused", `${lie.name}, at the first use of a key: ${outcome}`)
    told(lie, outcome)
  }
  const policies = alice.org ? await liesWithOwnPolicy(alice.account, alice.org) : []
  for (const lie of [...policies, ...some(liesToSender(names))])
    told(lie, await lieToSender(await enter(alice), lie, bob, keys))
  for (const lie of some(liesToReader(names))) told(lie, await lieToReader(await enter(bob), lie, truth, false))
  for (const lie of some(liesInColumns(names))) told(lie, await lieToReader(await enter(bob), lie, truth, true))
  for (const lie of some(liesAboutFiles(names, otherFile)))
    told(lie, await lieAboutFile(await enter(bob), lie, truth.id))
  for (const lie of some(liesAtSignIn())) told(lie, await lieAtSignIn(town, bob, lie))
  for (const scene of [lieAboutRecord, lieAboutAccess])
    for (const [name, outcome] of await scene(stage)) told({ name }, outcome)
  for (const lie of await rollBack(stage)) told(lie, "refused")
  return `${tally.refused} lies refused, ${tally.shown} shown, ${tally.harmless} without effect, ${tally.unasked} never asked for, 0 believed.`
}

/** The logs as they were before somebody registered, told to a client that has seen them since. */
async function rollBack({ town, enter, keys }: Stage): Promise<Lie[]> {
  const { alice, bob, server, mailbox } = town
  const { line, person } = await enter(alice)
  const letter = { to: [bob.address], subject: "Before", text: "Before" }
  await send(person, letter)
  const { org } = alice
  const old = {
    lookUp: line.heard.json(`POST /api/directory/look-up ${bob.address}`),
    keys: line.heard.json("GET /api/log/keys/checkpoint"),
    own: line.heard.json(`GET /api/log/${org}/checkpoint`),
  }
  await registerPerson({ server, mailbox, address: "erin@example.org" })
  await pause(3_000)
  const mustBeRefused = async (lie: Lie) => {
    const outcome = await lieToSender({ line, person }, lie, bob, keys)
    mustHold(outcome === "refused" && line.told > 0, `${lie.name}: ${outcome}`)
  }
  const growth = liesAboutGrowth()
  for (const lie of growth) await mustBeRefused(lie)
  await send(person, letter)
  const lies: Lie[] = [
    { name: "the Directory of yesterday", on: /^POST \/api\/directory\/look-up$/, json: () => old.lookUp },
    { name: "the key log of yesterday", on: /^GET \/api\/log\/keys\/checkpoint$/, json: () => old.keys },
    { name: "the organization's log of yesterday", on: /^GET \/api\/log\/org_[^/]+\/checkpoint$/, json: () => old.own },
  ]
  for (const lie of lies) await mustBeRefused(lie)
  return [...growth, ...lies]
}

async function lieToSender(
  { line, person }: { line: HostileLine; person: Person },
  lie: Lie,
  reader: Person,
  keys: Set<string>,
): Promise<Outcome> {
  line.committed = null
  line.told = 0
  const sent = await refusedOr(line, lie, () =>
    send(person, { to: [reader.address], subject: "Secret", text: "Secret" }),
  )
  const handed = line.committed as HostileLine["committed"]
  if (handed) {
    const grants = list(handed["grants"]).map(
      (grant) => decodeCbor(Buffer.from(text(grant), "base64url"), 1 << 15) as { kid: Uint8Array },
    )
    for (const { kid } of grants)
      mustHold(keys.has(Buffer.from(kid).toString("hex")), `${lie.name}: the content key was sealed to an unknown key`)
    mustHold(list(handed["tickets"]).length === 0, `${lie.name}: a reader who has a key was treated as a first contact`)
  }
  if (sent === "refused") return "refused"
  return line.told > 0 ? "harmless" : "unasked"
}

/** Key ids that may hold a message of these people: their own, and what the policy names. */
async function keysOf(people: Person[], town: Town): Promise<Set<string>> {
  const keys = new Set(people.map(({ account }) => Buffer.from(account.keySet.kid).toString("hex")))
  const { agent } = await town.alice.account.client.platform()
  for (const statement of agent.statements) keys.add(Buffer.from(statement.k, "base64url").toString("hex"))
  return keys
}

async function lieToReader(
  { line, person }: { line: HostileLine; person: Person },
  lie: Lie,
  truth: OpenedMessage,
  mustShow: boolean,
): Promise<Outcome> {
  const opened = await refusedOr(line, lie, () => read(person, truth.id))
  mustHold(line.told > 0, `${lie.name}: the lie was never told`)
  if (opened === "refused") return "refused"
  mustHold(shownOf(opened) === shownOf(truth), `${lie.name}: something else was displayed`)
  const shown = opened.verdict !== "intact" || opened.log !== "proved" || opened.alarms.length > 0
  mustHold(shown || !mustShow, `${lie.name}: not shown as altered`)
  return shown ? "shown" : "harmless"
}

async function lieAboutFile(
  { line, person }: { line: HostileLine; person: Person },
  lie: Lie,
  id: string,
): Promise<Outcome> {
  const opened = await read(person, id)
  const bytes = await refusedOr(line, lie, () => readAttachment(opened))
  mustHold(line.told > 0, `${lie.name}: the lie was never told`)
  if (bytes === "refused") return "refused"
  mustHold(
    bytes.length === TWO_SEGMENTS && bytes.every((byte) => byte === "The first".length),
    `${lie.name}: another file was given out`,
  )
  return "harmless"
}

async function lieAtSignIn(town: Town, person: Person, lie: Lie): Promise<Outcome> {
  const line = hostileLine()
  const entered = await refusedOr(line, lie, () => signInAgain(person, town.server, { fetch: line.fetch }))
  mustHold(line.told > 0, `${lie.name}: the lie was never told`)
  if (entered === "refused") return "refused"
  mustHold(
    Buffer.from(entered.account.keySet.kid).equals(Buffer.from(person.account.keySet.kid)),
    `${lie.name}: another key was taken for the own`,
  )
  return "harmless"
}
