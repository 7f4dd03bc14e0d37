/** Recall, suspension, answers: the real routes through the clients' own code, in one process. */
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { changeRules, officersOf } from "@smp/shared/account"
import { randomBytes } from "@smp/shared/bytes"
import { sourceFromBytes } from "@smp/shared/client"
import { recallMessage, resumeMessage, suspendMessage } from "@smp/shared/control"
import { inheritedOptions, openAttachment, readMessage, replyThread, slipOf, slipOfClosed } from "@smp/shared/read"
import { MessageClosed } from "@smp/shared/read"
import { sendSecure } from "@smp/shared/send"
import type { Draft, SendOptions } from "@smp/shared/send"
import { messageId } from "@smp/shared/wire"
import type { MessageId, OrganizationId } from "@smp/shared/wire"
import { founder, invite, registered } from "../testing/test-people.ts"
import type { TestPerson } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

let server: TestServer
let org: OrganizationId
let [alice, bob, dave]: TestPerson[] = []
const named = (who: TestPerson | undefined): TestPerson => who ?? expect.fail("a person is missing")
const A = () => named(alice)
const B = () => named(bob)
const D = () => named(dave)

beforeAll(async () => {
  server = await startTestServer()
  const admin = await founder(server, "alice@example.com", "Example")
  org = admin.org
  alice = admin
  for (const name of ["bob", "dave"]) await invite(admin, `${name}@example.com`)
  bob = await registered(server, "bob@example.com")
  dave = await registered(server, "dave@example.com")
})
afterAll(() => server?.stop())

interface Letter {
  readonly to?: readonly string[]
  readonly bcc?: readonly string[]
  readonly files?: readonly string[]
  readonly thread?: Draft["thread"]
  readonly options?: Partial<SendOptions>
}
async function send(from: TestPerson, letter: Letter): Promise<MessageId> {
  const people = (list: readonly string[] = []) => list.map((address) => ({ address, name: "" }))
  const draft: Draft = {
    from: { address: from.address, name: "" },
    to: people(letter.to),
    cc: [],
    bcc: people(letter.bcc),
    subject: "A letter",
    html: null,
    text: "the text",
    attachments: (letter.files ?? []).map((name) => {
      const bytes = randomBytes(500)
      return { name, type: "text/plain", size: bytes.length, source: sourceFromBytes(bytes), cid: null }
    }),
    thread: letter.thread ?? null,
  }
  const host = {
    snapshot: () => Promise.resolve(draft),
    hasChanged: () => Promise.resolve(false),
    finish: () => Promise.resolve(),
  }
  const job = { account: from.account, host, org, journal: from.store, options: letter.options ?? {} }
  return messageId.parse((await sendSecure(job)).id)
}
const open = ({ account }: TestPerson, id: MessageId) => readMessage({ account, id })
const slip = async (who: TestPerson, id: MessageId) =>
  slipOf(await open(who, id), await who.account.client.tracking(id))
const closed = async (who: TestPerson, id: MessageId) => {
  const error: unknown = await open(who, id).catch((thrown: unknown) => thrown)
  return error instanceof MessageClosed ? error.closed : expect.fail(`not closed: ${String(error)}`)
}
async function loaded(who: TestPerson, id: MessageId, name: string): Promise<number> {
  const message = await open(who, id)
  let size = 0
  const obj = message.attachments.find((file) => file.name === name)?.obj ?? expect.fail("no such file")
  for await (const piece of openAttachment(message, obj)) size += piece.length
  return size
}
const BOTH = ["bob@example.com", "dave@example.com"]

describe("S33 recall", () => {
  test("S33 recall: for one person; the other reads on, and nothing else changes", async () => {
    const id = await send(A(), { to: BOTH })
    const order = { account: A().account, id, who: ["dave@example.com"], reason: "Not for him" }
    await recallMessage(order)
    expect(await closed(D(), id)).toMatchObject({ state: "recalled", reason: "Not for him" })
    const view = await slip(B(), id)
    expect(view.closed).toBeNull()
    expect(view.people.map(({ address, state }) => [address, state === "recalled"])).toEqual([
      ["bob@example.com", false],
      ["dave@example.com", true],
    ])
    expect(view.holders.map(({ state }) => state)).toEqual(["holds", "holds", "destroyed"])
    await recallMessage(order)
    expect((await closed(D(), id)).controlled.controls.recalls).toHaveLength(2)
  })

  test("S33 recall: of a blind copy, of which the others learn nothing (M3)", async () => {
    const id = await send(A(), { to: ["bob@example.com"], bcc: ["dave@example.com"] })
    await recallMessage({ account: A().account, id, who: ["dave@example.com"], reason: "Sorry" })
    const daves = await closed(D(), id)
    expect(daves.reason).toBe("Sorry")
    const tracking = await D().account.client.tracking(id)
    expect((await slipOfClosed(daves, tracking)).people.map(({ address }) => address)).toEqual(BOTH)
    expect(JSON.stringify([await slip(B(), id), await B().account.client.controls(id)])).not.toMatch(/dave|Sorry/)
    expect((await B().account.client.controls(id)).records).toEqual([])
    expect((await slip(A(), id)).people.at(-1)).toMatchObject({ address: "dave@example.com", state: "recalled" })
    await recallMessage({ account: A().account, id, reason: "All" })
    expect(await closed(B(), id)).toMatchObject({ state: "recalled", reason: "All" })
    expect((await closed(D(), id)).reason).toBe("Sorry")
  })

  test("S33 recall: of one file; text and the other file stay, the sender keeps both", async () => {
    const id = await send(A(), { to: BOTH, files: ["one.txt", "two.txt"] })
    const before = await open(B(), id)
    const [one] = before.attachments
    await recallMessage({ account: A().account, id, files: [one?.obj ?? ""], reason: "Old numbers" })
    await expect(loaded(B(), id, "one.txt")).rejects.toMatchObject({ code: "recalled" })
    // Who opened it before asks the server in vain.
    await expect(openAttachment(before, one?.obj as never).next()).rejects.toMatchObject({ code: "message.recalled" })
    expect([await loaded(B(), id, "two.txt"), await loaded(A(), id, "one.txt")]).toEqual([500, 500])
    expect((await slip(B(), id)).files.map(({ recalledAt }) => recalledAt !== null)).toEqual([true, false])
  })

  test("S33 suspend: what one device has seen counts there, though the server serves the message again", async () => {
    const id = await send(A(), { to: BOTH })
    await suspendMessage({ account: A().account, id, reason: "Wait" })
    await closed(B(), id)
    edit(`delete from control where message = '${id}'; update message set suspended_at = null where id = '${id}'`)
    expect((await open(D(), id)).text).toBe("the text")
    expect(await closed(B(), id)).toMatchObject({ state: "suspended", reason: "Wait" })
    await suspendMessage({ account: A().account, id, reason: "Once more" })
    await resumeMessage({ account: A().account, id })
    expect((await open(B(), id)).text).toBe("the text")
  })

  test("S33 suspend: a device's own record is not pushed aside by one that only has its signature", async () => {
    const id = await send(A(), { to: BOTH })
    await suspendMessage({ account: A().account, id, reason: "Wait" })
    await closed(B(), id)
    edit(`update control set kind = 'expiry' where message = '${id}'`)
    edit(`update message set suspended_at = null where id = '${id}'`)
    expect((await open(D(), id)).text).toBe("the text")
    expect(await closed(B(), id)).toMatchObject({ state: "suspended", reason: "Wait" })
  })

  test("S33 recall: an officer's, once seen, counts though the server gives neither it nor who the officer is", async () => {
    await changeRules(A().account, org, { officers: await officersOf(A().account, org, ["dave@example.com"]) })
    const id = await send(A(), { to: ["bob@example.com"] })
    edit(`create table kept_grant as select * from grant_ where message = '${id}'`)
    await recallMessage({ account: D().account, id, reason: "By office" })
    expect(await closed(B(), id)).toMatchObject({ state: "recalled", byOfficer: true, reason: "By office" })
    edit(`delete from control where message = '${id}'; delete from grant_ where message = '${id}'`)
    edit(`insert into grant_ select * from kept_grant; update recipient set recalled_at = null where message = '${id}'`)
    expect(await closed(B(), id)).toMatchObject({ state: "recalled", byOfficer: true, reason: "By office" })
    await changeRules(A().account, org, { officers: [] })
  })

  test("S33 recall: said without the sender's word, it is called withheld", async () => {
    const id = await send(A(), { to: BOTH })
    edit(`update recipient set recalled_at = 1 where message = '${id}'`)
    expect(await closed(B(), id)).toMatchObject({ state: "withheld", at: null, reason: "" })
    const view = await slipOfClosed(await closed(B(), id), await B().account.client.tracking(id))
    expect(view.people.every(({ state }) => state !== "recalled")).toBe(true)
  })

  test("S33 suspend is the form that can be taken back; a suspended message is served to nobody else", async () => {
    const id = await send(A(), { to: BOTH, files: ["one.txt"] })
    const before = await open(B(), id)
    await suspendMessage({ account: A().account, id, reason: "Checking" })
    expect(await closed(B(), id)).toMatchObject({ state: "suspended", reason: "Checking" })
    const { client } = B().account
    for (const call of [() => client.body(id), () => client.grant(id, { kid: "A".repeat(43) })])
      await expect(call()).rejects.toMatchObject({ code: "message.suspended" })
    const [file] = before.attachments
    await expect(client.attachment(id, file?.obj as never)).rejects.toMatchObject({ code: "message.suspended" })
    await open(A(), id)
    await resumeMessage({ account: A().account, id })
    expect((await open(B(), id)).text).toBe("the text")
  })

  test("S33 nobody but the sender decides: for a reader there is nothing to order", async () => {
    const id = await send(A(), { to: BOTH })
    const order = { account: B().account, id, reason: "mine now" }
    await expect(recallMessage(order)).rejects.toMatchObject({ code: "not_found" })
    await expect(suspendMessage(order)).rejects.toMatchObject({ code: "not_found" })
    expect((await open(D(), id)).text).toBe("the text")
  })
})

describe("S31 what the sender allows", () => {
  const answer = async (who: TestPerson, id: MessageId, to: readonly string[]) =>
    send(who, { to, thread: replyThread(await open(who, id)) })
  const refused = { code: "message.not_allowed" }

  test("S31 answering, answering all and passing on are refused where the sender forbids them", async () => {
    const none = await send(A(), { to: BOTH, options: { reply: false, replyAll: false, forward: false } })
    await expect(answer(B(), none, ["alice@example.com"])).rejects.toMatchObject(refused)
    const one = await send(A(), { to: BOTH, options: { replyAll: false, forward: false } })
    await answer(B(), one, ["alice@example.com"])
    await expect(answer(B(), one, ["alice@example.com", "dave@example.com"])).rejects.toMatchObject(refused)
    await expect(answer(B(), one, ["frank@example.net"])).rejects.toMatchObject(refused)
    const all = await send(A(), { to: BOTH })
    await answer(B(), all, ["alice@example.com", "dave@example.com"])
    await answer(A(), none, ["bob@example.com"])
  })

  test("S31 an answer inherits end, label, password and hidden subject", async () => {
    const options = { label: "Internal", expires: Date.now() + 864e5, password: true, forward: false }
    const id = await send(A(), { to: ["bob@example.com"], options })
    const own = await open(A(), id)
    expect(inheritedOptions(own)).toMatchObject({ label: "Internal", expires: options.expires, password: true })
  })
})

/** By another process: two libraries in one do not see each other's locks. */
function edit(statements: string): void {
  const file = join(server.dataDir, "db", "organizations", `${org}.db`)
  const script = `const {DatabaseSync} = require("node:sqlite"); const db = new DatabaseSync(process.argv[1]); db.exec("pragma busy_timeout = 5000"); db.exec(process.argv[2])`
  execFileSync(process.execPath, ["-e", script, file, statements], { stdio: "ignore" })
}
