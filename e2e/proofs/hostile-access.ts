/** Lies about who may open a message: grants, recalls and suspensions, readers who wait, rules of yesterday. */
import { changeRules } from "@smp/shared/account"
import { decodeCbor, fromBase64url, newId, ProtocolError, toBase64url } from "@smp/shared/bytes"
import { signedToText } from "@smp/shared/client"
import { recallMessage, resumeMessage, suspendMessage } from "@smp/shared/control"
import { encodeGrant, readGrant, sealGrant } from "@smp/shared/envelope"
import { letInByRule, type OpenedMessage } from "@smp/shared/read"
import { makeStatement, signControl, signRecord } from "@smp/shared/slip"
import { generateKeySet } from "@smp/shared/suite"
import type { MessageId } from "@smp/shared/wire"
import { read, send, type Person } from "../hosts/person.ts"
import { liesWithOwnKeys } from "./hostile-keys.ts"
import { flipText, list, map, text, type HostileLine, type Json, type JsonMap, type Lie } from "./hostile-line.ts"
import { refusedOr, shownOf, type Outcome, type Stage } from "./hostile-stage.ts"
import { mustHold } from "./proof.ts"

const MESSAGE = /^GET \/api\/messages\/msg_[^/]+$/
const GRANT = /^POST \/api\/messages\/[^/]+\/grant$/
const CONTROLS = /^GET \/api\/messages\/[^/]+\/controls$/
const OPENING = /^(GET|POST) \/api\/messages\/msg_[^/]+(\/grant|\/body)?$/
const WANTED = /^GET \/api\/wanted$/
const POLICY = /^GET \/api\/organizations\/[^/]+\/policy$/
type Outcomes = [string, Outcome][]
type Desk = { line: HostileLine; person: Person }

export async function lieAboutAccess(stage: Stage): Promise<Outcomes> {
  const { alice, bob } = stage.town
  const letter = { to: [bob.address], subject: "Access", text: "Access" }
  const [{ id }, { id: gone }] = [await send(alice, letter), await send(alice, letter)]
  const desk = await stage.enter(bob)
  const truth = await read(desk.person, id)
  await recallMessage({ account: alice.account, id: gone, reason: "gone" })
  return [
    ...(await lieAboutGrants(desk, truth)),
    ...(await lieAboutRecalls(stage, { desk, truth, gone })),
    ...(await lieAboutSuspension(stage, { desk, truth })),
    ...(await lieAboutWaiting(stage, { id, gone })),
    ...(await lieAboutOldRules(stage)),
  ]
}

/** What the reader sees is what it was, or nothing. */
async function opens({ line, person }: Desk, lie: Lie, truth: OpenedMessage): Promise<Outcome> {
  line.told = 0
  const opened = await refusedOr(line, lie, () => read(person, truth.id))
  mustHold(line.told > 0, `${lie.name}: the lie was never told`)
  if (opened === "refused") return "refused"
  mustHold(shownOf(opened) === shownOf(truth), `${lie.name}: something else was displayed`)
  return "harmless"
}

/** Keys that the operator sealed: with a content key of its own, or with a record that names the operator as issuer. */
async function lieAboutGrants(desk: Desk, truth: OpenedMessage): Promise<Outcomes> {
  const { account } = desk.person
  const { keySet } = await generateKeySet()
  const operator = await makeStatement(keySet, { kind: "person", addr: "operator@example.org", at: Date.now() })
  const { statement } = account.ownKeys.newest
  const message = { org: truth.org, msg: truth.id, slipHash: truth.slipHash }
  const record = await signRecord(keySet, {
    org: truth.org,
    msg: truth.id,
    slip: truth.slipHash,
    prn: statement.prn,
    kid: statement.kid,
    addr: account.address,
    role: "to",
    scope: "all",
    why: "re-grant",
    iss: operator.prn,
    at: Date.now(),
    auth: null,
    bcc: null,
  })
  const payload = { ck: crypto.getRandomValues(new Uint8Array(32)), rec: null }
  const own = await sealGrant({ reader: statement, message, scope: "all", payload, record: null })
  const withRecord = await sealGrant({ reader: statement, message, scope: "all", payload, record })
  const give = (name: string, grant: (answer: JsonMap) => string): Lie => ({
    name,
    on: GRANT,
    json: (answer) => ({ grant: grant(answer) }),
  })
  const lies = [
    give("a grant of a content key of the operator's", () => toBase64url(encodeGrant(own))),
    give("a hidden grant: with the operator's record", () => toBase64url(encodeGrant(withRecord))),
    give("the true grant with the operator's record", (answer) => {
      const grant = readGrant(fromBase64url(text(answer["grant"])))
      return toBase64url(encodeGrant({ ...grant, rec: record }))
    }),
  ]
  const outcomes: Outcomes = []
  for (const lie of lies) {
    const outcome = await opens(desk, lie, truth)
    mustHold(outcome === "refused", `${lie.name}: ${outcome}`)
    outcomes.push([lie.name, outcome])
  }
  return outcomes
}

interface Scene {
  readonly desk: Desk
  readonly truth: OpenedMessage
}

/** A server can withhold a message; it cannot say in the sender's name that it was recalled. */
async function lieAboutRecalls(
  { town }: Stage,
  { desk, truth, gone }: Scene & { readonly gone: MessageId },
): Promise<Outcomes> {
  const { keySet } = await generateKeySet()
  const fields = { org: truth.org, msg: truth.id, slip: truth.slipHash, iss: town.alice.account.idn, seq: Date.now() }
  const signed = await signControl(keySet, {
    kind: "recall",
    ...fields,
    at: Date.now(),
    who: null,
    obj: null,
    reason: "forged",
  })
  const forged = { kind: "recall", signed: { ...signedToText(signed) } }
  const [real] = (await town.alice.account.client.controls(gone)).records
  const replayed = JSON.parse(JSON.stringify(real)) as JsonMap
  const flipped = { kind: "recall", signed: { ...map(replayed["signed"]), b: flipText(map(replayed["signed"])["b"]) } }
  const withRecord = (name: string, record: Json): Lie => ({
    name,
    on: MESSAGE,
    json: (answer) => ({ ...answer, records: [...list(answer["records"]), record] }),
  })
  const outcomes: Outcomes = []
  const lies = [
    withRecord("a recall that the operator signed", forged),
    withRecord("the recall of another message", replayed),
    withRecord("a recall with a flipped bit", flipped),
  ]
  for (const lie of lies) outcomes.push([lie.name, await opens(desk, lie, truth)])
  const controls =
    (records: Json[]) =>
    (name: string): Lie => ({
      name,
      on: new RegExp(`${MESSAGE.source}|${CONTROLS.source}`),
      whole: (key, heard) =>
        key.endsWith("/controls")
          ? { status: 200, body: Buffer.from(JSON.stringify({ ...heard.json(key), records })) }
          : refusal("message.recalled", 410),
    })
  await desk.person.account.client.controls(truth.id)
  for (const lie of [
    controls([])("recalled, says the server, without a record"),
    controls([forged])("recalled, says the server, with the operator's record"),
    controls([replayed])("recalled, says the server, with the record of another message"),
  ])
    outcomes.push([lie.name, await isSaidToBe("withheld", desk, lie, truth.id)])
  return outcomes
}

const refusal = (code: string, status: number) => ({
  status,
  body: Buffer.from(JSON.stringify({ type: "about:blank", title: code, status, code })),
})

async function isSaidToBe(state: string, { line, person }: Desk, lie: Lie, id: MessageId): Promise<Outcome> {
  line.told = 0
  line.lie = lie
  const said: unknown = await read(person, id).catch((fault: unknown) => fault)
  line.lie = null
  mustHold(line.told > 0, `${lie.name}: the lie was never told`)
  const code = said instanceof ProtocolError ? said.code : JSON.stringify(said)
  mustHold(code === state, `${lie.name}: ${code} instead of ${state}`)
  return "shown"
}

/** What a device has seen suspended stays so, whatever the server shows it afterwards. */
async function lieAboutSuspension({ town, enter }: Stage, { desk, truth }: Scene): Promise<Outcomes> {
  const { account } = town.alice
  const answered = (key: string) => desk.line.heard.bytes(key)
  const base = `/api/messages/${truth.id}`
  const before = new Map(
    [`GET ${base}`, `POST ${base}/grant`, `GET ${base}/body`].map((key) => [key, Buffer.from(answered(key))]),
  )
  await suspendMessage({ account, id: truth.id, reason: "a check" })
  const fresh = await enter(town.bob)
  await read(desk.person, truth.id).catch(() => undefined)
  const goesOn: Lie = {
    name: "a suspended message, handed out all the same",
    on: OPENING,
    whole: (key) => {
      const body = before.get(key)
      return body === undefined ? null : { status: 200, body }
    },
  }
  const forgets: Lie = { name: "a suspension left out", on: CONTROLS, json: (answer) => ({ ...answer, records: [] }) }
  const unseen = { ...forgets, name: "a suspension that was never shown" }
  const outcomes: Outcomes = [
    [goesOn.name, await isSaidToBe("suspended", desk, goesOn, truth.id)],
    [forgets.name, await isSaidToBe("suspended", desk, forgets, truth.id)],
    [unseen.name, await isSaidToBe("withheld", fresh, unseen, truth.id)],
  ]
  await resumeMessage({ account, id: truth.id })
  return outcomes
}

/** Readers who wait, by the server's word, while the sender's client lets everybody in by itself. */
async function lieAboutWaiting(
  { town, enter, keys }: Stage,
  { id, gone }: { readonly id: MessageId; readonly gone: MessageId },
): Promise<Outcomes> {
  const { alice, bob, carol } = town
  if (alice.org === null) throw new TypeError("Alice has no organization")
  await changeRules(alice.account, alice.org, { regrant: { mode: "auto", wait: 0 } })
  const { line, person } = await enter(alice)
  const kidOf = ({ account }: Person) => toBase64url(account.keySet.kid)
  const operator = toBase64url((await generateKeySet()).keySet.kid)
  const waits = (message: string, address: string, kid: string, role = "to"): Json => {
    const about = { message, org: alice.org, address, role, kid, since: Date.now(), subject: null }
    return { ...about, sentAt: Date.now(), ticket: null, mac: null }
  }
  const say = (name: string, ...wanted: Json[]): Lie => ({ name, on: WANTED, json: () => ({ wanted }) })
  const withKeys = (await liesWithOwnKeys(alice.account, bob.address)).map((keyLie): Lie => ({
    name: `a reader who waits with ${keyLie.name}`,
    on: /^GET \/api\/wanted$|^POST \/api\/directory\/look-up$/,
    json: (answer, heard, asked) =>
      "wanted" in answer
        ? { wanted: [waits(id, bob.address, operator)] }
        : (keyLie.json?.(answer, heard, asked) ?? answer),
  }))
  const lies = [
    say("a reader who waits with a key that nobody logged", waits(id, bob.address, operator)),
    ...withKeys,
    say("somebody waits whom the sender did not name", waits(id, carol.address, kidOf(carol))),
    say("somebody waits as a blind copy who is none", waits(id, carol.address, kidOf(carol), "bcc")),
    say("a reader waits for what was recalled", waits(gone, bob.address, kidOf(bob))),
    say("a reader waits for a message that is not there", waits(newId("msg"), bob.address, kidOf(bob))),
    say("a reader who has a grant waits again", waits(id, bob.address, kidOf(bob))),
  ]
  const outcomes: Outcomes = []
  for (const lie of lies) {
    line.granted = []
    line.told = 0
    await refusedOr(line, lie, () => letInByRule(person.account))
    mustHold(line.told > 0, `${lie.name}: the lie was never told`)
    const given = line.granted.flatMap((body) => list(body["grants"]).map((one) => text(map(one)["grant"])))
    const isReplay = lie.name.endsWith("waits again")
    mustHold(isReplay || given.length === 0, `${lie.name}: a grant was made`)
    for (const grant of given) {
      const { kid } = decodeCbor(fromBase64url(grant), 1 << 15) as { kid: Uint8Array }
      mustHold(keys.has(Buffer.from(kid).toString("hex")), `${lie.name}: a grant for an unknown key`)
      mustHold(toBase64url(new Uint8Array(kid)) === kidOf(bob), `${lie.name}: a grant for another reader`)
    }
    outcomes.push([lie.name, given.length === 0 ? "refused" : "harmless"])
  }
  return outcomes
}

/** Signed once, and replaced since. */
async function lieAboutOldRules({ town, enter }: Stage): Promise<Outcomes> {
  const { alice, bob } = town
  if (alice.org === null) throw new TypeError("Alice has no organization")
  const { line, person } = await enter(alice)
  const letter = { to: [bob.address], subject: "Rules", text: "Rules" }
  await send(person, letter)
  const old = line.heard.json(`GET /api/organizations/${alice.org}/policy`)
  await changeRules(alice.account, alice.org, { regrant: { mode: "ask", wait: 1 } })
  await send(person, letter)
  const lie: Lie = { name: "the rules of yesterday", on: POLICY, json: () => old }
  line.told = 0
  const sent = await refusedOr(line, lie, () => send(person, letter))
  mustHold(sent === "refused" && line.told > 0, `${lie.name}: they were followed`)
  return [[lie.name, "refused"]]
}
