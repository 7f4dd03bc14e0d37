import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { newId, randomBytes } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { encodeGrant, openGrant, readGrant, sealMessage } from "@smp/shared/envelope"
import type { Recipient } from "@smp/shared/envelope"
import { keyLeaf, minuteOf } from "@smp/shared/log"
import {
  checkChain, justifyGrant, mailboxMac, makeStatement, policyHash, readDestroyed, readHeader, readMailboxProof, readSlip,
  readStatement, signPolicy, statementsByKid,
} from "@smp/shared/slip"
import type { Kind, Policy, Statement } from "@smp/shared/slip"
import { generateKeySet, hkdf } from "@smp/shared/suite"
import type { KeySet } from "@smp/shared/suite"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { FirstContact } from "../../engines/agent-client.ts"
import { FolderLogKeeper } from "../log-keeper/folder-log-keeper.ts"
import { FolderGrantAgent } from "./folder-grant-agent.ts"
import type { CodeMail } from "./folder-grant-agent.ts"

const DAY = 86_400_000
const host = "mail.example.com"
const origin = `${host}/log/keys`

interface Person {
  keySet: KeySet
  statement: Statement
  chain: Statement[]
}

let folder: string
let clock: number
let keeper: FolderLogKeeper
let agent: FolderGrantAgent
let mails: CodeMail[]
const now = () => clock
const openAgent = () =>
  FolderGrantAgent.open({ folder: join(folder, "agent"), keeper, sendCode: (mail) => void mails.push(mail), now })

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "agent-"))
  clock = Date.parse("2026-11-23T12:00:00Z")
  mails = []
  keeper = await FolderLogKeeper.open({ folder: join(folder, "keeper"), host, now })
  agent = await openAgent()
})
afterEach(async () => {
  await agent.close()
  await keeper.close()
  rmSync(folder, { recursive: true })
})

async function person(addr: string | null, kind: Kind = "person"): Promise<Person> {
  const { keySet } = await generateKeySet(1)
  const statement = await makeStatement(keySet, { kind, addr, at: clock })
  return { keySet, statement, chain: [statement] }
}

async function renew(before: Person, how: "rotate" | "reset"): Promise<Person> {
  const { keySet } = await generateKeySet(1)
  const { kind, addr, prn, kid, seq } = before.statement
  const fields = { kind, addr, prn, seq: seq + 1, how, prev: kid, at: clock }
  const statement = await makeStatement(keySet, fields, how === "rotate" ? before.keySet : undefined)
  return { keySet, statement, chain: [...before.chain, statement] }
}

async function log(statement: Statement): Promise<void> {
  const { index } = await keeper.index(statement.addr ?? statement.prn)
  const leaf = keyLeaf({ minute: minuteOf(clock), index, seq: statement.seq, statementHash: statement.hash })
  const { size } = await keeper.checkpoint(origin)
  await keeper.append(origin, size, [leaf])
}

async function prove(statement: Statement) {
  clock += 60_000
  const { nonce } = await agent.mailCode({ address: statement.addr ?? "", locale: "en", asker: "test" })
  const code = mails.at(-1)?.code.replaceAll("-", "") ?? ""
  const mac = await mailboxMac(code, statement.addr ?? "", statement.hash, nonce)
  return agent.prove({ statement: statement.raw, claim: { nonce, mac, setUp: false } })
}

/** Alice has written to Bob, who has no key yet; then Bob registered. */
async function firstContact(change: { to?: (bob: string) => Recipient[]; bcc?: (bob: string) => Recipient[]; exp?: number | null; note?: string } = {}) {
  const alice = await person("alice@example.com")
  await log(alice.statement)
  const root = await person(null, "root")
  const chain = await Promise.all((await agent.statements()).map((raw) => readStatement(raw)))
  const own = await checkChain(chain)
  const org = newId("org")
  const { keyLog } = await keeper.keys()
  const policy: Policy = {
    org, name: "Example Works", ver: 1, prev: null, root: root.statement.kid, suites: [1], first: ["agent"],
    holders: [{ prn: own.prn, kind: "grant-agent", kid: own.kid }], officers: [], provers: [{ prn: own.prn, kid: own.kid }],
    keylog: keyLog, logkey: await keeper.organizationKey(org), domains: [], regrant: { mode: "ask", wait: 0 },
    hide: false, pad: false, until: clock + 30 * DAY, at: clock,
  }
  const signedPolicy = await signPolicy(root.keySet, policy)
  const asGuest = (addr: string): Recipient[] => [{ addr, name: "", mode: "agent" }]
  const address = "bob@example.org"
  const sealed = await sealMessage({
    suite: 1, org, at: clock, from: { statement: alice.statement, keySet: alice.keySet, name: "Alice" },
    to: (change.to ?? asGuest)(address), cc: [], bcc: change.bcc?.(address) ?? [], subject: "Quotation", hideSubject: false,
    html: null, text: "Dear Bob", fields: [], files: [], holders: [], agent: own,
    ctl: { reply: true, all: true, fwd: true, exp: change.exp ?? null, fyeo: 0, label: null, rcpt: true },
    thread: null, ext: [], pol: policyHash(signedPolicy.b),
    logs: [change.note ?? (await keeper.checkpoint(origin)).note, "organization's note"], pad: false, ticketExpires: clock + 30 * DAY,
  })
  const bob = await person(address)
  const mailboxProof = await prove(bob.statement)
  await log(bob.statement)
  const request: FirstContact = {
    org, msg: sealed.msg, header: sealed.header, slip: sealed.slip, core: sealed.core,
    ticket: sealed.tickets[0] ?? sealed.header,
    agentGrant: encodeGrant(sealed.grants.find(({ prn }) => prn === own.prn) ?? (undefined as never)),
    senderChain: alice.chain.map(({ raw }) => raw), recipientChain: bob.chain.map(({ raw }) => raw), mailboxProof,
    policy: signedPolicy, rootChain: root.chain.map(({ raw }) => raw),
  }
  return { alice, bob, root, own, policy, sealed, request }
}
type Contact = Awaited<ReturnType<typeof firstContact>>

/** What Bob's client does with the new grant. */
async function openAsBob({ alice, bob, sealed, request }: Contact, bytes: Bytes) {
  const grant = readGrant(bytes)
  const { chain } = { chain: await Promise.all((await agent.statements()).map((raw) => readStatement(raw))) }
  await checkChain(chain)
  const slip = readSlip(sealed.slip)
  const header = readHeader(sealed.header)
  const justified = await justifyGrant({
    slip, header, grant, ticket: request.ticket,
    me: { statement: bob.statement, chain: bob.chain, addr: bob.statement.addr },
    statements: statementsByKid([alice.chain, bob.chain, chain]), policy: null,
  })
  const payload = await openGrant(bob.keySet, bob.statement.prn, { org: header.org, msg: header.msg, slipHash: header.slip }, grant)
  return { justified, payload, header }
}

async function isRightKey(payload: object, header: { com: Bytes; slip: Bytes; org: string; msg: string }): Promise<boolean> {
  if (!("ck" in payload)) return false
  const { concat, encodeCbor, label, equalBytes } = await import("@smp/shared/bytes")
  const com = await hkdf(payload.ck as Bytes, header.slip, concat(label("commit"), encodeCbor([header.org, header.msg])), 32)
  return equalBytes(com, header.com)
}

describe("first contact", () => {
  test("S1 opens the way to the first and only key of a proved mailbox", async () => {
    const contact = await firstContact()
    const { grant } = await agent.grantFirstContact(contact.request)
    const { justified, payload, header } = await openAsBob(contact, grant)
    expect(justified).toMatchObject({ role: "to", why: "first-contact", issuer: { prn: contact.own.prn } })
    expect(await isRightKey(payload, header)).toBe(true)
  })

  test("a blind recipient comes in by the blind grant and by no other", async () => {
    const contact = await firstContact({
      to: () => [{ addr: "carol@example.org", name: "", mode: "agent" }],
      bcc: (addr) => [{ addr, name: "", mode: "agent" }],
    })
    const own = contact.sealed.grants.filter(({ prn }) => prn === contact.own.prn)
    const [seen, blind] = [own.find(({ rec }) => rec === null), own.find(({ rec }) => rec !== null)]
    if (seen === undefined || blind === undefined) throw new Error("two grants of the agent were expected")
    const ticket = contact.sealed.tickets.at(-1) ?? contact.request.ticket
    const request = { ...contact.request, ticket, agentGrant: encodeGrant(blind) }
    const { justified } = await openAsBob({ ...contact, request }, (await agent.grantFirstContact(request)).grant)
    expect(justified.role).toBe("bcc")
    await expect(agent.grantFirstContact({ ...request, agentGrant: encodeGrant(seen) })).rejects.toMatchObject({ code: "ticket-refused" })
  })

  test("waits until the log shows the statement", async () => {
    const contact = await firstContact()
    const late = await person("bob@example.org")
    const request = { ...contact.request, recipientChain: [late.statement.raw], mailboxProof: await prove(late.statement) }
    await expect(agent.grantFirstContact(request)).rejects.toMatchObject({ code: "ticket-refused" })
    const nobody = await person("nobody@example.org")
    await expect(agent.grantFirstContact({ ...request, recipientChain: [nobody.statement.raw] })).rejects.toMatchObject({ code: "message.not_ready" })
  })

  test("refuses an address with a second statement in the log, whoever made it (review C2)", async () => {
    const contact = await firstContact()
    await log((await person("bob@example.org")).statement)
    await expect(agent.grantFirstContact(contact.request)).rejects.toMatchObject({ code: "ticket-refused" })
  })

  test("refuses a false second identity for an address that has one", async () => {
    const contact = await firstContact()
    const impostor = await person("bob@example.org")
    const proof = await prove(impostor.statement)
    await log(impostor.statement)
    const request = { ...contact.request, recipientChain: [impostor.statement.raw], mailboxProof: proof }
    await expect(agent.grantFirstContact(request)).rejects.toMatchObject({ code: "ticket-refused" })
  })

  test("refuses a proof for another statement, address or by another prover", async () => {
    const contact = await firstContact()
    const carol = await person("carol@example.org")
    const mailboxProof = await prove(carol.statement)
    await expect(agent.grantFirstContact({ ...contact.request, mailboxProof })).rejects.toMatchObject({ code: "proof-refused" })
    const forged = { ...contact.request.mailboxProof, k: carol.statement.kid }
    await expect(agent.grantFirstContact({ ...contact.request, mailboxProof: forged })).rejects.toMatchObject({ code: "proof-refused" })
  })

  test("refuses after the ticket, or the message, has expired", async () => {
    const contact = await firstContact({ exp: clock + 10 * DAY })
    clock += 11 * DAY
    await expect(agent.grantFirstContact(contact.request)).rejects.toMatchObject({ code: "expired" })
    const plain = await firstContact()
    clock += 31 * DAY
    await expect(agent.grantFirstContact(plain.request)).rejects.toMatchObject({ code: "ticket-refused" })
  })

  test("refuses any changed byte of ticket, header, core and grant, with one code", async () => {
    const contact = await firstContact()
    const flip = (bytes: Bytes): Bytes => bytes.map((byte, i) => (i === bytes.length - 10 ? byte ^ 1 : byte))
    const { request } = contact
    const changes: Partial<FirstContact>[] = [
      { ticket: { ...request.ticket, b: flip(request.ticket.b) } },
      { ticket: { ...request.ticket, s: flip(request.ticket.s) } },
      { header: { ...request.header, b: flip(request.header.b) } },
      { core: flip(request.core) },
      { agentGrant: flip(request.agentGrant) },
      { policy: { ...request.policy, s: flip(request.policy.s) } },
      { msg: newId("msg") },
      { org: newId("org") },
    ]
    for (const change of changes) {
      await expect(agent.grantFirstContact({ ...request, ...change })).rejects.toMatchObject({ code: "ticket-refused" })
    }
  })

  test("refuses a sender whose chain is not what the log has", async () => {
    const contact = await firstContact()
    const rotated = await renew(contact.alice, "rotate")
    await log(rotated.statement)
    await expect(agent.grantFirstContact(contact.request)).rejects.toMatchObject({ code: "ticket-refused" })
    const request = { ...contact.request, senderChain: rotated.chain.map(({ raw }) => raw) }
    await expect(agent.grantFirstContact(request)).resolves.toHaveProperty("grant")
  })

  test("stops when a sender was shown another log than the agent follows", async () => {
    const other = join(folder, "other")
    cpSync(join(folder, "keeper", "keys.json"), join(other, "keys.json"))
    const honest = keeper
    keeper = await FolderLogKeeper.open({ folder: other, host, now })
    await keeper.append(origin, 0, [keyLeaf({ minute: 0, index: randomBytes(32), seq: 0, statementHash: randomBytes(32) })])
    const { note } = await keeper.checkpoint(origin)
    await keeper.close()
    keeper = honest
    const contact = await firstContact({ note })
    await expect(agent.grantFirstContact(contact.request)).rejects.toMatchObject({ code: "log-fork" })
  })

  test("stops when the keeper's log becomes smaller, and goes on when it is whole again", async () => {
    const contact = await firstContact()
    await agent.grantFirstContact(contact.request)
    const leaves = await keeper.leaves(0, 10)
    await agent.close()
    await keeper.close()
    rmSync(join(folder, "keeper", "keys.leaves"))
    keeper = await FolderLogKeeper.open({ folder: join(folder, "keeper"), host, now })
    agent = await openAgent()
    await expect(agent.grantFirstContact(contact.request)).rejects.toMatchObject({ code: "log-rollback" })
    await keeper.append(origin, 0, [...leaves].reverse())
    await expect(agent.grantFirstContact(contact.request)).rejects.toMatchObject({ code: "log-fork" })
    await keeper.close()
    rmSync(join(folder, "keeper", "keys.leaves"))
    keeper = await FolderLogKeeper.open({ folder: join(folder, "keeper"), host, now })
    await agent.close()
    agent = await openAgent()
    await keeper.append(origin, 0, leaves)
    await expect(agent.grantFirstContact(contact.request)).resolves.toHaveProperty("grant")
  })

  test("says signed that its grant is gone, and does not use a kept copy again", async () => {
    const contact = await firstContact()
    const { org, msg, agentGrant } = contact.request
    const slip = readHeader(contact.sealed.header).slip
    const signed = await agent.destroy({ org, msg, slip, agentGrant })
    const destroyed = await readDestroyed(signed, contact.own)
    expect(destroyed).toMatchObject({ org, msg, prn: contact.own.prn, rec: null })
    expect(destroyed.ends).toBe(contact.own.at + 39 * DAY)
    await expect(agent.destroy({ org, msg, slip: randomBytes(32), agentGrant })).rejects.toMatchObject({ code: "open-failed" })
    await agent.close()
    agent = await openAgent()
    await expect(agent.grantFirstContact(contact.request)).rejects.toMatchObject({ code: "ticket-refused" })
  })
})

describe("the agent's keys", () => {
  test("rotate each week; a private half is erased when its last ticket is over (review H8)", async () => {
    const contact = await firstContact()
    clock += 8 * DAY
    const chain = await Promise.all((await agent.statements()).map((raw) => readStatement(raw)))
    expect(chain.map(({ how }) => how)).toEqual(["first", "rotate"])
    await expect(agent.grantFirstContact(contact.request)).resolves.toHaveProperty("grant")
    clock = contact.own.at + 39 * DAY
    const file = join(folder, "agent", "keys.json")
    await agent.statements()
    const held = JSON.parse(readFileSync(file, "utf8")) as { epochs: { secret: unknown }[] }
    expect(held.epochs.map(({ secret }) => secret === null)).toEqual([true, false, false])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await expect(agent.grantFirstContact(contact.request)).rejects.toMatchObject({ code: "expired" })
    await agent.close()
    agent = await openAgent()
    expect(await agent.statements()).toHaveLength(3)
  })
})

describe("proof of the mailbox", () => {
  test("S30 the mailed code proves one statement, once", async () => {
    const bob = await person("bob@example.org")
    const proof = await prove(bob.statement)
    const [own] = await agent.statements()
    const prover = await readStatement(own ?? (undefined as never))
    expect(await readMailboxProof(proof, prover)).toMatchObject({ addr: "bob@example.org", prn: bob.statement.prn, org: null })
    expect(mails.at(-1)?.code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/)
  })

  test("five wrong tries burn a code, of whoever has its nonce alone; ten minutes end it", async () => {
    const bob = await person("bob@example.org")
    const claim = async (nonce: Bytes, code: string) => ({
      statement: bob.statement.raw,
      claim: { nonce, mac: await mailboxMac(code, "bob@example.org", bob.statement.hash, nonce), setUp: false },
    })
    const { nonce } = await agent.mailCode({ address: "bob@example.org", locale: null, asker: "bob" })
    const code = mails[0]?.code.replaceAll("-", "") ?? ""
    await expect(agent.prove(await claim(randomBytes(16), code))).rejects.toMatchObject({ code: "account.code_expired" })
    for (const triesLeft of [4, 3, 2, 1, 0]) {
      await expect(agent.prove(await claim(nonce, "000000000000"))).rejects.toMatchObject({ code: "account.code_refused", triesLeft })
    }
    await expect(agent.prove(await claim(nonce, code))).rejects.toMatchObject({ code: "account.code_expired" })
    clock += 60_000
    const second = await agent.mailCode({ address: "bob@example.org", locale: null, asker: "bob" })
    const fresh = mails[1]?.code.replaceAll("-", "") ?? ""
    await agent.prove(await claim(second.nonce, fresh))
    await agent.prove(await claim(second.nonce, fresh))
    const other = await person("bob@example.org")
    const mac = await mailboxMac(fresh, "bob@example.org", other.statement.hash, second.nonce)
    const reuse = { statement: other.statement.raw, claim: { nonce: second.nonce, mac, setUp: false } }
    await expect(agent.prove(reuse)).rejects.toMatchObject({ code: "account.code_expired" })
    clock += 60_000
    const third = await agent.mailCode({ address: "bob@example.org", locale: null, asker: "bob" })
    clock += 10 * 60_000
    await expect(agent.prove(await claim(third.nonce, mails[2]?.code ?? ""))).rejects.toMatchObject({ code: "account.code_expired" })
  })

  test("a code proves its own address alone, and for a recovery only its own purpose", async () => {
    const bob = await person("bob@example.org")
    const { nonce } = await agent.mailCode({ address: "eve@example.org", locale: null, asker: "eve" })
    const code = mails[0]?.code.replaceAll("-", "") ?? ""
    const mac = await mailboxMac(code, "bob@example.org", bob.statement.hash, nonce)
    await expect(agent.prove({ statement: bob.statement.raw, claim: { nonce, mac, setUp: false } })).rejects.toMatchObject({ code: "account.code_refused" })
    const bound = new Uint8Array(32)
    const zero = await mailboxMac(code, "eve@example.org", bound, nonce)
    await agent.checkCode({ address: "eve@example.org", nonce, mac: zero, bound })
    await expect(agent.checkCode({ address: "bob@example.org", nonce, mac: zero, bound })).rejects.toMatchObject({ code: "account.code_refused" })
  })

  test("L10 requests are limited per address and per asker", async () => {
    const ask = (address: string, asker: string) => agent.mailCode({ address, locale: null, asker })
    await ask("bob@example.org", "one")
    expect(() => agent.mailCode({ address: "bob@example.org", locale: null, asker: "two" })).toThrow(/rate_limited/)
    for (let i = 0; i < 199; i++) await ask(`person${i}@example.org`, "one")
    expect(() => agent.mailCode({ address: "last@example.org", locale: null, asker: "one" })).toThrow(/rate_limited/)
    await ask("last@example.org", "three")
    clock += 3_600_000
    await ask("bob@example.org", "one")
  })

  test("codes are written nowhere", async () => {
    const bob = await person("bob@example.org")
    await prove(bob.statement)
    const { execFileSync } = await import("node:child_process")
    const code = mails[0]?.code ?? ""
    const found = (text: string) => execFileSync("sh", ["-c", `grep -rl "${text}" "${folder}" || true`]).toString()
    expect(found(code) + found(code.replaceAll("-", ""))).toBe("")
  })
})

describe("set-up", () => {
  const claimOf = async (token: string, statement: Statement) => {
    const nonce = randomBytes(16)
    return { nonce, mac: await mailboxMac(token, statement.addr ?? "", statement.hash, nonce), setUp: true }
  }

  test("the first start has one token, the same over restarts, spent when the organization stands", async () => {
    const token = agent.firstSetUpToken() ?? ""
    expect(token).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
    await agent.close()
    agent = await openAgent()
    expect(agent.firstSetUpToken()).toBe(token)
    const [alice, eve] = [await person("alice@example.com"), await person("eve@example.com")]
    await agent.prove({ statement: alice.statement.raw, claim: await claimOf(token, alice.statement) })
    const stolen = { statement: eve.statement.raw, claim: await claimOf(token, eve.statement) }
    await expect(agent.prove(stolen)).rejects.toMatchObject({ code: "account.code_refused" })
    await agent.setUpDone(alice.statement.prn)
    expect(agent.firstSetUpToken()).toBeNull()
    const again = { statement: alice.statement.raw, claim: await claimOf(token, alice.statement) }
    await expect(agent.prove(again)).rejects.toMatchObject({ code: "account.code_refused" })
    const another = await agent.newSetUpToken()
    await agent.prove({ statement: eve.statement.raw, claim: await claimOf(another, eve.statement) })
  })
})
