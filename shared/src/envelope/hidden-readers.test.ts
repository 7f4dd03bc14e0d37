import { beforeAll, describe, expect, it } from "vitest"
import { newId } from "../bytes/index.ts"
import type { SignedObject } from "../bytes/index.ts"
import { parseRecord, readPolicy, signPolicy, signRecord, signTicket, ticketHash } from "../slip/index.ts"
import type { GrantRecord, Policy, RecordRole, RecordWhy, SignedPolicy } from "../slip/index.ts"
import { NOW, person, principal, renew } from "../slip/testing/people.ts"
import type { Principal } from "../slip/testing/people.ts"
import { sealGrant, sealMessage } from "./index.ts"
import type { MessageToOpen } from "./open.ts"
import { draftOf, grantOf, guest, open, send, to } from "./testing/messages.ts"
import type { Sent } from "./testing/messages.ts"

const refusal = (code: string) => expect.objectContaining({ code }) as Error
let alice: Principal
let bob: Principal
let dave: Principal
let mallory: Principal
let carol: Principal
let agent: Principal
let archive: Principal
let root: Principal
let sent: Sent
let contentKey: Uint8Array<ArrayBuffer>
let policy: SignedPolicy
const org = newId("org")

beforeAll(async () => {
  alice = await person("alice@example.com")
  bob = await person("bob@example.com")
  dave = await person("dave@example.org")
  mallory = await person("mallory@example.net")
  carol = await person("carol@example.net")
  agent = await principal("grant-agent", null)
  archive = await principal("archive", null)
  root = await principal("root", null)
  policy = await readPolicy(await signPolicy(root.keySet, policyOf({})), root.statement)
  sent = await send(alice, {
    org,
    to: [to(bob), guest("carol@example.net")],
    bcc: [to(dave)],
    agent: agent.statement,
    pol: policy.hash,
    holders: [{ statement: archive.statement, scope: "all" }],
  })
  contentKey = (await open(sent, bob, "to")).contentKey
})

function policyOf(change: Partial<Policy>): Policy {
  return {
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
    ...change,
  }
}

interface Claim {
  readonly reader: Principal
  readonly issuer: Principal
  readonly why: RecordWhy
  readonly role: RecordRole
  readonly ticket?: SignedObject
  readonly change?: Partial<GrantRecord>
}

/** A reader opens with a grant whose record claims this. */
async function openBy({ reader, issuer, why, role, ticket, change = {} }: Claim, answer: Partial<MessageToOpen> = {}) {
  const record = await signRecord(issuer.keySet, {
    org,
    msg: sent.sealed.msg,
    slip: sent.sealed.slipHash,
    prn: reader.prn,
    kid: reader.statement.kid,
    addr: reader.addr,
    role,
    scope: "all",
    why,
    iss: issuer.prn,
    at: NOW,
    auth: ticket === undefined ? null : ticketHash(ticket),
    bcc: null,
    ...change,
  })
  const message = { org, msg: sent.sealed.msg, slipHash: sent.sealed.slipHash }
  const grant = await sealGrant({
    reader: reader.statement,
    message,
    scope: "all",
    payload: { ck: contentKey, rec: null },
    record,
  })
  return open(sent, reader, "to", { grant, ticket: ticket ?? null, issuerChains: [issuer.chain], policy, ...answer })
}

const ticketOf = (at: Sent): SignedObject => at.sealed.tickets[0] ?? (undefined as never)

describe("C1 a principal belongs to its key", () => {
  it("C1a a bcc record by a key that names itself Alice does not open", async () => {
    const claim = openBy({ reader: mallory, issuer: mallory, why: "send", role: "bcc", change: { iss: alice.prn } })
    await expect(claim).rejects.toThrow(refusal("open-failed"))
    const own = openBy({ reader: carol, issuer: mallory, why: "send", role: "bcc" })
    await expect(own).rejects.toThrow(refusal("hidden-reader"))
  })

  it("C1c a forged reset of Alice is not Alice: neither records nor tickets count", async () => {
    const forged = await renew(alice, "reset")
    const opened = openBy({ reader: carol, issuer: forged, why: "re-grant", role: "to" }, { senderChain: forged.chain })
    await expect(opened).rejects.toThrow(refusal("hidden-reader"))
    const ticket = await signTicket(forged.keySet, {
      org,
      msg: sent.sealed.msg,
      slip: sent.sealed.slipHash,
      addr: "carol@example.net",
      role: "to",
      mode: "agent",
      hold: { prn: agent.prn, kid: agent.statement.kid },
      code: false,
      exp: NOW + 5,
      bcc: null,
    })
    const first = openBy(
      { reader: carol, issuer: agent, why: "first-contact", role: "to", ticket },
      { senderChain: forged.chain },
    )
    await expect(first).rejects.toThrow(refusal("hidden-reader"))
  })

  it("C1d a rotation of Alice is Alice", async () => {
    const rotated = await renew(alice, "rotate")
    const later = await openBy(
      { reader: carol, issuer: rotated, why: "re-grant", role: "to" },
      { senderChain: rotated.chain },
    )
    expect(later.justification).toMatchObject({ role: "to", why: "re-grant" })
  })
})

describe("M9 the closed table of reasons", () => {
  it("a stranger with the content key and any record stays outside", async () => {
    for (const why of ["send", "first-contact", "re-grant"] as const) {
      for (const role of ["to", "cc", "bcc", "archive", "scanner", "agent", "delegate", "member"] as const) {
        for (const issuer of [bob, dave, agent, archive, mallory]) {
          await expect(openBy({ reader: mallory, issuer, why, role })).rejects.toThrow(refusal("hidden-reader"))
        }
      }
    }
  })

  it("not even the sender makes archives, agents, members or delegates by a record", async () => {
    for (const role of ["archive", "scanner", "agent", "delegate", "member"] as const) {
      for (const why of ["send", "first-contact", "re-grant"] as const) {
        await expect(openBy({ reader: mallory, issuer: alice, why, role })).rejects.toThrow(refusal("hidden-reader"))
      }
    }
  })

  it("M4 the sender cannot add a blind copy that the commitment does not have", async () => {
    await expect(openBy({ reader: mallory, issuer: alice, why: "send", role: "bcc" })).rejects.toThrow(
      refusal("hidden-reader"),
    )
    const proof = grantOf(sent, dave).rec
    const borrowed = proof && parseRecord(proof).bcc
    const claim = openBy({
      reader: mallory,
      issuer: alice,
      why: "send",
      role: "bcc",
      change: { bcc: borrowed ?? null },
    })
    await expect(claim).rejects.toThrow(refusal("hidden-reader"))
  })

  it("a grant without a record is for those whom the slip names", async () => {
    const message = { org, msg: sent.sealed.msg, slipHash: sent.sealed.slipHash }
    for (const reader of [mallory, dave, carol]) {
      const grant = await sealGrant({
        reader: reader.statement,
        message,
        scope: "all",
        payload: { ck: contentKey, rec: null },
        record: null,
      })
      await expect(open(sent, reader, "to", { grant })).rejects.toThrow(refusal("hidden-reader"))
    }
  })

  it("a scope that does not belong to the kind is not sealed, and a grant of files does not open a message", async () => {
    const wide = draftOf(alice, { org, to: [to(bob)], holders: [{ statement: archive.statement, scope: "files" }] })
    await expect(sealMessage(wide)).rejects.toThrow(refusal("open-failed"))
    const message = { org, msg: sent.sealed.msg, slipHash: sent.sealed.slipHash }
    const grant = await sealGrant({
      reader: bob.statement,
      message,
      scope: "files",
      payload: { files: [] },
      record: null,
    })
    await expect(open(sent, bob, "to", { grant })).rejects.toThrow(refusal("open-failed"))
  })

  it("first contact: only the ticket's agent or the sender, for the ticket's address and role", async () => {
    const ticket = ticketOf(sent)
    const way = { reader: carol, why: "first-contact", role: "to", ticket } as const
    expect((await openBy({ ...way, issuer: agent })).justification.role).toBe("to")
    expect((await openBy({ ...way, issuer: alice })).justification.role).toBe("to")
    const week = await renew(agent, "rotate")
    expect((await openBy({ ...way, issuer: week })).justification.issuer?.kid).toEqual(week.statement.kid)
    for (const issuer of [
      bob,
      dave,
      archive,
      carol,
      await renew(agent, "reset"),
      await principal("grant-agent", null),
    ]) {
      await expect(openBy({ ...way, issuer })).rejects.toThrow(refusal("hidden-reader"))
    }
    await expect(openBy({ ...way, issuer: agent, reader: mallory })).rejects.toThrow(refusal("hidden-reader"))
    await expect(openBy({ ...way, issuer: agent, role: "cc" })).rejects.toThrow(refusal("hidden-reader"))
    await expect(openBy({ ...way, issuer: agent, role: "bcc" })).rejects.toThrow(refusal("hidden-reader"))
    await expect(openBy({ ...way, issuer: agent, change: { auth: null } })).rejects.toThrow(refusal("hidden-reader"))
    await expect(openBy({ ...way, issuer: agent, change: { at: NOW + 31 * 86_400_000 } })).rejects.toThrow(
      refusal("hidden-reader"),
    )
    const other = await send(alice, { org, to: [guest("carol@example.net")], agent: agent.statement })
    await expect(openBy({ ...way, issuer: agent, ticket: ticketOf(other) })).rejects.toThrow(refusal("hidden-reader"))
  })

  it("first contact of a blind recipient rests on his own ticket", async () => {
    const blind = await send(alice, { org, to: [to(bob)], bcc: [guest("carol@example.net")], agent: agent.statement })
    const { contentKey: ck, message } = await open(blind, agent, "agent")
    const ticket = ticketOf(blind)
    const sealFor = async (reader: Principal, role: RecordRole) => {
      const record = await signRecord(agent.keySet, {
        org,
        msg: message.msg,
        slip: message.slipHash,
        prn: reader.prn,
        kid: reader.statement.kid,
        addr: reader.addr,
        role,
        scope: "all",
        why: "first-contact",
        iss: agent.prn,
        at: NOW,
        auth: ticketHash(ticket),
        bcc: null,
      })
      return sealGrant({ reader: reader.statement, message, scope: "all", payload: { ck, rec: null }, record })
    }
    const answer = { ticket, issuerChains: [agent.chain] }
    const opened = await open(blind, carol, "bcc", { ...answer, grant: await sealFor(carol, "bcc") })
    expect(opened.justification.role).toBe("bcc")
    expect(opened.differences).toEqual([])
    await expect(open(blind, mallory, "bcc", { ...answer, grant: await sealFor(mallory, "bcc") })).rejects.toThrow(
      refusal("hidden-reader"),
    )
    await expect(open(blind, carol, "to", { ...answer, grant: await sealFor(carol, "to") })).rejects.toThrow(
      refusal("hidden-reader"),
    )
  })

  it("H1 re-grants: by the sender, or by a visible recipient with a key where policy allows", async () => {
    const rotatedBob = await renew(bob, "reset")
    const way = { reader: rotatedBob, why: "re-grant", role: "to" } as const
    expect((await openBy({ ...way, issuer: alice })).justification.role).toBe("to")
    const toCarol = { reader: carol, why: "re-grant", role: "to" } as const
    expect((await openBy({ ...toCarol, issuer: alice })).justification.why).toBe("re-grant")
    // An address without a key on the slip: no participant decides who that is.
    await expect(openBy({ ...toCarol, issuer: bob })).rejects.toThrow(refusal("hidden-reader"))
    await expect(openBy({ ...toCarol, issuer: archive })).rejects.toThrow(refusal("hidden-reader"))
    expect((await openBy({ ...way, issuer: archive })).justification.issuer?.prn).toBe(archive.prn)
    await expect(openBy({ ...way, issuer: archive }, { policy: null })).rejects.toThrow(refusal("hidden-reader"))
    const off = { ...policy, regrant: { mode: "off", wait: 0 } } as const
    await expect(openBy({ ...way, issuer: archive }, { policy: off })).rejects.toThrow(refusal("hidden-reader"))
    await expect(openBy({ ...way, issuer: dave })).rejects.toThrow(refusal("hidden-reader"))
    await expect(openBy({ ...way, issuer: agent })).rejects.toThrow(refusal("hidden-reader"))
    // Another principal of Bob's address is not Bob.
    const second = await person("bob@example.com")
    await expect(openBy({ ...way, reader: second, issuer: alice })).rejects.toThrow(refusal("hidden-reader"))
  })
})
