/** A server that lies about who waits, and people who offer grants that nobody may make: none of it lets anybody in. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Account } from "@smp/shared/account"
import { changeRules } from "@smp/shared/account"
import { newId, randomBytes, toBase64url } from "@smp/shared/bytes"
import type { Fetch } from "@smp/shared/client"
import { encodeGrant, sealGrant } from "@smp/shared/envelope"
import { letInByPerson, letInByRule, readMessage } from "@smp/shared/read"
import { sendSecure } from "@smp/shared/send"
import { readHeader, signRecord } from "@smp/shared/slip"
import type { GrantRecord, Statement } from "@smp/shared/slip"
import type { MessageId, OrganizationId, WantedReader } from "@smp/shared/wire"
import { founder, invite, letterHost, registered, resetByMail, signedInAgain } from "../testing/test-people.ts"
import type { TestPerson } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

let server: TestServer
let admin: TestPerson & { org: OrganizationId }
let alice: TestPerson
let bob: TestPerson
let dora: TestPerson
let blind: TestPerson
let skew = 0
let id: MessageId

type Json = Record<string, unknown>
/** Rewrites the JSON answers of these paths. */
const lying =
  (path: string, change: (body: Json) => Json): Fetch =>
  async (url, init) => {
    const response = await fetch(url, init)
    if (new URL(url).pathname !== path || !response.ok) return response
    return Response.json(change((await response.json()) as Json))
  }
const reader = (change: Partial<WantedReader>): WantedReader => ({
  message: id,
  org: admin.org,
  address: "bob@example.com",
  role: "to",
  kid: toBase64url(bob.account.ownKeys.newest.statement.kid),
  since: Date.now(),
  subject: "A letter",
  sentAt: Date.now(),
  ticket: null,
  mac: null,
  ...change,
})
const kidOf = ({ account }: TestPerson) => toBase64url(account.ownKeys.newest.statement.kid)
/** What a client does, by itself and by a person's click, whom the server names as waiting. */
async function letsIn(who: TestPerson, wanted: WantedReader): Promise<number> {
  const liar = await signedInAgain(server, who.address, {
    fetch: lying("/api/wanted", () => ({ wanted: [wanted] })),
  })
  const byRule = await letInByRule(liar.account)
  const byPerson = await letInByPerson(liar.account, [wanted])
  return byRule.letIn.length + byPerson.length
}

beforeAll(async () => {
  server = await startTestServer({}, () => Date.now() + skew)
  admin = await founder(server, "admin@example.com", "Example Legal")
  const names = ["alice@example.com", "bob@example.com", "dora@example.com", "blind@example.com", "eve@example.com"]
  for (const address of names) await invite(admin, address)
  const [first, , third, fourth] = await Promise.all(names.map((address) => registered(server, address)))
  if (!first || !third || !fourth) throw new Error("people are missing")
  ;[alice, dora, blind] = [first, third, fourth]
  await changeRules(admin.account, admin.org, { regrant: { mode: "auto", wait: 0 } })
  const host = letterHost(alice, ["bob@example.com", "dora@example.com"])
  const draft = { ...(await host.snapshot()), bcc: [{ address: "blind@example.com", name: "" }] }
  const sent = await sendSecure({
    account: alice.account,
    host: { ...host, snapshot: async () => draft },
    org: admin.org,
    journal: alice.store,
  })
  id = sent.id
  await readMessage({ account: dora.account, id })
  skew += 60_000
  bob = await resetByMail(server, "bob@example.com")
  blind = await resetByMail(server, "blind@example.com")
}, 120_000)
afterAll(() => server?.stop())

describe("H1 a client that is asked to let somebody in by a server that lies", () => {
  test("does not let in whom the signed slip does not address", async () => {
    const eve = await signedInAgain(server, "eve@example.com")
    expect(await letsIn(alice, reader({ address: "eve@example.com", kid: kidOf(eve) }))).toBe(0)
  })
  test("does not take another key for an address than the Directory proves", async () => {
    const eve = await signedInAgain(server, "eve@example.com")
    expect(await letsIn(alice, reader({ kid: kidOf(eve) }))).toBe(0)
  })
  test("does not let in a new key whose mailbox nobody proved", async () => {
    const strip = (body: Json): Json => ({
      ...body,
      entries: (body["entries"] as Json[]).map((entry) => ({
        ...entry,
        mailboxProofs: (entry["mailboxProofs"] as unknown[]).map((proof, at) => (at === 0 ? proof : null)),
      })),
    })
    const liar = await signedInAgain(server, "alice@example.com", { fetch: lying("/api/directory/look-up", strip) })
    expect(await letInByRule(liar.account)).toEqual({ letIn: [], waiting: [] })
  })
  test("lets in no blind copy unless it is the sender's, and no first contact without its ticket", async () => {
    const wanted = reader({ address: "blind@example.com", kid: kidOf(blind), role: "bcc" })
    expect(await letsIn(dora, wanted)).toBe(0)
    expect(await letsIn(dora, { ...wanted, role: "to" })).toBe(0)
  })
  test("makes nothing of a message that it cannot open itself", async () => {
    expect(await letsIn(admin, reader({}))).toBe(0)
  })
})

describe("H1 S17 the server takes no grant that the closed table of reasons does not have", () => {
  const offer = async (by: Account, to: Statement, change: Partial<GrantRecord> = {}): Promise<boolean | undefined> => {
    const { header } = await alice.account.client.message(id)
    const { slip, org } = readHeader({ b: fromText(header.b), k: fromText(header.k), s: fromText(header.s) })
    const record = await signRecord(by.keySet, {
      org,
      msg: id,
      slip,
      prn: to.prn,
      kid: to.kid,
      addr: to.addr,
      role: "to",
      scope: "all",
      why: "re-grant",
      iss: by.idn,
      at: Date.now(),
      auth: null,
      bcc: null,
      ...change,
    })
    const message = { org, msg: id, slipHash: slip }
    const payload = { ck: randomBytes(32), rec: null }
    const grant = await sealGrant({ reader: to, message, scope: "all", payload, record })
    return (await by.client.letIn([{ message: id, grant: toBase64url(encodeGrant(grant)) }]))[0]
  }
  const fromText = (text: string) => new Uint8Array(Buffer.from(text, "base64url"))
  const newest = ({ account }: TestPerson) => account.ownKeys.newest.statement

  test("by nobody who is not a reader, for nobody who is not addressed, under no other name, key or reason", async () => {
    const eve = await signedInAgain(server, "eve@example.com")
    const target = newest(bob)
    const refused = [
      offer(eve.account, target),
      offer(admin.account, target),
      offer(dora.account, newest(eve)),
      offer(dora.account, newest(eve), { addr: "bob@example.com" }),
      offer(dora.account, target, { role: "cc" }),
      offer(dora.account, target, { role: "bcc" }),
      offer(dora.account, target, { why: "send" }),
      offer(dora.account, target, { why: "first-contact" }),
      offer(dora.account, target, { msg: newId("msg") }),
      offer(dora.account, target, { slip: randomBytes(32) }),
      offer(dora.account, target, { at: Date.now() - 3600_000 }),
      // A key that was reset is not the one that the slip named.
      offer(bob.account, target),
      offer(dora.account, newest(blind)),
    ]
    expect(await Promise.all(refused)).toEqual(refused.map(() => false))
    const before = bob.account.ownChain[0]
    expect(before && (await offer(dora.account, before))).toBe(false)
    await changeRules(admin.account, admin.org, { regrant: { mode: "off", wait: 0 } })
    expect(await offer(dora.account, target)).toBe(false)
    await changeRules(admin.account, admin.org, { regrant: { mode: "ask", wait: 0 } })
    const { people } = await alice.account.client.tracking(id)
    expect(people.flatMap(({ events }) => events.map(({ kind }) => kind))).not.toContain("regranted")
  })

  test("and a grant of a reader in form alone opens nothing: it is the reader's client that checks", async () => {
    expect(await offer(dora.account, newest(bob))).toBe(true)
    await expect(readMessage({ account: bob.account, id, receipt: false })).rejects.toMatchObject({
      code: "open-failed",
    })
  })
})
