import fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import { encodeCbor, newId, randomBytes } from "../bytes/index.ts"
import type { SignedObject } from "../bytes/index.ts"
import { sign } from "../suite/index.ts"
import {
  controlsThatCount,
  countControl,
  endOf,
  MAX_REASON,
  MOST_RECALLED_PEOPLE,
  readControl,
  recalledFiles,
  recallOf,
  signControl,
} from "./index.ts"
import type { Control, ControlledMessage } from "./index.ts"
import { NOW, person, principal, renew } from "./testing/people.ts"
import type { Principal } from "./testing/people.ts"

let alice: Principal
let bob: Principal
let officer: Principal
let message: ControlledMessage
const [org, msg, file] = [newId("org"), newId("msg"), newId("obj")]
const slip = randomBytes(32)

beforeAll(async () => {
  ;[alice, bob, officer] = await Promise.all([
    person("alice@example.com"),
    person("bob@example.org"),
    person("olga@example.com"),
  ])
  message = {
    org,
    msg,
    slipHash: slip,
    sender: { prn: alice.prn, kid: alice.statement.kid },
    senderChain: alice.chain,
    officers: [{ idn: officer.prn, kid: officer.statement.kid }],
    officerChains: [officer.chain],
  }
})

type Change<K extends Control["kind"]> = Partial<Extract<Control, { kind: K }>>
const recall = (by: Principal, change: Change<"recall"> = {}): Control => ({
  kind: "recall",
  org,
  msg,
  slip,
  iss: by.prn,
  seq: 1,
  who: null,
  obj: null,
  reason: "wrong file",
  at: NOW,
  ...change,
})
const expiry = (by: Principal, change: Change<"expiry"> = {}): Control => ({
  kind: "expiry",
  org,
  msg,
  slip,
  iss: by.prn,
  seq: 1,
  exp: NOW + 1,
  at: NOW,
  ...change,
})
const suspension = (by: Principal, change: Change<"suspension"> = {}): Control => ({
  kind: "suspension",
  org,
  msg,
  slip,
  iss: by.prn,
  seq: 1,
  on: true,
  reason: "",
  at: NOW,
  ...change,
})
const signedBy = async (by: Principal, control: Control) => ({
  kind: control.kind,
  signed: await signControl(by.keySet, control),
})

describe("a time that no calendar has", () => {
  it("S33 is no end", async () => {
    await expect(signControl(alice.keySet, expiry(alice, { exp: 8.64e15 }))).resolves.toBeDefined()
    await expect(signControl(alice.keySet, expiry(alice, { exp: 8.64e15 + 1 }))).rejects.toMatchObject({
      code: "open-failed",
    })
  })
})

describe("S33 recall: who may say it", () => {
  it("what the sender signs comes back as it was, of every kind", async () => {
    for (const control of [
      recall(alice, { who: ["bob@example.org"] }),
      suspension(alice),
      expiry(alice, { exp: null }),
    ]) {
      const { kind, signed } = await signedBy(alice, control)
      expect(await readControl(kind, signed, alice.statement)).toEqual(control)
      expect(await countControl(message, { kind, signed })).toEqual({ ...control, byOfficer: false })
    }
  })

  it("C1 the sender's key and its rotation count, a reset does not", async () => {
    const rotated = await renew(alice, "rotate")
    const reset = await renew(alice, "reset")
    const by = async (who: Principal) =>
      (await controlsThatCount({ ...message, senderChain: who.chain }, [await signedBy(who, recall(who))])).recalls
    expect(await by(rotated)).toHaveLength(1)
    expect(await by(reset)).toEqual([])
  })

  it("nobody else: a reader, a group, the agent, or somebody in the sender's name", async () => {
    const known = { ...message, officerChains: [officer.chain, bob.chain] }
    expect((await controlsThatCount(known, [await signedBy(bob, recall(bob))])).recalls).toEqual([])
    const inHerName = { kind: "recall", signed: await signControl(bob.keySet, recall(alice)) } as const
    expect((await controlsThatCount(known, [inHerName])).recalls).toEqual([])
    const agent = await principal("grant-agent", null)
    const forged = { ...recall(alice), iss: alice.prn }
    const signed = await signControl(agent.keySet, forged)
    await expect(readControl("recall", signed, agent.statement)).rejects.toMatchObject({ code: "open-failed" })
  })

  it("an officer of the policy may recall, and it shows; not suspend, not move the end", async () => {
    const controls = await controlsThatCount(message, [
      await signedBy(officer, recall(officer)),
      await signedBy(officer, suspension(officer)),
      await signedBy(officer, expiry(officer)),
    ])
    expect(controls.recalls).toMatchObject([{ byOfficer: true }])
    expect([controls.suspension, controls.expiry]).toEqual([null, null])
  })

  it("a record of another message, organization or slip says nothing", async () => {
    const others = [{ msg: newId("msg") }, { org: newId("org") }, { slip: randomBytes(32) }]
    const records = await Promise.all(others.map((change) => signedBy(alice, recall(alice, change))))
    expect((await controlsThatCount(message, records)).recalls).toEqual([])
  })

  it("a label is not another one: a suspension is no recall", async () => {
    const { signed } = await signedBy(alice, suspension(alice))
    expect((await controlsThatCount(message, [{ kind: "recall", signed }])).recalls).toEqual([])
    expect((await controlsThatCount(message, [{ kind: "expiry", signed }])).expiry).toBeNull()
  })
})

describe("S33 recall: what the records say together", () => {
  it("recalls add up and are never taken back; of the others the highest seq counts", async () => {
    const records = await Promise.all([
      signedBy(alice, recall(alice, { seq: 5, who: ["bob@example.org"], reason: "first" })),
      signedBy(alice, recall(alice, { seq: 2, obj: [file], reason: "file" })),
      signedBy(alice, recall(alice, { seq: 9, reason: "all" })),
      signedBy(alice, suspension(alice, { seq: 3, on: false })),
      signedBy(alice, suspension(alice, { seq: 2 })),
      signedBy(alice, expiry(alice, { seq: 1, exp: 7 })),
      signedBy(alice, expiry(alice, { seq: 2, exp: null })),
    ])
    const controls = await controlsThatCount(message, records)
    expect(recallOf(controls, "bob@example.org")?.reason).toBe("first")
    expect(recallOf(controls, "carol@example.org")?.reason).toBe("all")
    expect(recalledFiles(controls).get(file)?.reason).toBe("file")
    expect(controls.suspension?.on).toBe(false)
    expect(endOf(controls, 5)).toBeNull()
    expect(endOf({ ...controls, expiry: null }, 5)).toBe(5)
  })

  it("a recall of files alone takes the message from nobody", async () => {
    const controls = await controlsThatCount(message, [await signedBy(alice, recall(alice, { obj: [file] }))])
    expect(recallOf(controls, "bob@example.org")).toBeNull()
  })

  it("what no client may write is not read either", async () => {
    const many = Array.from({ length: MOST_RECALLED_PEOPLE + 1 }, (_, i) => `p${i}@example.org`)
    const wrong: Change<"recall">[] = [
      { who: [] },
      { who: ["Bob@Example.org"] },
      { who: ["bob@example.org", "bob@example.org"] },
      { who: many },
      { who: ["bob@example.org"], obj: [file] },
      { obj: [file, file] },
      { reason: "x".repeat(MAX_REASON + 1) },
      { seq: -1 },
    ]
    for (const change of wrong)
      await expect(signControl(alice.keySet, recall(alice, change))).rejects.toMatchObject({ code: "open-failed" })
  })

  it("the longest list of the longest addresses with the longest reason fits", async () => {
    const label = "d".repeat(63)
    const address = (i: number) => `${String(i).padStart(60, "p")}@${label}.${label}.${"e".repeat(61)}.org`
    const who = Array.from({ length: MOST_RECALLED_PEOPLE }, (_, i) => address(i))
    const obj = Array.from({ length: 200 }, () => newId("obj"))
    const reason = "x".repeat(MAX_REASON)
    await expect(signControl(alice.keySet, recall(alice, { who, reason }))).resolves.toBeDefined()
    await expect(signControl(alice.keySet, recall(alice, { obj, reason }))).resolves.toBeDefined()
  })

  it("no bit of a record can be turned", async () => {
    const { kind, signed } = await signedBy(alice, recall(alice))
    const parts = ["b", "k", "s"] as const
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...parts), fc.nat(), fc.nat(7), async (part, at, bit) => {
        const turned = signed[part].slice()
        const place = at % turned.length
        turned[place] = (turned[place] ?? 0) ^ (1 << bit)
        const changed: SignedObject = { ...signed, [part]: turned }
        expect((await controlsThatCount(message, [{ kind, signed: changed }])).recalls).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it("a body with one name more, or one less, is refused", async () => {
    const { seq, ...fields } = { v: 1, org, msg, slip, iss: alice.prn, seq: 1, exp: null, at: NOW }
    for (const body of [{ ...fields, seq, extra: null }, fields, { ...fields, seq, v: 2 }]) {
      const signed = await sign("expiry", alice.keySet, encodeCbor(body))
      expect((await controlsThatCount(message, [{ kind: "expiry", signed }])).expiry).toBeNull()
    }
    const signed = await sign("expiry", alice.keySet, encodeCbor({ ...fields, seq }))
    expect((await controlsThatCount(message, [{ kind: "expiry", signed }])).expiry).not.toBeNull()
  })
})
