/** Lost keys, and being let in again: the real server and the real flows of several people. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { changeRules } from "@smp/shared/account"
import { createApiClient, NetworkError } from "@smp/shared/client"
import {
  decideAbout,
  letInByPerson,
  letInByRule,
  readersByPerson,
  readMessage,
  refuseReader,
  slipOf,
} from "@smp/shared/read"
import type { MessageId, OrganizationId } from "@smp/shared/wire"
import { founder, invite, registered, resetByMail, sendLetter, signedInAgain } from "../testing/test-people.ts"
import type { TestPerson } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

let server: TestServer
let admin: TestPerson & { org: OrganizationId }
let alice: TestPerson
let dora: TestPerson
/** A second code for an address is mailed half a minute later at the earliest. */
let skew = 0
let old: MessageId[]

const code = (wanted: string) => expect.objectContaining({ code: wanted }) as Error
const open = ({ account }: TestPerson, id: MessageId) => readMessage({ account, id, receipt: false })
const reset = (address: string): Promise<TestPerson> => {
  skew += 60_000
  return resetByMail(server, address)
}

beforeAll(async () => {
  server = await startTestServer({}, () => Date.now() + skew)
  admin = await founder(server, "admin@example.com", "Example Legal")
  for (const address of ["alice@example.com", "bob@example.com", "dora@example.com"]) await invite(admin, address)
  alice = await registered(server, "alice@example.com")
  await registered(server, "bob@example.com")
  dora = await registered(server, "dora@example.com")
  old = []
  for (let at = 0; at < 3; at++)
    old.push((await sendLetter(alice, admin.org, ["bob@example.com", "dora@example.com"])) as MessageId)
})
afterAll(() => server?.stop())

describe("S29 a lost password, with nothing left but the mailbox", () => {
  let bob: TestPerson
  let before: TestPerson

  test("new keys under the same principal, every old session ended, no old message readable", async () => {
    before = await signedInAgain(server, "bob@example.com")
    expect((await open(before, old[0] as MessageId)).verdict).toBe("intact")
    bob = await reset("bob@example.com")
    expect(bob.account.idn).toBe(before.account.idn)
    expect(bob.account.ownChain.map(({ seq, how }) => [seq, how])).toEqual([
      [0, "first"],
      [1, "reset"],
    ])
    expect(bob.account.alarms).toEqual([])
    await expect(before.account.client.account()).rejects.toThrow(code("session.required"))
    for (const id of old) await expect(open(bob, id)).rejects.toThrow(code("not-ready"))
  })

  test("the list says who is waited for, and a new sign-in audits the log without an alarm", async () => {
    const again = await signedInAgain(server, "bob@example.com")
    expect(again.account.alarms).toEqual([])
    const messages = await again.account.client.waitingMessages()
    expect(messages.map(({ id, state }) => [id, state])).toEqual(old.toReversed().map((id) => [id, "waiting"]))
    const inbox = await again.account.client.messages({ folder: "inbox" })
    expect(inbox.messages.every(({ state }) => state === "waiting")).toBe(true)
  })

  test("contacts are stopped: the key is another one", async () => {
    await expect(sendLetter(alice, admin.org, ["bob@example.com"])).rejects.toThrow(code("key-changed"))
  })

  test("under the default a client lets nobody in by itself, the sender is asked", async () => {
    const { letIn, waiting } = await letInByRule(alice.account)
    expect(letIn).toEqual([])
    expect(waiting.map(({ message, address, decision }) => [message, address, decision.kind])).toEqual(
      old.map((id) => [id, "bob@example.com", "ask"]),
    )
    await expect(open(bob, old[0] as MessageId)).rejects.toThrow(code("not-ready"))
  })

  test("the sender says yes: the message opens, its slip says so, and no key is foreign", async () => {
    const [id] = old as [MessageId]
    const letIn = await letInByPerson(alice.account, [{ message: id, address: "bob@example.com" }])
    expect(letIn.map(({ message }) => message)).toEqual([id])
    const message = await open(bob, id)
    expect(message).toMatchObject({
      verdict: "intact",
      alarms: [],
      issuer: { address: "alice@example.com", why: "re-grant" },
    })
    const { people } = await alice.account.client.tracking(id)
    const events = people.find(({ address }) => address === "bob@example.com")?.events.map(({ kind }) => kind)
    expect(events).toContain("regranted")
  })

  test("another reader of the message cannot be made to let in a blind copy, nor after a no of the sender", async () => {
    const [, id] = old as [MessageId, MessageId]
    const { waiting } = await letInByRule(alice.account)
    const asking = readersByPerson(waiting.filter(({ message }) => message === id))[0] ?? expect.fail("nobody asks")
    const cut = createApiClient({
      origin: server.origin,
      session: alice.account.client.session,
      fetch: () => Promise.reject(new TypeError("offline")),
    })
    await expect(decideAbout({ ...alice.account, client: cut }, asking, "refuse")).rejects.toThrow(NetworkError)
    await decideAbout(alice.account, asking, "refuse")
    await decideAbout(alice.account, asking, "refuse")
    expect((await alice.account.client.wanted()).map(({ message }) => message)).not.toContain(id)
    await expect(
      refuseReader(dora.account, { message: old[2] as MessageId, address: "bob@example.com" }),
    ).rejects.toThrow(code("not_found"))
  })
})

describe("S29 the organization lets clients decide", () => {
  const rules = (mode: "auto" | "ask" | "off", wait = 0) =>
    changeRules(admin.account, admin.org, { regrant: { mode, wait } })

  test("only whoever holds the organization's root key may say so", async () => {
    await expect(changeRules(alice.account, admin.org, { regrant: { mode: "auto", wait: 0 } })).rejects.toThrow(
      code("unsupported"),
    )
  })

  test("with a cool-down nothing happens before it ends, on the client's own clock", async () => {
    await rules("auto", 72 * 3600_000)
    const bob = await reset("bob@example.com")
    const first = await letInByRule(alice.account)
    expect(first.letIn).toEqual([])
    expect(first.waiting.map(({ decision }) => decision.kind)).toEqual(["later", "later", "later"])
    // A fresh device has seen the new key only now: its own clock counts.
    const fresh = await signedInAgain(server, "alice@example.com")
    const end = Date.now() + 71 * 3600_000
    expect((await letInByRule(fresh.account, end)).letIn).toEqual([])
    for (const id of old) await expect(open(bob, id)).rejects.toThrow(code("not-ready"))
  })

  test("without one, everything is readable again with nothing to click, by whoever of the readers is there", async () => {
    await rules("auto")
    const bob = await signedInAgain(server, "bob@example.com")
    await open(dora, old[0] as MessageId)
    const byDora = await letInByRule(dora.account)
    expect(byDora.letIn.map(({ message }) => message)).toEqual([old[0]])
    const byAlice = await letInByRule(alice.account)
    expect(byAlice.letIn.map(({ message }) => message)).toEqual(old.slice(1))
    for (const id of old) expect((await open(bob, id)).verdict).toBe("intact")
    const slip = await slipOf(
      await open(alice, old[0] as MessageId),
      await alice.account.client.tracking(old[0] as MessageId),
    )
    expect(slip.holders.find(({ name }) => name === "bob@example.com")?.givenBy).toBe("dora@example.com")
    expect(await bob.account.client.waitingMessages()).toEqual([])
  })

  test("switched off, nobody is asked and the server takes no grant", async () => {
    await rules("off")
    await reset("bob@example.com")
    expect(await letInByRule(alice.account)).toEqual({ letIn: [], waiting: [] })
    await rules("ask")
    expect((await letInByRule(alice.account)).waiting.length).toBe(3)
  })
})
