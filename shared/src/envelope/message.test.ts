import { beforeAll, describe, expect, it } from "vitest"
import { concat, equalBytes, label, encodeCbor, newId, randomBytes, toHex, utf8 } from "../bytes/index.ts"
import {
  columnsOf,
  encodeSlip,
  recordHash,
  signHeader,
  signRecord,
  slipHash,
  ticketHash,
  verifyHeader,
} from "../slip/index.ts"
import type { GrantRecord, Ticket } from "../slip/index.ts"
import { parseTicket, readDestroyed, signDestroyed, signReceipt, checkReceipt, signTicket } from "../slip/index.ts"
import { NOW, person, principal, renew } from "../slip/testing/people.ts"
import type { Principal } from "../slip/testing/people.ts"
import { hkdf, seal, unseal } from "../suite/index.ts"
import type { SuiteId } from "../suite/index.ts"
import { encodeGrant, openGrant, readGrant, sealGrant, sealMessage } from "./index.ts"
import type { GrantPayload } from "./index.ts"
import { openCore } from "./open.ts"
import { draftOf, grantOf, guest, open, send, to } from "./testing/messages.ts"
import type { Sent } from "./testing/messages.ts"

const refusal = (code: string) => expect.objectContaining({ code }) as Error

describe.each([1, 2] as const)("a message of suite %i", (suite: SuiteId) => {
  let alice: Principal
  let bob: Principal
  let dave: Principal
  let archive: Principal
  let agent: Principal
  let sent: Sent
  beforeAll(async () => {
    const people = ["alice@example.com", "bob@example.com", "dave@example.org"].map((addr) => person(addr, suite))
    ;[alice, bob, dave] = (await Promise.all(people)) as [Principal, Principal, Principal]
    ;[archive, agent] = [await principal("archive", null, suite), await principal("grant-agent", null, suite)]
    sent = await send(alice, {
      to: [to(bob), guest("carol@example.net")],
      bcc: [to(dave)],
      agent: agent.statement,
      holders: [{ statement: archive.statement, scope: "all" }],
      html: "<p>Dear Bob</p>",
      fields: [["order", "7"]],
    })
  })

  it("S15 S17 opens intact for everybody it names, with the role that it gives them", async () => {
    for (const [reader, role] of [
      [bob, "to"],
      [dave, "bcc"],
      [alice, "from"],
      [archive, "archive"],
    ] as const) {
      const opened = await open(sent, reader, role)
      expect(opened.justification.role).toBe(role)
      expect(opened.differences).toEqual([])
      expect(opened.subject).toBe("Quotation")
      expect(opened.body).toEqual({ html: "<p>Dear Bob</p>", text: "Dear Bob", fields: [["order", "7"]] })
    }
  })

  it("S17 opens for nobody else, whatever the server hands over", async () => {
    const mallory = await person("mallory@example.net", suite)
    for (const reader of [bob, dave, alice]) {
      await expect(open(sent, mallory, "to", { grant: grantOf(sent, reader) })).rejects.toThrow(refusal("open-failed"))
    }
    const relabelled = { ...grantOf(sent, bob), prn: mallory.prn, kid: mallory.statement.kid }
    await expect(open(sent, mallory, "to", { grant: relabelled })).rejects.toThrow(refusal("open-failed"))
  })

  it("shows the blind list to sender and archive, to nobody else", async () => {
    expect((await open(sent, alice, "from")).bcc?.bcc.map(({ addr }) => addr)).toEqual(["dave@example.org"])
    expect((await open(sent, archive, "archive")).bcc?.bcc).toHaveLength(1)
    expect((await open(sent, bob, "to")).bcc).toBeNull()
    expect((await open(sent, bob, "to")).recordKey).toBeNull()
    await expect(open(sent, alice, "from", { bccRecord: null })).rejects.toThrow(refusal("open-failed"))
  })

  it("is as long with blind copies as without, and says nothing of them to visible readers", async () => {
    const { bcc: _bcc, ...without } = sent.input
    const plain = await sealMessage({ ...without, bcc: [] })
    expect(plain.slip.length).toBe(sent.sealed.slip.length)
    expect(plain.core.length).toBe(sent.sealed.core.length)
    expect(new TextDecoder().decode(sent.sealed.slip)).not.toContain("dave@")
  })

  it("L6 hides the length of a hidden subject", async () => {
    const lengths = await Promise.all(
      ["a", "b".repeat(24)].map(async (subject) => {
        const hidden = await send(alice, { to: [to(bob)], subject, hideSubject: true })
        expect(hidden.slip.subj).toBeNull()
        expect((await open(hidden, bob, "to")).subject).toBe(subject)
        return hidden.sealed.core.length
      }),
    )
    expect(new Set(lengths).size).toBe(1)
  })

  it("S22 S52 every changed column is shown as altered, with the original", async () => {
    const honest = columnsOf(sent.slip, { role: "to", addr: bob.addr, blind: [] })
    const edits = {
      from: "mallory@example.org",
      to: ["bob@example.com"],
      cc: ["x@example.com"],
      bcc: ["z@example.com"],
      subject: "Other",
      sentAt: 5,
      ctl: { ...honest.ctl, fwd: false },
      thread: { root: newId("msg"), prev: [newId("msg"), randomBytes(32)] },
      ext: [["customer", "9"]],
      objects: [[newId("obj"), 5]],
    }
    for (const [field, value] of Object.entries(edits)) {
      const opened = await open(sent, bob, "to", { columns: { ...honest, [field]: value } })
      expect(opened.differences).toEqual([{ field, signed: honest[field as keyof typeof honest], server: value }])
      expect(opened.subject).toBe("Quotation")
    }
    const { subject: _gone, ...missing } = honest
    expect((await open(sent, bob, "to", { columns: missing })).differences).toMatchObject([
      { field: "subject", server: null },
    ])
    const edited = encodeSlip({ ...sent.slip, subj: "Changed" })
    expect((await open(sent, bob, "to", { slip: edited })).differences).toMatchObject([{ field: "slip" }])
  })

  it("S18 grants of both suites in one message open", async () => {
    const other = await person("erin@example.com", suite === 1 ? 2 : 1)
    const mixed = await send(alice, { to: [to(bob), to(other)] })
    expect((await open(mixed, other, "to")).justification.role).toBe("to")
  })

  it("refuses the parts of another message, another organization, another header", async () => {
    const other = await send(alice, { to: [to(bob)], org: sent.input.org })
    for (const part of ["core", "body", "header"] as const) {
      await expect(open(sent, bob, "to", { [part]: other.sealed[part] })).rejects.toThrow(refusal("open-failed"))
    }
    await expect(open(sent, bob, "to", { grant: grantOf(other, bob) })).rejects.toThrow(refusal("open-failed"))
    await expect(open(sent, bob, "to", { org: newId("org") })).rejects.toThrow(refusal("open-failed"))
    await expect(open(sent, bob, "to", { msg: newId("msg") })).rejects.toThrow(refusal("open-failed"))
  })

  it("S22 a reader who has the content key cannot change core or body for others", async () => {
    const { contentKey, message, header, bodyKey } = await open(sent, bob, "to")
    const info = (use: string) => concat(label(use), encodeCbor([message.org, message.msg]))
    const coreKey = await hkdf(contentKey, message.slipHash, info("core-key"), 32)
    const context = [header.suite, message.org, message.msg, message.slipHash]
    const framed = await unseal(coreKey, "core", context, sent.sealed.core)
    framed[framed.length - 1] = 1
    const core = await seal(coreKey, "core", context, framed)
    await expect(open(sent, dave, "bcc", { core })).rejects.toThrow(refusal("open-failed"))
    const other = await send(alice, { to: [to(bob)], text: "pay to another account" })
    const { sealWhole } = await import("./objects.ts")
    const { bodyAad } = await import("./content-keys.ts")
    const { frame } = await import("../bytes/index.ts")
    const { encodeBody } = await import("./content.ts")
    const forged = frame(encodeBody({ html: null, text: "pay", fields: [] }), false)
    const body = await sealWhole(bodyKey, bodyAad(header.suite, message), forged)
    await expect(open(sent, dave, "bcc", { body })).rejects.toThrow(refusal("open-failed"))
    await expect(open(sent, dave, "bcc", { body: other.sealed.body })).rejects.toThrow(refusal("open-failed"))
  })

  it("a sender cannot show two readers two texts: one header, one content key", async () => {
    const payload: GrantPayload = { ck: randomBytes(32), rec: null }
    const message = { org: sent.input.org, msg: sent.sealed.msg, slipHash: sent.sealed.slipHash }
    const grant = await sealGrant({ reader: bob.statement, message, scope: "all", payload, record: null })
    await expect(open(sent, bob, "to", { grant })).rejects.toThrow(refusal("open-failed"))
  })

  it("nobody else's signature makes it his: re-attribution is refused", async () => {
    const header = await verifyHeader(sent.sealed.header, alice.statement)
    const stolen = await signHeader(bob.keySet, { ...header, prn: bob.prn, kid: bob.statement.kid })
    await expect(open(sent, dave, "bcc", { header: stolen, senderChain: bob.chain })).rejects.toThrow(
      refusal("open-failed"),
    )
    const replaced = await signHeader(bob.keySet, header)
    await expect(open(sent, dave, "bcc", { header: replaced })).rejects.toThrow(refusal("open-failed"))
  })

  it("H3 no group, archive, agent or scanner signs a message", async () => {
    const group = await principal("group", "team@example.com", suite)
    const input = draftOf(group, { to: [to(bob)] })
    await expect(sealMessage(input)).rejects.toThrow(refusal("open-failed"))
    const header = await verifyHeader(sent.sealed.header, alice.statement)
    for (const kind of ["group", "archive", "grant-agent", "scanner", "root"] as const) {
      const signer = await principal(kind, kind === "group" ? "team@example.com" : null, suite)
      const signed = await signHeader(signer.keySet, { ...header, kid: signer.statement.kid })
      await expect(verifyHeader(signed, signer.statement)).rejects.toThrow(refusal("open-failed"))
    }
  })

  it("expires for its recipients, not for sender and archive", async () => {
    const short = await send(alice, { to: [to(bob)], ctl: { ...sent.input.ctl, exp: NOW + 1 } })
    await open(short, bob, "to")
    await expect(open(short, bob, "to", { now: NOW + 2 })).rejects.toThrow(refusal("expired"))
    await open(short, alice, "from", { now: NOW + 2 })
  })

  it("grants come back from their bytes, and only in one form", async () => {
    const grant = grantOf(sent, dave)
    const bytes = encodeGrant(grant)
    expect(readGrant(bytes)).toEqual(grant)
    expect(() => readGrant(concat(bytes, utf8("x")))).toThrow(refusal("open-failed"))
    const scanner = await principal("scanner", null, suite)
    const message = { org: sent.input.org, msg: sent.sealed.msg, slipHash: sent.sealed.slipHash }
    const files: GrantPayload = { files: [[newId("obj"), randomBytes(32)]] }
    const scoped = await sealGrant({ reader: scanner.statement, message, scope: "files", payload: files, record: null })
    expect(await openGrant(scanner.keySet, scanner.prn, message, scoped)).toEqual(files)
    await expect(openGrant(scanner.keySet, scanner.prn, message, { ...scoped, scope: "all" })).rejects.toThrow(
      refusal("open-failed"),
    )
  })

  it("refuses to seal what nobody could read, and first contact without an agent", async () => {
    await expect(sealMessage(draftOf(alice, {}))).rejects.toThrow(refusal("open-failed"))
    await expect(sealMessage(draftOf(alice, { to: [to(bob)], cc: [to(bob)] }))).rejects.toThrow(refusal("open-failed"))
    await expect(sealMessage(draftOf(alice, { to: [guest("x@example.com")] }))).rejects.toThrow(refusal("unsupported"))
    const wrong = { addr: "eve@example.com", name: "Eve", statement: bob.statement }
    await expect(sealMessage(draftOf(alice, { to: [wrong] }))).rejects.toThrow(refusal("open-failed"))
  })

  it("a receipt counts only by the key that the slip names, or its rotation", async () => {
    const fields = {
      org: sent.input.org,
      msg: sent.sealed.msg,
      slip: sent.sealed.slipHash,
      via: null,
      kind: "displayed",
      obj: null,
      at: NOW,
    } as const
    const check = { slip: sent.slip, slipHash: sent.sealed.slipHash, record: null }
    const signed = await signReceipt(bob.keySet, { ...fields, prn: bob.prn })
    expect((await checkReceipt({ ...check, signed, reader: bob.statement })).prn).toBe(bob.prn)
    const rotated = await renew(bob, "rotate")
    const later = await signReceipt(rotated.keySet, { ...fields, prn: bob.prn })
    await checkReceipt({ ...check, signed: later, reader: rotated.statement })
    // C1b: a key that only claims to be Bob's, after a reset that Bob's key never signed.
    const forged = await renew(bob, "reset")
    const word = await signReceipt(forged.keySet, { ...fields, prn: bob.prn })
    await expect(checkReceipt({ ...check, signed: word, reader: forged.statement })).rejects.toThrow(
      refusal("open-failed"),
    )
    const blind = await signReceipt(dave.keySet, { ...fields, prn: dave.prn })
    await expect(checkReceipt({ ...check, signed: blind, reader: dave.statement })).rejects.toThrow(
      refusal("open-failed"),
    )
    const elsewhere = { ...fields, prn: bob.prn, kind: "downloaded", obj: newId("obj") } as const
    const file = await signReceipt(bob.keySet, elsewhere)
    await expect(checkReceipt({ ...check, signed: file, reader: bob.statement })).rejects.toThrow(
      refusal("open-failed"),
    )
    const foreign = await signReceipt(bob.keySet, { ...fields, prn: bob.prn, slip: randomBytes(32) })
    await expect(checkReceipt({ ...check, signed: foreign, reader: bob.statement })).rejects.toThrow(
      refusal("open-failed"),
    )
  })

  it("S1 first contact: the agent opens the way for the ticket's recipient, and is shown", async () => {
    const opened = await openCore({
      ...commonOf(sent),
      grant: grantOf(sent, agent),
      me: readerOf(agent),
      senderChain: alice.chain,
    })
    const [ticket] = sent.sealed.tickets
    if (ticket === undefined) throw new Error("ticket")
    const carol = await person("carol@example.net", suite)
    const record = await signRecord(agent.keySet, firstContact(sent, agent, carol, ticketHash(ticket)))
    const grant = await sealGrant({
      reader: carol.statement,
      message: opened.message,
      scope: "all",
      payload: { ck: opened.contentKey, rec: null },
      record,
    })
    const read = await open(sent, carol, "to", { grant, ticket, issuerChains: [agent.chain] })
    expect(read.justification).toMatchObject({ role: "to", why: "first-contact" })
    expect(read.justification.issuer?.prn).toBe(agent.prn)
    await expect(open(sent, carol, "to", { grant, ticket: null, issuerChains: [agent.chain] })).rejects.toThrow(
      refusal("hidden-reader"),
    )
    await expect(
      open(sent, carol, "to", { grant: { ...grant, rec: null }, ticket, issuerChains: [agent.chain] }),
    ).rejects.toThrow(refusal("open-failed"))
  })

  it("H8 the agent says of each of its two grants that it is gone, and when its key ends", async () => {
    const words = {
      org: sent.input.org,
      msg: sent.sealed.msg,
      slip: sent.sealed.slipHash,
      prn: agent.prn,
      kid: agent.statement.kid,
      ends: NOW + 5,
      at: NOW,
    }
    const visible = await signDestroyed(agent.keySet, { ...words, rec: null })
    expect(await readDestroyed(visible, agent.statement)).toEqual({ ...words, rec: null })
    await expect(readDestroyed(visible, archive.statement)).rejects.toThrow(refusal("open-failed"))
    const foreign = await signDestroyed(agent.keySet, { ...words, kid: archive.statement.kid, rec: null })
    await expect(readDestroyed(foreign, agent.statement)).rejects.toThrow(refusal("open-failed"))
  })

  it("M3 blind and visible first contacts have each their agent grant", async () => {
    const both = await send(alice, {
      to: [guest("carol@example.net")],
      bcc: [guest("frank@example.net")],
      agent: agent.statement,
    })
    const grants = both.sealed.grants.filter(({ prn }) => prn === agent.prn)
    expect(grants.map(({ rec }) => rec !== null)).toEqual([false, true])
    for (const grant of grants) {
      const read = await open(both, agent, "agent", { grant })
      expect(read.justification.role).toBe("agent")
    }
    const blindOnly = await send(alice, { to: [to(bob)], bcc: [guest("frank@example.net")], agent: agent.statement })
    expect(blindOnly.slip.holders).toEqual([])
    expect(parseTicket(blindOnly.sealed.tickets[0] ?? (undefined as never)).bcc?.path).toHaveLength(5)
    const blind = grantOf(blindOnly, agent)
    expect((await open(blindOnly, agent, "agent")).justification.why).toBe("send")
    await expect(open(blindOnly, agent, "agent", { grant: { ...blind, rec: null } })).rejects.toThrow(
      refusal("open-failed"),
    )
  })

  it("M8 a ticket with a telephone code outside mode sender, or an agent in another mode, is refused", async () => {
    const made = sent.sealed.tickets[0]
    if (made === undefined) throw new Error("ticket")
    const ticket = parseTicket(made)
    const wrong: Ticket[] = [
      { ...ticket, code: true },
      { ...ticket, hold: null },
      ...(["sender", "pass", "link"] as const).map((mode) => ({ ...ticket, mode })),
      ...(["pass", "link"] as const).map((mode) => ({ ...ticket, mode, hold: null, code: true })),
      { ...ticket, mode: "post" as never },
    ]
    for (const each of wrong) await expect(signTicket(alice.keySet, each)).rejects.toThrow(refusal("open-failed"))
  })

  it("the commitment and the record hash are what the protocol says", async () => {
    const [ck, hash] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
    const { deriveContentKeys } = await import("./content-keys.ts")
    const keys = await deriveContentKeys(ck, {
      org: `org_${"0".repeat(26)}`,
      msg: `msg_${"0".repeat(25)}1`,
      slipHash: hash,
    })
    expect(toHex(keys.commitment)).toBe("43496044f4a5752956053dbd521d0ab002cb1e0111d1d1ff7e2296a3139f708a")
    expect(equalBytes(slipHash(sent.sealed.slip), sent.sealed.slipHash)).toBe(true)
    const record = grantOf(sent, dave).rec
    expect(record && recordHash(record)).toHaveLength(32)
  })
})

function commonOf({ input, sealed }: Sent) {
  return { org: input.org, msg: sealed.msg, header: sealed.header, core: sealed.core }
}

function readerOf({ keySet, chain, addr }: Principal) {
  return { keySet, chain, addr }
}

function firstContact(
  { input, sealed }: Sent,
  agent: Principal,
  reader: Principal,
  auth: Uint8Array<ArrayBuffer>,
): GrantRecord {
  return {
    org: input.org,
    msg: sealed.msg,
    slip: sealed.slipHash,
    prn: reader.prn,
    kid: reader.statement.kid,
    addr: reader.addr,
    role: "to",
    scope: "all",
    why: "first-contact",
    iss: agent.prn,
    at: NOW,
    auth,
    bcc: null,
  }
}
