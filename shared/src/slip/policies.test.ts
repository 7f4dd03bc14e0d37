import { beforeAll, describe, expect, it } from "vitest"
import { newId, randomBytes } from "../bytes/index.ts"
import {
  checkMailboxProof,
  checkPolicyCurrent,
  checkPolicyStep,
  isPolicyHolder,
  makeStatement,
  MAILBOX_PROOF_VALIDITY_MS,
  mailboxMac,
  readMailboxProof,
  readPolicy,
  signMailboxProof,
  signPolicy,
  isStrongEnough,
  leastModeOf,
} from "./index.ts"
import type { MailboxProof, MailRules, Policy } from "./index.ts"
import { NOW, person, principal, renew } from "./testing/people.ts"
import type { Principal } from "./testing/people.ts"
import { toHex } from "../bytes/index.ts"

const refusal = (code: string) => expect.objectContaining({ code }) as Error
let root: Principal
let agent: Principal

function policyOf(change: Partial<Policy> = {}): Policy {
  return {
    org: "org_00000000000000000000000001",
    name: "Example",
    ver: 1,
    prev: null,
    root: root.statement.kid,
    suites: [1, 2],
    first: ["agent"],
    holders: [{ prn: agent.prn, kind: "grant-agent", kid: agent.statement.kid }],
    officers: [],
    provers: [{ prn: agent.prn, kid: agent.statement.kid }],
    keylog: { origin: "smp.example/log/keys", pub: new Uint8Array(32).fill(1), vrf: new Uint8Array(32).fill(2) },
    logkey: new Uint8Array(32).fill(3),
    domains: ["example.com"],
    regrant: { mode: "ask", wait: 0 },
    hide: false,
    pad: true,
    until: NOW + 30 * 86_400_000,
    at: NOW,
    ...change,
  }
}
const signed = async (change: Partial<Policy> = {}, by = root) =>
  readPolicy(await signPolicy(by.keySet, policyOf(change)), by.statement)

beforeAll(async () => {
  root = await principal("root", null)
  agent = await principal("grant-agent", null)
})

describe("policies", () => {
  it("come back as they were signed, with their hash", async () => {
    const policy = await signed()
    expect(policy).toMatchObject(policyOf())
    expect(policy.hash).toHaveLength(32)
  })

  it("S18 S39 say which ordinary mail goes secure, or nothing about it", async () => {
    const mail: MailRules = {
      block: { domains: ["example.org"], keywords: ["Befund"], labels: ["0a1b2c3d"], attachments: true },
      advise: ["example.net"],
      contact: "Ines Brandt, extension 4100",
      notices: "client",
    }
    expect((await signed({ mail })).mail).toEqual(mail)
    expect((await signed()).mail).toBeUndefined()
    for (const domains of [[""], [" "], ["x".repeat(254)], Array.from({ length: 101 }, (_, at) => `d${at}.example`)])
      await expect(signed({ mail: { ...mail, block: { ...mail.block, domains } } })).rejects.toThrow(
        refusal("open-failed"),
      )
  })

  it("S33 name labels, and the weakest first contact that each allows", async () => {
    const labels = [
      { label: "Strictly confidential", least: "pass" as const },
      { label: "Internal", least: null },
    ]
    const policy = await signed({ labels })
    expect(policy.labels).toEqual(labels)
    expect((await signed()).labels).toBeUndefined()
    const least = leastModeOf(policy, "Strictly confidential")
    const modes = ["agent", "sender", "link", "pass"] as const
    expect(modes.map((mode) => isStrongEnough(least, mode))).toEqual([false, false, false, true])
    expect(isStrongEnough(least, "sender", true)).toBe(true)
    expect(modes.every((mode) => isStrongEnough(leastModeOf(policy, "Internal"), mode))).toBe(true)
    expect([leastModeOf(policy, "strictly confidential"), leastModeOf(policy, null)]).toEqual([null, null])
    const [first] = labels
    for (const wrong of [[{ label: " ", least: null }], [first, first], [{ label: "x", least: "key" }]])
      await expect(signed({ labels: wrong as never })).rejects.toThrow(refusal("open-failed"))
  })

  it("H7 live at most 30 days and are refused after", async () => {
    await expect(signed({ until: NOW + 30 * 86_400_000 + 1 })).rejects.toThrow(refusal("open-failed"))
    await expect(signed({ until: NOW })).rejects.toThrow(refusal("open-failed"))
    const policy = await signed()
    checkPolicyCurrent(policy, NOW)
    expect(() => checkPolicyCurrent(policy, policy.until + 1)).toThrow(refusal("policy-rollback"))
  })

  it("are signed by their root alone", async () => {
    const other = await principal("root", null)
    const made = await signPolicy(root.keySet, policyOf())
    await expect(readPolicy(made, other.statement)).rejects.toThrow(refusal("open-failed"))
    await expect(signPolicy(other.keySet, policyOf())).rejects.toThrow(refusal("open-failed"))
    const impostor = await principal("archive", null)
    const body = policyOf({ root: impostor.statement.kid })
    await expect(readPolicy(await signPolicy(impostor.keySet, body), impostor.statement)).rejects.toThrow(
      refusal("open-failed"),
    )
  })

  it("H7 only move forward, along one history of one root", async () => {
    const one = await signed()
    const two = await signed({ ver: 2, prev: one.hash, name: "Renamed" })
    checkPolicyStep(one, two)
    checkPolicyStep(one, one)
    checkPolicyStep(one, await signed({ ver: 5, prev: randomBytes(32) }))
    expect(() => checkPolicyStep(two, one)).toThrow(refusal("policy-rollback"))
    const fork = await signed({ name: "Fork" })
    expect(() => checkPolicyStep(one, fork)).toThrow(refusal("policy-rollback"))
    const orphan = await signed({ ver: 2, prev: randomBytes(32) })
    expect(() => checkPolicyStep(one, orphan)).toThrow(refusal("policy-rollback"))
    const elsewhere = await signed({ ver: 2, prev: one.hash, org: newId("org") })
    expect(() => checkPolicyStep(one, elsewhere)).toThrow(refusal("policy-rollback"))
  })

  it("H7 a root passes on by rotation and never otherwise", async () => {
    const one = await signed()
    const rotated = await renew(root, "rotate")
    const two = await signed({ ver: 2, prev: one.hash, root: rotated.statement.kid }, rotated)
    checkPolicyStep(one, two, rotated.statement)
    expect(() => checkPolicyStep(one, two)).toThrow(refusal("policy-rollback"))
    const other = await principal("root", null)
    const taken = await signed({ ver: 2, prev: one.hash, root: other.statement.kid }, other)
    expect(() => checkPolicyStep(one, taken, other.statement)).toThrow(refusal("policy-rollback"))
  })

  it("H8 name this week's agent key through its rotations", async () => {
    const policy = policyOf()
    const week = await renew(agent, "rotate")
    expect(isPolicyHolder(policy, "grant-agent", week.statement)).toBe(true)
    expect(isPolicyHolder(policy, "archive", week.statement)).toBe(false)
    expect(isPolicyHolder(policy, "grant-agent", (await renew(agent, "reset")).statement)).toBe(false)
    expect(isPolicyHolder(policy, "grant-agent", (await principal("grant-agent", null)).statement)).toBe(false)
  })
})

describe("mailbox proofs", () => {
  const proofFor = ({ statement }: Principal, change: Partial<MailboxProof> = {}): MailboxProof => ({
    addr: statement.addr ?? "",
    prn: statement.prn,
    kid: statement.kid,
    st: statement.hash,
    org: null,
    nonce: randomBytes(16),
    at: NOW,
    exp: NOW + MAILBOX_PROOF_VALIDITY_MS,
    ...change,
  })

  it("stand behind exactly one statement", async () => {
    const [bob, eve] = [await person("bob@example.com"), await person("eve@example.org")]
    const fields = proofFor(bob)
    const made = await signMailboxProof(agent.keySet, fields)
    expect(await readMailboxProof(made, agent.statement)).toEqual(fields)
    const check = { signed: made, prover: agent.statement, policy: policyOf() }
    expect(await checkMailboxProof({ ...check, statement: bob.statement })).toEqual(fields)
    await expect(checkMailboxProof({ ...check, statement: eve.statement })).rejects.toThrow(refusal("proof-refused"))
    const reset = await renew(bob, "reset")
    await expect(checkMailboxProof({ ...check, statement: reset.statement })).rejects.toThrow(refusal("proof-refused"))
  })

  it("H4 count only from a prover of one's own policy, or its rotated key", async () => {
    const [bob, foreign] = [await person("ceo@example.org"), await principal("grant-agent", null)]
    const made = await signMailboxProof(foreign.keySet, proofFor(bob))
    const check = { signed: made, statement: bob.statement, prover: foreign.statement, policy: policyOf() }
    await expect(checkMailboxProof(check)).rejects.toThrow(refusal("proof-refused"))
    const week = await renew(agent, "rotate")
    const weekly = await signMailboxProof(week.keySet, proofFor(bob))
    await checkMailboxProof({ ...check, signed: weekly, prover: week.statement })
    const otherOrg = await signMailboxProof(agent.keySet, proofFor(bob, { org: newId("org") }))
    await expect(checkMailboxProof({ ...check, signed: otherOrg, prover: agent.statement })).rejects.toThrow(
      refusal("proof-refused"),
    )
  })

  it("C2 are for one statement, not for another of the same key", async () => {
    const bob = await person("bob@example.com")
    const again = await makeStatement(bob.keySet, { kind: "person", addr: "bob@example.com", at: NOW + 1 })
    expect(again.prn).toBe(bob.prn)
    const made = await signMailboxProof(agent.keySet, proofFor(bob))
    const check = { signed: made, statement: again, prover: agent.statement, policy: policyOf() }
    await expect(checkMailboxProof(check)).rejects.toThrow(refusal("proof-refused"))
  })

  it("H3 are no person's to sign", async () => {
    const bob = await person("bob@example.com")
    const made = await signMailboxProof(bob.keySet, proofFor(bob))
    await expect(readMailboxProof(made, bob.statement)).rejects.toThrow(refusal("open-failed"))
  })

  it("H4 a mac is for one code, address, statement and nonce", async () => {
    const [st, nonce] = [new Uint8Array(32).fill(4), new Uint8Array(16).fill(5)]
    const mac = toHex(await mailboxMac("ABCDEFGH2345", "bob@example.com", st, nonce))
    const others = [
      mailboxMac("ABCDEFGH2346", "bob@example.com", st, nonce),
      mailboxMac("ABCDEFGH2345", "bob@example.org", st, nonce),
      mailboxMac("ABCDEFGH2345", "bob@example.com", new Uint8Array(32).fill(3), nonce),
      mailboxMac("ABCDEFGH2345", "bob@example.com", st, new Uint8Array(16)),
    ]
    for (const other of await Promise.all(others)) expect(toHex(other)).not.toBe(mac)
    expect(mac).toBe(toHex(await mailboxMac("ABCDEFGH2345", "bob@example.com", st, nonce)))
  })
})
