import fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import { encodeCbor, equalBytes, newId, ProtocolError, randomBytes } from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import {
  encodeSlip,
  readDestroyed,
  readHeader,
  readMailboxProof,
  readPolicy,
  readReceipt,
  readRecord,
  readSlip,
  readStatement,
  readTicket,
  signDestroyed,
  signMailboxProof,
  signReceipt,
  verifyHeader,
} from "../slip/index.ts"
import type { Slip, SlipRecipient, Statement } from "../slip/index.ts"
import { NOW, person, principal } from "../slip/testing/people.ts"
import type { Principal } from "../slip/testing/people.ts"
import { sign } from "../suite/index.ts"
import type { SuiteId } from "../suite/index.ts"
import { encodeGrant, readGrant } from "./index.ts"
import type { MessageToOpen } from "./open.ts"
import { encodeCore, encodeManifest, readCore, readManifest, encodeBody, readBody } from "./content.ts"
import { flipped, grantOf, guest, open, send, to } from "./testing/messages.ts"
import type { Sent } from "./testing/messages.ts"

describe("S22 flipping any byte", () => {
  /** Suite 2 in full (its grants are short), suite 1 at every seventh byte. */
  it.each([
    [2, 1],
    [1, 7],
  ] as const)(
    "of an envelope of suite %i is refused with the one error",
    async (suite: SuiteId, step: number) => {
      const [alice, bob, dave] = await Promise.all(
        ["alice@example.com", "bob@example.com", "dave@example.com"].map((addr) => person(addr, suite)),
      )
      if (!alice || !bob || !dave) throw new Error("people")
      const sent = await send(alice, { to: [to(bob)], bcc: [to(dave)], text: "short" })
      const { header, core, body } = sent.sealed
      const grant = grantOf(sent, bob)
      const cases: [string, Bytes, (bytes: Bytes) => Partial<MessageToOpen>][] = [
        ["header body", header.b, (b) => ({ header: { ...header, b } })],
        ["header key", header.k, (k) => ({ header: { ...header, k } })],
        ["header signature", header.s, (s) => ({ header: { ...header, s } })],
        ["core", core, (bytes) => ({ core: bytes })],
        ["body", body, (bytes) => ({ body: bytes })],
        ["grant enc", grant.enc, (enc) => ({ grant: { ...grant, enc } })],
        ["grant ct", grant.ct, (ct) => ({ grant: { ...grant, ct } })],
      ]
      for (const [name, bytes, change] of cases) {
        for (let at = 0; at < bytes.length; at += step) {
          const opened = open(sent, bob, "to", change(flipped(bytes, at)))
          await expect(opened, `${name} ${at}`).rejects.toMatchObject({ code: "open-failed" })
        }
      }
      await flipRecord(sent, dave, step)
      await flipGrantBytes(sent, bob, step)
      expect((await open(sent, bob, "to")).differences).toEqual([])
    },
    240_000,
  )

  async function flipRecord(sent: Sent, dave: Principal, step: number): Promise<void> {
    const grant = grantOf(sent, dave)
    const rec = grant.rec
    if (rec === null) throw new Error("record")
    for (const part of ["b", "k", "s"] as const) {
      for (let at = 0; at < rec[part].length; at += step) {
        const opened = open(sent, dave, "bcc", { grant: { ...grant, rec: { ...rec, [part]: flipped(rec[part], at) } } })
        await expect(opened, `record ${part} ${at}`).rejects.toMatchObject({ code: "open-failed" })
      }
    }
  }

  async function flipGrantBytes(sent: Sent, bob: Principal, step: number): Promise<void> {
    const bytes = encodeGrant(grantOf(sent, bob))
    for (let at = 0; at < bytes.length; at += step) {
      const opened = (async () => open(sent, bob, "to", { grant: readGrant(flipped(bytes, at)) }))()
      await expect(opened, `grant ${at}`).rejects.toMatchObject({ code: "open-failed" })
    }
  }

  it("of the stored slip is shown as altered, with the original", async () => {
    const [alice, bob] = [await person("alice@example.com"), await person("bob@example.com")]
    const sent = await send(alice, { to: [to(bob)] })
    for (let at = 0; at < sent.sealed.slip.length; at += 5) {
      const opened = await open(sent, bob, "to", { slip: flipped(sent.sealed.slip, at) })
      expect(opened.differences).toMatchObject([{ field: "slip" }])
      expect(opened.subject).toBe("Quotation")
    }
  })
})

describe("H3 a signed object of one type", () => {
  let alice: Principal
  let agent: Principal
  let root: Principal
  const objects: [string, SignedObject, Statement][] = []
  const verifiers: [string, (signed: SignedObject, signer: Statement) => Promise<unknown>][] = [
    ["envelope", verifyHeader],
    ["ticket", readTicket],
    ["grant-record", readRecord],
    ["receipt", readReceipt],
    ["destroyed", readDestroyed],
    ["mailbox-proof", readMailboxProof],
    ["policy", readPolicy],
    ["key-statement", (signed) => readStatement({ ...signed, o: null })],
  ]

  beforeAll(async () => {
    ;[alice, agent, root] = [
      await person("alice@example.com"),
      await principal("grant-agent", null),
      await principal("root", null),
    ]
    const sent = await send(alice, {
      to: [guest("carol@example.com")],
      bcc: [to(await person("bob@example.com"))],
      agent: agent.statement,
    })
    const message = { org: sent.input.org, msg: sent.sealed.msg, slip: sent.sealed.slipHash }
    const bobsRecord = sent.sealed.grants.find(({ rec }) => rec !== null)?.rec
    if (!sent.sealed.tickets[0] || !bobsRecord) throw new Error("parts")
    const proof = {
      addr: "alice@example.com",
      prn: alice.prn,
      kid: alice.statement.kid,
      st: alice.statement.hash,
      org: null,
      nonce: randomBytes(16),
      at: 1,
      exp: 2,
    }
    const receipt = await signReceipt(alice.keySet, {
      ...message,
      prn: alice.prn,
      via: null,
      kind: "displayed",
      obj: null,
      at: NOW,
    })
    const destroyed = await signDestroyed(agent.keySet, {
      ...message,
      prn: agent.prn,
      kid: agent.statement.kid,
      rec: null,
      ends: 5,
      at: NOW,
    })
    objects.push(
      ["envelope", sent.sealed.header, alice.statement],
      ["ticket", sent.sealed.tickets[0], alice.statement],
      ["grant-record", bobsRecord, alice.statement],
      ["receipt", receipt, alice.statement],
      ["destroyed", destroyed, agent.statement],
      ["mailbox-proof", await signMailboxProof(agent.keySet, proof), agent.statement],
      ["key-statement", alice.statement.raw, alice.statement],
    )
  })

  it("is accepted by its own verifier and by no other", async () => {
    const accepted: string[] = []
    for (const [type, signed, signer] of objects) {
      for (const [name, verifier] of verifiers) {
        const isAccepted = await verifier(signed, signer).then(
          () => true,
          () => false,
        )
        if (isAccepted) accepted.push(`${type} by ${name}`)
      }
    }
    expect(accepted).toEqual(objects.map(([type]) => `${type} by ${type}`))
  })

  it("signed by another kind of principal is refused, whatever its body", async () => {
    const signers = [
      alice,
      agent,
      root,
      await principal("archive", null),
      await principal("scanner", null),
      await principal("group", "g@example.com"),
    ]
    const allowed: Record<string, string[]> = {
      envelope: ["person"],
      ticket: ["person"],
      "grant-record": ["person", "grant-agent", "archive"],
      receipt: ["person"],
      destroyed: ["grant-agent"],
      "mailbox-proof": ["grant-agent"],
      policy: ["root"],
    }
    for (const [type, signed] of objects) {
      for (const signer of signers) {
        const kinds = allowed[type]
        if (kinds === undefined || kinds.includes(signer.statement.kind)) continue
        const verifier = verifiers.find(([name]) => name === type)?.[1]
        const again = await sign(type, signer.keySet, signed.b)
        await expect(verifier?.(again, signer.statement), `${type} by ${signer.statement.kind}`).rejects.toThrow(
          ProtocolError,
        )
      }
    }
  })
})

describe("every encoding and its reader", () => {
  const id = (prefix: "org" | "msg" | "obj") => fc.constant(null).map(() => newId(prefix))
  const bytes = (length: number) =>
    fc.uint8Array({ minLength: length, maxLength: length }).map((value) => Uint8Array.from(value))
  const text = fc.string({ unit: "grapheme", maxLength: 40 })
  const principalOf = fc.constant(null).map(() => newId("idn"))
  const address = fc
    .tuple(fc.stringMatching(/^[a-z0-9]{1,12}$/), fc.stringMatching(/^[a-z]{1,8}$/))
    .map(([a, b]) => `${a}@${b}.example`)
  const recipient: fc.Arbitrary<SlipRecipient> = fc.oneof(
    fc.record({ addr: address, name: text, prn: principalOf, kid: bytes(32), mode: fc.constant("key" as const) }),
    fc.record({
      addr: address,
      name: text,
      prn: fc.constant(null),
      kid: fc.constant(null),
      mode: fc.constant("agent" as const),
    }),
  )
  const controls = fc.record({
    reply: fc.boolean(),
    all: fc.boolean(),
    fwd: fc.boolean(),
    exp: fc.option(fc.nat()),
    fyeo: fc.constantFrom(0 as const, 1 as const),
    label: fc.option(text),
    rcpt: fc.boolean(),
  })
  const slips: fc.Arbitrary<Slip> = fc.record({
    org: id("org"),
    msg: id("msg"),
    at: fc.nat(),
    from: fc.record({ addr: address, name: text, prn: principalOf, kid: bytes(32) }),
    to: fc.uniqueArray(recipient, { selector: ({ addr }) => addr, maxLength: 5 }),
    cc: fc.constant([]),
    subj: fc.option(text),
    holders: fc.constant([]),
    ctl: fc.oneof(
      controls,
      controls.map((ctl) => ({ ...ctl, share: true as const })),
    ),
    thread: fc.option(fc.record({ root: id("msg"), prev: fc.tuple(id("msg"), bytes(32)) })),
    ext: fc.array(fc.tuple(text, text), { maxLength: 4 }),
    man: bytes(32),
    bcc: bytes(32),
    objs: fc.array(fc.tuple(id("obj"), fc.nat(), bytes(32)), { maxLength: 4 }),
    pol: bytes(32),
    logs: fc.tuple(text, text),
  })

  it("slips come back, and every flipped byte is refused or another slip", () => {
    fc.assert(
      fc.property(slips, fc.nat(), (slip, at) => {
        const encoded = encodeSlip(slip)
        expect(readSlip(encoded)).toEqual(slip)
        const isSame = (() => {
          try {
            return equalBytes(encodeSlip(readSlip(flipped(encoded, at % encoded.length))), encoded)
          } catch (error) {
            return !(error instanceof ProtocolError)
          }
        })()
        expect(isSame).toBe(false)
      }),
      { numRuns: 200 },
    )
  })

  it("manifests, cores and bodies come back", () => {
    const manifests = fc.record({
      salt: bytes(32),
      subj: fc.option(text),
      body: fc.record({ length: fc.nat(), sha: bytes(32) }),
      files: fc.array(
        fc.record({
          obj: id("obj"),
          fk: bytes(32),
          name: fc.stringMatching(/^[a-z]{1,20}\.pdf$/),
          type: fc.constant("application/pdf"),
          size: fc.nat(),
          sha: bytes(32),
          cid: fc.option(text),
          disp: fc.constantFrom("attachment" as const, "inline" as const),
        }),
        { maxLength: 5 },
      ),
    })
    fc.assert(
      fc.property(manifests, (manifest) => {
        expect(readManifest(encodeManifest(manifest))).toEqual(manifest)
      }),
      { numRuns: 100 },
    )
    const cores = fc.record({ slip: bytes(9), head: bytes(7), sig: bytes(64), man: bytes(5) })
    fc.assert(
      fc.property(cores, (core) => {
        expect(readCore(encodeCore(core))).toEqual(core)
      }),
      { numRuns: 50 },
    )
    const bodies = fc.record({
      html: fc.option(text),
      text: fc.option(text),
      fields: fc.array(fc.tuple(text, text), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(bodies, (body) => {
        expect(readBody(encodeBody(body))).toEqual(body)
      }),
      { numRuns: 50 },
    )
  })

  it("L8 a manifest with an unsafe file name is refused", () => {
    const entry = {
      obj: newId("obj"),
      fk: randomBytes(32),
      type: "text/plain",
      size: 1,
      sha: randomBytes(32),
      cid: null,
      disp: "attachment",
    } as const
    const manifest = { salt: randomBytes(32), subj: null, body: { length: 1, sha: randomBytes(32) } }
    for (const name of ["../x", "a\u202Egpj.exe", "a.", "con\0"]) {
      expect(() => encodeManifest({ ...manifest, files: [{ ...entry, name }] })).toThrow(ProtocolError)
    }
    expect(() => encodeManifest({ ...manifest, files: [{ ...entry, name: "x", sha: null }] })).toThrow(ProtocolError)
  })

  it("options and modes of later parts are refused as such", async () => {
    const [alice, bob] = [await person("alice@example.com"), await person("bob@example.com")]
    const { sealed, slip } = await send(alice, { to: [to(bob)] })
    const { decodeCbor } = await import("../bytes/index.ts")
    const fields = decodeCbor(sealed.slip, 1 << 20) as Record<string, unknown>
    const from = slip.from
    const edits: Record<string, unknown>[] = [
      { by: [from.addr, from.name, from.prn, from.kid] },
      { ctl: { ...slip.ctl, fyeo: 2 } },
      { holders: [[newId("prn"), "delegate", randomBytes(32), "all"]] },
    ]
    for (const edit of edits)
      expect(() => readSlip(encodeCbor({ ...fields, ...edit }))).toThrow(
        expect.objectContaining({ code: "unsupported" }) as Error,
      )
    for (const edit of [
      { v: 2 },
      { extra: 1 },
      { ctl: { ...slip.ctl, exp: 8.64e15 + 1 } },
      { at: 8.64e15 + 1 },
      { to: [["x@example.com", "", null, null, "key"]] },
      { to: [["x@example.com", "", null, null, "post"]] },
      { to: [fields["from"]] },
    ]) {
      expect(() => readSlip(encodeCbor({ ...fields, ...edit }))).toThrow(
        expect.objectContaining({ code: "open-failed" }) as Error,
      )
    }
    expect(readHeader(sealed.header).kid).toEqual(alice.statement.kid)
  })
})
