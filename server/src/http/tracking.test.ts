/** Tracking of many messages at once, and the events that reach whoever looks, over the real server. */
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import type { Account } from "@smp/shared/account"
import { sha256 } from "@smp/shared/bytes"
import { proveRequest } from "@smp/shared/client"
import { readMessage, verifyHistory } from "@smp/shared/read"
import { sendSecure } from "@smp/shared/send"
import type { LiveEvent, MessageId, OrganizationId } from "@smp/shared/wire"
import { founder, invite, letterHost, registered, sendLetter, signedInAgain } from "../testing/test-people.ts"
import type { TestPerson } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

let server: TestServer
let org: OrganizationId
let [alice, bob, dora, otherDevice]: TestPerson[] = []
const ends: AbortController[] = []

beforeAll(async () => {
  server = await startTestServer()
  const admin = await founder(server, "admin@example.com", "Example Legal")
  for (const address of ["alice@example.com", "bob@example.com", "dora@example.com"]) await invite(admin, address)
  org = admin.org
  alice = await registered(server, "alice@example.com")
  bob = await registered(server, "bob@example.com")
  dora = await registered(server, "dora@example.com")
  otherDevice = await signedInAgain(server, "alice@example.com", { client: "Other Device/2.5" })
})
afterEach(() => ends.splice(0).forEach((end) => end.abort()))
afterAll(() => server?.stop())

const person = (who: TestPerson | undefined): TestPerson => {
  if (who === undefined) throw new Error("nobody")
  return who
}
const send = (to: string[], file?: Uint8Array<ArrayBuffer>) =>
  sendLetter(person(alice), org, to, file) as Promise<MessageId>
const read = (who: TestPerson | undefined, id: MessageId) => readMessage({ account: person(who).account, id })

interface Watched {
  readonly events: LiveEvent[]
  readonly ended: Promise<void>
  saw(event: object): Promise<void>
}

async function watch(who: TestPerson | undefined): Promise<Watched> {
  const end = new AbortController()
  ends.push(end)
  const events: LiveEvent[] = []
  const ended = person(who).account.client.watch((event) => events.push(event), end.signal)
  const saw = async (wanted: object) => {
    while (!events.some((event) => Object.entries(wanted).every(([key, value]) => event[key as "kind"] === value)))
      await new Promise((done) => setTimeout(done, 20))
  }
  // The line stands once an own commit came back on it.
  const body = { org, box: "AAAA", objects: [] }
  const id = draftOf()
  for (let ver = 0; !events.some(({ kind }) => kind === "draft"); ver++) {
    await person(who).account.client.putDraft(id, { ...body, box: `AAA${"ABCD"[ver % 4]}`, expected: ver })
    await new Promise((done) => setTimeout(done, 100))
  }
  return { events, ended, saw }
}
let drafts = 0
const draftOf = () => `drf_${String((drafts += 1)).padStart(26, "0")}` as never

describe("tracking of many messages", () => {
  test("S36 totals of many own messages in one answer; what is not one's own is not there", async () => {
    const [first, second] = [
      await send(["bob@example.com", "dora@example.com"]),
      await send(["bob@example.com"], new Uint8Array(500)),
    ]
    await read(bob, first)
    const { client } = person(alice).account
    const found = await client.trackingOfMany({ messages: [first, second] })
    expect(
      found.messages.map(({ id, recipients, released, displayed }) => ({ id, recipients, released, displayed })),
    ).toEqual([
      { id: second, recipients: 1, released: 0, displayed: 0 },
      { id: first, recipients: 2, released: 1, displayed: 1 },
    ])
    expect((await person(bob).account.client.trackingOfMany({ messages: [first, second] })).messages).toEqual([])
    const ids = async (only: "not-displayed" | "not-downloaded" | "bounced") =>
      (await client.trackingOfMany({ only })).messages.map(({ id }) => id)
    expect(await ids("not-displayed")).toEqual([second, first])
    expect(await ids("not-downloaded")).toEqual([second])
    expect(await ids("bounced")).toEqual([])
    await read(dora, first)
    expect(await ids("not-displayed")).toEqual([second])
  })

  test("S36 a receipt was sent, and the device has no room to note it: the message is shown all the same", async () => {
    const options = { receipts: true }
    const host = letterHost(person(alice), ["bob@example.com"])
    const sent = await sendSecure({ account: person(alice).account, host, org, journal: person(alice).store, options })
    const { account } = person(bob)
    const set: Account["store"]["set"] = async (key, value) => {
      if (key.startsWith("receipt/")) throw new Error("quota exceeded")
      await account.store.set(key, value)
    }
    const message = await readMessage({ account: { ...account, store: { ...account.store, set } }, id: sent.id })
    expect(message.verdict).toBe("intact")
    const { people } = await person(alice).account.client.tracking(sent.id)
    expect(people[0]?.events.filter(({ kind, evidence }) => kind === "displayed" && evidence !== null)).toHaveLength(1)
  })

  test("S36 pages of 25 go on where the last one ended", async () => {
    const since = Date.now()
    const sent: string[] = []
    for (let made = 0; made < 28; made++) sent.push(await send(["bob@example.com"]))
    const { client } = person(alice).account
    const first = await client.trackingOfMany({ since })
    const rest = await client.trackingOfMany({ since, cursor: first.next ?? "" })
    expect([first.messages.length, rest.messages.length, rest.next]).toEqual([25, 3, null])
    expect([...first.messages, ...rest.messages].map(({ id }) => id).toSorted()).toEqual(sent.toSorted())
  })

  test("S37 an event names the program and version of the client, in its own word, or none that does not look like one", async () => {
    const id = (
      await sendSecure({
        account: person(bob).account,
        host: letterHost(person(bob), ["alice@example.com"]),
        org,
        journal: person(bob).store,
      })
    ).id
    await read(otherDevice, id)
    const { people } = await person(bob).account.client.tracking(id)
    const clients = people[0]?.events.filter(({ kind }) => kind === "displayed").map(({ client }) => client)
    expect(clients).toEqual(["Other Device/2.5"])
    const strange = await signedInAgain(server, "alice@example.com", { client: "x".repeat(80) })
    const other = await send(["alice@example.com"])
    await read(strange, other)
    const own = await person(alice).account.client.tracking(other)
    expect(own.people[0]?.events.every(({ client }) => client === null)).toBe(true)
  })
})

describe("events as they happen", () => {
  test("S36 what happens reaches every client that it concerns, and no other", async () => {
    const [desk, pocket, bobs, doras] = [
      await watch(alice),
      await watch(otherDevice),
      await watch(bob),
      await watch(dora),
    ]
    const id = await send(["bob@example.com"])
    await Promise.all([bobs.saw({ kind: "message", id }), pocket.saw({ kind: "message", id })])
    await read(bob, id)
    await Promise.all([desk.saw({ kind: "tracking", id }), pocket.saw({ kind: "tracking", id })])
    expect(doras.events.filter((event) => "id" in event && event.id === id)).toEqual([])
  })

  test("S36 who has read it is everybody's to see only where the sender chose that: tracking, record, live", async () => {
    const sendTo = (shared: boolean) =>
      sendSecure({
        account: person(alice).account,
        host: letterHost(person(alice), ["bob@example.com", "dora@example.com"]),
        org,
        journal: person(alice).store,
        options: { shared },
      })
    const seenByDora = async (id: MessageId) => {
      const { people } = await person(dora).account.client.tracking(id)
      const message = await readMessage({ account: person(dora).account, id, receipt: false })
      const history = await verifyHistory(message)
      expect(history.problems).toEqual([])
      expect(message.options.share ?? false).toBe(people[0]?.events.length !== 0)
      return [
        people.map(({ events }) => events.some(({ kind }) => kind === "displayed")),
        history.entries.some(({ address }) => address === "bob@example.com"),
      ]
    }
    const [open, own] = [await sendTo(true), await sendTo(false)]
    const [desk, doras] = [await watch(alice), await watch(dora)]
    for (const { id } of [own, open]) {
      await read(bob, id)
      await desk.saw({ kind: "tracking", id })
    }
    await doras.saw({ kind: "tracking", id: open.id })
    expect(doras.events.some((event) => "id" in event && event.id === own.id)).toBe(false)
    expect(await seenByDora(open.id)).toEqual([[true, false], true])
    expect(await seenByDora(own.id)).toEqual([[false, false], false])
    const { people } = await person(alice).account.client.tracking(own.id)
    expect(people[0]?.events.some(({ kind }) => kind === "displayed")).toBe(true)
  })

  test("S36 S51 what a blind copy does is told to the sender alone", async () => {
    const host = letterHost(person(alice), ["bob@example.com"])
    const blind = {
      ...host,
      snapshot: async () => ({ ...(await host.snapshot()), bcc: [{ address: "dora@example.com", name: "" }] }),
    }
    const { id } = await sendSecure({ account: person(alice).account, host: blind, org, journal: person(alice).store })
    const [desk, bobs] = [await watch(alice), await watch(bob)]
    await read(dora, id)
    await desk.saw({ kind: "tracking", id })
    await read(bob, id)
    await bobs.saw({ kind: "tracking", id })
    expect(bobs.events.filter((event) => "id" in event && event.id === id)).toHaveLength(1)
  })

  test("S36 what another process commits arrives too", async () => {
    const id = await send(["bob@example.com"])
    const desk = await watch(alice)
    const insert = `insert into tracking_event (message, address, kind, at) values ('${id}', 'bob@example.com', 'accepted', 1)`
    const file = join(server.dataDir, "db", "organizations", `${org}.db`)
    const code = `new (require("node:sqlite").DatabaseSync)(process.argv[1]).exec(process.argv[2])`
    execFileSync(process.execPath, ["-e", code, file, insert], { stdio: "ignore" })
    await desk.saw({ kind: "tracking", id })
  })

  test("S36 after a cut it goes on where it was; who comes back too late, or from another server, is told to ask again", async () => {
    const first = await openStream(person(dora))
    const draft = draftOf()
    await person(dora).account.client.putDraft(draft, { org, expected: 0, box: "AAAA", objects: [] })
    const seen = await first.next()
    await first.close()
    await person(dora).account.client.removeDraft(draft)
    const second = await openStream(person(dora), seen.id)
    expect((await second.next()).event).toEqual({ kind: "draft", id: draft })
    await second.close()
    const third = await openStream(person(dora), "0123456789ab.7")
    expect((await third.next()).event).toEqual({ kind: "refresh" })
    await third.close()
  })

  test("S36 what happens while the only line is cut is told afterwards, also where nothing had been told before", async () => {
    let cuts = 0
    const laptop = await signedInAgain(server, "dora@example.com", {
      fetch: async (url, init) => {
        const response = await fetch(url, init)
        if (!url.endsWith("/api/events") || (cuts += 1) > 2) return response
        const reader = response.body?.getReader()
        const { value } = (await reader?.read()) ?? {}
        await reader?.cancel()
        await new Promise((done) => setTimeout(done, 200))
        sent.push(await send(["dora@example.com"]))
        return new Response(value, response)
      },
    })
    const sent: MessageId[] = []
    const end = new AbortController()
    ends.push(end)
    const told: LiveEvent[] = []
    void laptop.account.client.watch((event) => told.push(event), end.signal)
    const isTold = (id: MessageId | undefined) => told.some((event) => event.kind === "message" && event.id === id)
    await expect.poll(() => isTold(sent[0]) && isTold(sent[1]), { timeout: 15_000 }).toBe(true)
  })

  test("S36 the ninth line of a person ends the oldest; an ended session ends its line", async () => {
    const phone = await signedInAgain(server, "dora@example.com")
    const lines = []
    for (let made = 0; made < 9; made++) lines.push(await openStream(phone))
    expect((await lines[0]?.next())?.event).toBeNull()
    const [session] = (await phone.account.client.sessions()).sessions.filter(({ current }) => current)
    await person(dora).account.client.endSession(session?.id ?? "")
    expect((await lines[8]?.next())?.event).toEqual({ kind: "signed-out" })
    expect((await lines[8]?.next())?.event).toBeNull()
  })
})

interface Stream {
  /** event null: the line ended. */
  next(): Promise<{ id: string; event: LiveEvent | null }>
  close(): Promise<void>
}

async function openStream({ account }: TestPerson, last?: string): Promise<Stream> {
  const { session } = account.client
  if (session === null) throw new Error("not signed in")
  const target = "/api/events"
  const proof = await proveRequest(session, {
    method: "GET",
    target,
    bodyDigest: sha256(new Uint8Array()),
    time: Date.now(),
  })
  const headers = {
    authorization: `Bearer ${session.token}`,
    "smp-proof": proof,
    ...(last === undefined ? {} : { "last-event-id": last }),
  }
  const response = await fetch(server.origin + target, { headers })
  expect(response.headers.get("content-type")).toBe("text/event-stream")
  const reader = response.body?.getReader()
  if (reader === undefined) throw new Error("no stream")
  let held = ""
  return {
    next: async () => {
      for (;;) {
        const found = /id: (\S+)\ndata: (.*)\n\n/.exec(held)
        if (found !== null) {
          held = held.slice(found.index + found[0].length)
          return { id: found[1] ?? "", event: JSON.parse(found[2] ?? "") as LiveEvent }
        }
        const { done, value } = await reader.read()
        if (done) return { id: "", event: null }
        held += new TextDecoder().decode(value)
      }
    },
    close: () => reader.cancel(),
  }
}
