/** A complete message with the private halves of all its readers, and what must be refused of it. */
import { newId, randomBytes, sha256Async, toHex } from "../../shared/src/bytes/index.ts"
import type { Bytes, SignedObject, SignedStatement } from "../../shared/src/bytes/index.ts"
import { encodeGrant, objectAad, sealMessage, sealObject, segmentsRoot, storedLength } from "../../shared/src/envelope/index.ts"
import { makeStatement, MAILBOX_PROOF_VALIDITY_MS, readPolicy, signMailboxProof, signPolicy } from "../../shared/src/slip/index.ts"
import type { Kind, Statement } from "../../shared/src/slip/index.ts"
import { generateKeySet } from "../../shared/src/suite/index.ts"
import type { KeySet, KeySetSecret, SuiteId } from "../../shared/src/suite/index.ts"

const AT = Date.parse("2026-11-23T12:00:00Z")

interface Maker {
  readonly keySet: KeySet
  readonly secret: KeySetSecret
  readonly statement: Statement
}

async function make(kind: Kind, addr: string | null, suite: SuiteId): Promise<Maker> {
  const { keySet, secret } = await generateKeySet(suite)
  return { keySet, secret, statement: await makeStatement(keySet, { kind, addr, at: AT }) }
}

const signedText = ({ b, k, s }: SignedObject) => ({ b: toHex(b), k: toHex(k), s: toHex(s) })
const statementText = (raw: SignedStatement) => ({ ...signedText(raw), o: raw.o && toHex(raw.o) })
const principalText = ({ secret, statement }: Maker) => ({
  prn: statement.prn, addr: statement.addr, kind: statement.kind,
  secret: { suite: secret.suite, kem: toHex(secret.kem), sig: toHex(secret.sig) },
  statements: [statementText(statement.raw)],
})

/** Statements of one person: first, a rotation, a reset, and a stranger's that must be refused in the chain. */
async function chainText(suite: SuiteId) {
  const first = await make("person", "bob@example.com", suite)
  const { kind, addr, prn, kid } = first.statement
  const rotated = await generateKeySet(suite)
  const rotate = await makeStatement(rotated.keySet, { kind, addr, prn, seq: 1, how: "rotate", prev: kid, at: AT }, first.keySet)
  const renewed = await generateKeySet(suite)
  const reset = await makeStatement(renewed.keySet, { kind, addr, prn, seq: 2, how: "reset", prev: rotate.kid, at: AT })
  const stranger = await generateKeySet(suite)
  const forged = await makeStatement(stranger.keySet, { kind, addr, prn, seq: 1, how: "rotate", prev: kid, at: AT }, stranger.keySet)
  return {
    prn, chain: [first.statement, rotate, reset].map(({ raw }) => statementText(raw)), hash: toHex(first.statement.hash),
    sameKey: { rotate: true, reset: false }, refusedInPlaceOfRotate: statementText(forged.raw),
  }
}

async function organization(agent: Maker, archive: Maker, suite: SuiteId) {
  const root = await make("root", null, suite)
  const org = newId("org")
  const signed = await signPolicy(root.keySet, {
    org, name: "Example", ver: 1, prev: null, root: root.statement.kid, suites: [1, 2], first: ["agent"],
    holders: [
      { prn: agent.statement.prn, kind: "grant-agent", kid: agent.statement.kid },
      { prn: archive.statement.prn, kind: "archive", kid: archive.statement.kid },
    ],
    officers: [], provers: [{ prn: agent.statement.prn, kid: agent.statement.kid }],
    keylog: { origin: "smp.example/log/keys", pub: randomBytes(32), vrf: randomBytes(32) }, logkey: randomBytes(32), domains: ["example.com"],
    regrant: { mode: "ask", wait: 259_200_000 }, hide: false, pad: true, until: AT + 30 * 86_400_000, at: AT,
  })
  return { org, root, signed, policy: await readPolicy(signed, root.statement) }
}

async function attachment(suite: SuiteId, org: string) {
  const plain = Uint8Array.from({ length: 300 }, (_, i) => i & 255)
  const [obj, fk] = [newId("obj"), randomBytes(32)]
  const sealer = await sealObject(fk, objectAad(suite, org, obj))
  const segment = await sealer.seal(plain, 0, true)
  const hash = await sha256Async(segment)
  const entry = { obj, fk, name: "Angebot – 2026.pdf", type: "application/pdf", size: 300, sha: await sha256Async(plain), cid: null, disp: "attachment" } as const
  const object: [string, number, Bytes] = [obj, storedLength(300), segmentsRoot(sealer.header, [hash])]
  return { file: { entry, object }, stored: { header: toHex(sealer.header), hashes: toHex(hash), segments: [toHex(segment)] } }
}

export async function messageVector(suite: SuiteId) {
  const sender = await make("person", "alice@example.com", suite)
  const [to, bcc] = [await make("person", "bob@example.com", suite), await make("person", "dave@example.org", suite)]
  const [agent, archive] = [await make("grant-agent", null, suite), await make("archive", null, suite)]
  const { org, root, signed, policy } = await organization(agent, archive, suite)
  const { file, stored } = await attachment(suite, org)
  const sealed = await sealMessage({
    suite, org, at: AT, from: { statement: sender.statement, keySet: sender.keySet, name: "Alice" },
    to: [{ addr: "bob@example.com", name: "Bob", statement: to.statement }, { addr: "carol@example.net", name: "", mode: "agent" }],
    cc: [], bcc: [{ addr: "dave@example.org", name: "Dave", statement: bcc.statement }],
    subject: "Quotation", hideSubject: false, html: "<p>Dear Bob</p>", text: "Dear Bob", fields: [["order", "7"]], files: [file],
    holders: [{ statement: archive.statement, scope: "all" }], agent: agent.statement,
    ctl: { reply: true, all: true, fwd: true, exp: null, fyeo: 0, label: "confidential", rcpt: true }, thread: null, ext: [["customer", "9"]],
    pol: policy.hash, logs: ["note of the key log", "note of the organization's log"], pad: true, ticketExpires: AT + 30 * 86_400_000,
  })
  const { prn, kid, hash, addr } = to.statement
  const proof = await signMailboxProof(agent.keySet, {
    addr: addr ?? "", prn, kid, st: hash, org: null, nonce: randomBytes(16), at: AT, exp: AT + MAILBOX_PROOF_VALIDITY_MS,
  })
  return {
    suite, org, msg: sealed.msg, at: AT,
    principals: { sender: principalText(sender), to: principalText(to), bcc: principalText(bcc), agent: principalText(agent), archive: principalText(archive) },
    policy: { root: [statementText(root.statement.raw)], signed: signedText(signed), hash: toHex(policy.hash) },
    mailboxProofOfTo: signedText(proof), chain: await chainText(suite),
    header: signedText(sealed.header), slip: toHex(sealed.slip), slipHash: toHex(sealed.slipHash), core: toHex(sealed.core), body: toHex(sealed.body),
    grants: sealed.grants.map((grant) => toHex(encodeGrant(grant))), tickets: sealed.tickets.map(signedText), bccRecord: toHex(sealed.bccRecord),
    attachment: { ...stored, plain: "byte i is i mod 256, 300 bytes" },
    opened: { subject: "Quotation", html: "<p>Dear Bob</p>", text: "Dear Bob", fields: [["order", "7"]], roles: { sender: "from", to: "to", bcc: "bcc", agent: "agent", archive: "archive" } },
    refused: refusals(sealed),
  }
}

/** One bit turned in each part, spread over its length: every one is open-failed for the recipient in `to`. */
function refusals({ header, core, body }: { header: SignedObject; core: Bytes; body: Bytes }) {
  const lengths = { "header.k": header.k.length, "header.s": header.s.length, core: core.length, body: body.length }
  return Object.entries(lengths).flatMap(([part, length]) =>
    [0, Math.floor(length / 3), length - 1].map((at) => ({ part, at, bit: at % 8, code: "open-failed" })),
  )
}
