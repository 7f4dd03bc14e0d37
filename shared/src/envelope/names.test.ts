import { beforeAll, describe, expect, it } from "vitest"
import { newId, toHex } from "../bytes/index.ts"
import type { SignedObject } from "../bytes/index.ts"
import {
  checkNames,
  checkTicket,
  makeStatement,
  namesForeignKey,
  readPolicy,
  signPolicy,
  statementsByKid,
} from "../slip/index.ts"
import type { Policy, SignedPolicy } from "../slip/index.ts"
import { NOW, person, principal, renew } from "../slip/testing/people.ts"
import type { Principal } from "../slip/testing/people.ts"
import { sealMessage } from "./index.ts"
import { draftOf, guest, open, send, to } from "./testing/messages.ts"
import type { Sent } from "./testing/messages.ts"

const refusal = (code: string) => expect.objectContaining({ code }) as Error
const org = newId("org")
let alice: Principal
let bob: Principal
let dave: Principal
let mallory: Principal
let carol: Principal
let agent: Principal
let archive: Principal
let sent: Sent
let policy: SignedPolicy

beforeAll(async () => {
  alice = await person("alice@example.com")
  bob = await person("bob@example.com")
  dave = await person("dave@example.org")
  mallory = await person("mallory@example.net")
  carol = await person("carol@example.net")
  agent = await principal("grant-agent", null)
  archive = await principal("archive", null)
  policy = await policyNaming(await principal("root", null))
  sent = await send(alice, {
    org,
    to: [to(bob), guest("carol@example.net")],
    bcc: [to(dave)],
    agent: agent.statement,
    pol: policy.hash,
    holders: [{ statement: archive.statement, scope: "all" }],
  })
})

async function policyNaming(root: Principal): Promise<SignedPolicy> {
  const fields: Policy = {
    org,
    name: "Example",
    ver: 1,
    prev: null,
    root: root.statement.kid,
    suites: [1, 2],
    first: ["agent"],
    holders: [
      { prn: agent.prn, kind: "grant-agent", kid: agent.statement.kid },
      { prn: archive.prn, kind: "archive", kid: archive.statement.kid },
    ],
    officers: [],
    provers: [],
    keylog: { origin: "log", pub: new Uint8Array(32), vrf: new Uint8Array(32) },
    logkey: new Uint8Array(32),
    domains: [],
    regrant: { mode: "ask", wait: 0 },
    hide: false,
    pad: false,
    until: NOW + 1000,
    at: NOW,
  }
  return readPolicy(await signPolicy(root.keySet, fields), root.statement)
}

const ticketOf = (at: Sent): SignedObject => at.sealed.tickets[0] ?? (undefined as never)

describe("H6 names on the slip are those of the keys", () => {
  const known = () => statementsByKid([alice, bob, dave, agent, archive].map(({ chain }) => chain))

  it("an honest slip has no problem", () => {
    expect(checkNames(sent.slip, known(), policy)).toEqual([])
  })

  it("a name beside somebody else's key is found", async () => {
    const [bobEntry, ...rest] = sent.slip.to
    if (bobEntry === undefined) throw new Error("entry")
    const boss = { ...bobEntry, addr: "boss@example.com" }
    expect(checkNames({ ...sent.slip, to: [boss, ...rest] }, known(), policy)).toEqual([
      { field: "to", index: 0, reason: "other-name" },
    ])
    const eve = { ...bobEntry, kid: mallory.statement.kid }
    expect(checkNames({ ...sent.slip, cc: [eve] }, known(), policy)).toEqual([
      { field: "cc", index: 0, reason: "unknown-key" },
    ])
    const from = { ...sent.slip.from, addr: "boss@example.com" }
    expect(checkNames({ ...sent.slip, from }, known(), policy)).toEqual([
      { field: "from", index: 0, reason: "other-name" },
    ])
    const input = draftOf(alice, { to: [{ addr: "boss@example.com", name: "Boss", statement: bob.statement }] })
    await expect(sealMessage(input)).rejects.toThrow(refusal("open-failed"))
  })

  it("a holder that no policy names is found, whatever it calls itself", async () => {
    const own = await principal("archive", null)
    const holder = { prn: own.prn, kind: "archive", kid: own.statement.kid, scope: "all" } as const
    const all = statementsByKid([...[alice, bob, dave, agent, archive].map(({ chain }) => chain), own.chain])
    expect(checkNames({ ...sent.slip, holders: [holder] }, all, policy)).toEqual([
      { field: "holders", index: 0, reason: "not-in-policy" },
    ])
    const scoped = sent.slip.holders.map((named) => ({ ...named, scope: "files" as const }))
    expect(checkNames({ ...sent.slip, holders: scoped }, known(), policy).map(({ reason }) => reason)).toEqual([
      "wrong-scope",
      "wrong-scope",
    ])
    const asArchive = sent.slip.holders.map((named) => ({ ...named, kind: "archive" as const }))
    expect(checkNames({ ...sent.slip, holders: asArchive }, known(), policy)).toContainEqual({
      field: "holders",
      index: 1,
      reason: "other-name",
    })
  })

  it("an agent without a first contact, and another policy, are found", async () => {
    const idle = sent.slip.to.filter(({ mode }) => mode === "key")
    expect(checkNames({ ...sent.slip, to: idle }, known(), policy)).toEqual([
      { field: "holders", index: 1, reason: "wrong-scope" },
    ])
    const other = { ...policy, hash: new Uint8Array(32) }
    expect(checkNames(sent.slip, known(), other)).toContainEqual({ field: "pol", index: 0, reason: "not-in-policy" })
  })

  it("the sender's address on the slip is his statement's", async () => {
    const forged = await makeStatement(mallory.keySet, { kind: "person", addr: "boss@example.com", at: NOW })
    const asBoss = { ...mallory, statement: forged, chain: [forged], prn: forged.prn }
    const message = await send(asBoss, { to: [to(bob)] })
    expect((await open(message, bob, "to")).slip.from.addr).toBe("boss@example.com")
    await expect(open(message, bob, "to", { senderChain: mallory.chain })).rejects.toThrow(refusal("open-failed"))
  })

  it("C2 a key in my place that I never had is found, on the slip and in a record", async () => {
    const second = await person("bob@example.com")
    const chain = second.chain
    expect(namesForeignKey(sent.slip, null, { addr: "bob@example.com", chain })).toBe(true)
    expect(namesForeignKey(sent.slip, null, { addr: "bob@example.com", chain: bob.chain })).toBe(false)
    const rotated = await renew(bob, "rotate")
    expect(namesForeignKey(sent.slip, null, { addr: "bob@example.com", chain: rotated.chain })).toBe(false)
    const record = { addr: "carol@example.net", kid: mallory.statement.kid }
    expect(namesForeignKey(sent.slip, record, { addr: "carol@example.net", chain: carol.chain })).toBe(true)
  })
})

describe("the agent's own check of a ticket", () => {
  it("opens the way once, for the first key of the ticket's address, in time", async () => {
    const { header, slip } = await open(sent, bob, "to")
    const check = {
      ticket: ticketOf(sent),
      header,
      slip,
      sender: alice.statement,
      agent: agent.statement,
      claimant: carol.statement,
      now: NOW,
    }
    expect((await checkTicket(check)).addr).toBe("carol@example.net")
    const refusedChecks = [
      { claimant: mallory.statement },
      { claimant: (await renew(carol, "rotate")).statement },
      { agent: (await principal("grant-agent", null)).statement },
      { now: NOW + 31 * 86_400_000 },
      { slip: { ...slip, to: [] } },
      { header: { ...header, msg: newId("msg") } },
    ]
    for (const change of refusedChecks)
      await expect(checkTicket({ ...check, ...change })).rejects.toThrow(refusal("ticket-refused"))
    await expect(checkTicket({ ...check, sender: bob.statement })).rejects.toThrow(refusal("open-failed"))
    expect(toHex(header.slip)).toBe(toHex(sent.sealed.slipHash))
  })
})
