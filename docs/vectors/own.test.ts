import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { decodeCbor, encodeCbor, fromHex, isId, ProtocolError, toHex } from "../../shared/src/bytes/index.ts"
import type { Bytes } from "../../shared/src/bytes/index.ts"
import { encodeDraft, readDraft } from "../../shared/src/drafts/draft-body.ts"
import { readBody, readManifest } from "../../shared/src/envelope/content.ts"
import { readGrant } from "../../shared/src/envelope/index.ts"
import { checkFileComplete, openFileSegment, openSealedMessage, prepareFile } from "../../shared/src/envelope/open.ts"
import type { MessageToOpen } from "../../shared/src/envelope/open.ts"
import { readCheckpoint, readLeaf, verifyConsistency, verifyEntry, verifyInclusion, vrfAlpha, vrfVerify } from "../../shared/src/log/index.ts"
import {
  checkChain, checkMailboxProof, checkNames, columnsOf, controlsThatCount, reachedByRotate, readPolicy, readSlip, readStatement, readTicket, statementsByKid,
} from "../../shared/src/slip/index.ts"
import type { Role, Statement } from "../../shared/src/slip/index.ts"
import { loadKeySet, unseal } from "../../shared/src/suite/index.ts"
import type { SuiteId } from "../../shared/src/suite/index.ts"
import { fixedVectors } from "./generate.ts"
import type { controlVectors } from "./make-controls.ts"
import type { draftVectors } from "./make-draft.ts"
import { formVectors } from "./make-forms.ts"
import type { Form } from "./make-forms.ts"
import { optionVectors } from "./make-options.ts"
import { encodingVectors } from "./make-fixed.ts"
import type { logVectors } from "./make-fixed.ts"
import type { messageVector } from "./make-message.ts"

type MessageVector = Awaited<ReturnType<typeof messageVector>>
type Name = keyof MessageVector["principals"]

const read = (name: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, `${name}.json`), "utf8"))
const signed = ({ b, k, s }: { b: string; k: string; s: string }) => ({ b: fromHex(b), k: fromHex(k), s: fromHex(s) })
const statements = (texts: readonly { b: string; k: string; s: string; o: string | null }[]): Promise<Statement[]> =>
  Promise.all(texts.map((text) => readStatement({ ...signed(text), o: text.o === null ? null : fromHex(text.o) })))

describe("our own vectors from fixed inputs", () => {
  it.each(Object.entries(fixedVectors))(
    "%s are what the code makes",
    async (name, make) => {
      expect(JSON.parse(JSON.stringify(await make()))).toEqual(read(name))
    },
  )

  it("options of a slip: those that are read, and those that are not", () => {
    const vectors = read("options") as ReturnType<typeof optionVectors>
    expect(optionVectors()).toEqual(vectors)
    for (const { slip, isRead, share } of vectors) {
      if (isRead) expect(readSlip(fromHex(slip)).ctl.share ?? false).toBe(share)
      else expect(() => readSlip(fromHex(slip))).toThrow(ProtocolError)
    }
  })

  it("forms of what is not signed: those that are read, and those that are refused with their code", () => {
    const readers = { slip: readSlip, manifest: readManifest, body: readBody, draft: readDraft, leaf: readLeaf }
    const vectors = read("forms") as Form[]
    expect(formVectors()).toEqual(vectors)
    for (const { object, why, bytes, code } of vectors) {
      const result = { object, why, code: null as unknown }
      try {
        readers[object](fromHex(bytes))
      } catch (error) {
        result.code = error instanceof ProtocolError ? error.code : error
      }
      expect(result).toEqual({ object, why, code })
    }
  })

  it("say what is refused, and it is", () => {
    const { cbor, identifiers } = encodingVectors()
    for (const { hex } of cbor.refuse) expect(() => decodeCbor(fromHex(hex), 1000)).toThrow(ProtocolError)
    for (const hex of cbor.accept) expect(toHex(encodeCbor(decodeCbor(fromHex(hex), 1000)))).toBe(hex)
    expect(identifiers.map((id) => isId("msg", id) || isId("obj", id))).toEqual([true, true])
  })

  it("S32 a draft opens under its key, version and names, and in no other place", async () => {
    const { content, box, idn, drf, ver } = read("draft") as Awaited<ReturnType<typeof draftVectors>>
    const open = (...context: unknown[]) => unseal(new Uint8Array(32).fill(1), "draft", context, fromHex(box))
    expect(toHex(await open(idn, drf, ver))).toBe(content)
    expect(toHex(encodeDraft(readDraft(fromHex(content))))).toBe(content)
    for (const other of [[idn, drf, ver - 1], [idn, drf.replace("1", "2"), ver], [idn.replace("1", "2"), drf, ver]])
      await expect(open(...other)).rejects.toThrow(ProtocolError)
  })

  it("hold their proofs", async () => {
    const { tree, note, notes, vrf, history } = read("log") as Awaited<ReturnType<typeof logVectors>>
    const root = fromHex(tree.roots[39] ?? "")
    const { leafHash, slipLeaf } = await import("../../shared/src/log/index.ts")
    for (const { index, size, path } of tree.inclusion) {
      const leaf = leafHash(slipLeaf({ minute: 60_000 * index, slipHash: new Uint8Array(32).fill(index) }))
      verifyInclusion(leaf, index, size, path.map(fromHex), root)
    }
    for (const { from, to, path } of tree.consistency) {
      verifyConsistency(from, to, path.map(fromHex), fromHex(tree.roots[from - 1] ?? ""), root)
    }
    const { interval, second } = history
    const entry = { entry: fromHex(second.entry), position: 60, path: interval.path.map(fromHex) }
    verifyEntry({ ...entry, root: fromHex(interval.root) })
    expect((await readCheckpoint(note.note, "smp.example/log/keys", fromHex(note.pub))).size).toBe(40)
    for (const { why, note: given, isRead } of notes) {
      const result = readCheckpoint(given, "smp.example/log/keys", fromHex(note.pub)).then(() => true, () => false)
      expect({ why, isRead: await result }).toEqual({ why, isRead })
    }
    expect(toHex(vrfVerify(fromHex(vrf.pub), vrfAlpha(vrf.name), fromHex(vrf.proof)).slice(0, 32))).toBe(vrf.index)
  })
})

describe("controls", () => {
  it("S33 recall, suspension and expiry records count, or say nothing, as the file says", async () => {
    for (const { of, records } of read("controls") as Awaited<ReturnType<typeof controlVectors>>) {
      const { org, msg, slipHash, principals } = read(of) as MessageVector
      const [senderChain, toChain] = [await statements(principals.sender.statements), await statements(principals.to.statements)]
      const { prn, kid } = await checkChain(senderChain)
      const message = { org, msg, slipHash: fromHex(slipHash), sender: { prn, kid }, senderChain, officers: [], officerChains: [toChain] }
      for (const { name, kind, signed: record, counts } of records) {
        const controls = await controlsThatCount(message, [{ kind, signed: signed(record) }])
        const found = { recall: controls.recalls[0], suspension: controls.suspension, expiry: controls.expiry }[kind] ?? null
        expect({ name, counts: found !== null }).toEqual({ name, counts })
      }
    }
  })
})

describe.each(["message-suite-1", "message-suite-2"])("%s", (file) => {
  const vector = read(file) as MessageVector

  async function answer(name: Name): Promise<MessageToOpen> {
    const { addr, prn, secret, statements: texts } = vector.principals[name]
    const chain = await statements(texts)
    const own = await checkChain(chain)
    const keySet = await loadKeySet({ suite: secret.suite as SuiteId, kem: fromHex(secret.kem), sig: fromHex(secret.sig) }, own)
    const grant = vector.grants.map((hex) => readGrant(fromHex(hex))).find((candidate) => candidate.prn === prn)
    if (grant === undefined) throw new Error("grant")
    const role = vector.opened.roles[name] as Role
    const slip = fromHex(vector.slip)
    return {
      org: vector.org, msg: vector.msg, header: signed(vector.header), slip, core: fromHex(vector.core), body: fromHex(vector.body), grant, ticket: null,
      me: { keySet, chain, addr }, senderChain: await statements(vector.principals.sender.statements), issuerChains: [], policy: null, now: vector.at,
      bccRecord: role === "from" || role === "archive" ? fromHex(vector.bccRecord) : null,
      columns: columnsOf(readSlip(slip), { role, addr, blind: ["dave@example.org"] }),
    }
  }

  it("opens for all its readers, from their private halves alone", async () => {
    for (const name of Object.keys(vector.principals) as Name[]) {
      const opened = await openSealedMessage(await answer(name))
      expect(opened.justification.role).toBe(vector.opened.roles[name])
      const { subject, html, text, fields } = vector.opened
      expect({ subject: opened.subject, ...opened.body }).toEqual({ subject, html, text, fields })
      expect(opened.differences).toEqual([])
    }
  })

  it("its attachment opens", async () => {
    const opened = await openSealedMessage(await answer("to"))
    const { header, hashes, segments } = vector.attachment
    const prepared = await prepareFile({ opened, index: 0, objectHeader: fromHex(header), hashes: fromHex(hashes) })
    const plain = await openFileSegment(prepared, fromHex(segments[0] ?? ""), 0)
    checkFileComplete(prepared)
    expect([...plain]).toEqual(Array.from({ length: 300 }, (_, i) => i & 255))
  })

  it("every listed change is refused with its code", async () => {
    const given = await answer("to")
    const turn = (bytes: Bytes, at: number, bit: number): Bytes => bytes.map((byte, i) => (i === at ? byte ^ (1 << bit) : byte))
    for (const { part, at, bit, code } of vector.refused) {
      const changes: Record<string, Partial<MessageToOpen>> = {
        "header.k": { header: { ...given.header, k: turn(given.header.k, at, bit) } },
        "header.s": { header: { ...given.header, s: turn(given.header.s, at, bit) } },
        core: { core: turn(given.core, at, bit) },
        body: { body: turn(given.body, at, bit) },
      }
      await expect(openSealedMessage({ ...given, ...changes[part] }), `${part} ${at}`).rejects.toMatchObject({ code })
    }
  })

  it("its policy, names, ticket and mailbox proof hold", async () => {
    const root = await checkChain(await statements(vector.policy.root))
    const policy = await readPolicy(signed(vector.policy.signed), root)
    expect(toHex(policy.hash)).toBe(vector.policy.hash)
    const chains = await Promise.all(Object.values(vector.principals).map((principal) => statements(principal.statements)))
    const known = statementsByKid(chains)
    expect(checkNames(readSlip(fromHex(vector.slip)), known, policy)).toEqual([])
    const [sender] = await statements(vector.principals.sender.statements)
    const [to] = await statements(vector.principals.to.statements)
    const [agent] = await statements(vector.principals.agent.statements)
    if (!sender || !to || !agent || !vector.tickets[0]) throw new Error("statements")
    expect((await readTicket(signed(vector.tickets[0]), sender)).addr).toBe("carol@example.net")
    expect((await checkMailboxProof({ signed: signed(vector.mailboxProofOfTo), statement: to, prover: agent, policy })).addr).toBe("bob@example.com")
  })

  it("its chain is a chain, and the forged rotation is none", async () => {
    const chain = await statements(vector.chain.chain)
    const [first, rotate, reset] = chain
    if (!first || !rotate || !reset) throw new Error("chain")
    expect(await checkChain(chain)).toBe(reset)
    expect(reachedByRotate(chain, first.kid, rotate.kid)).toBe(vector.chain.sameKey.rotate)
    expect(reachedByRotate(chain, first.kid, reset.kid)).toBe(vector.chain.sameKey.reset)
    const forged = await statements([vector.chain.refusedInPlaceOfRotate])
    await expect(checkChain([first, ...forged])).rejects.toThrow(ProtocolError)
  })
})
