/** The own mailbox over HTTP: search, folders, labels, conversations, and forwards that list uploads again. */
import { join } from "node:path"
import SQLite from "better-sqlite3"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { newId, randomBytes } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import type { LocalStore } from "@smp/shared/client"
import { forwardDraft, openAttachment, openHiddenSubjects, readMessage, replyDraft, slipOf } from "@smp/shared/read"
import { sendSecure } from "@smp/shared/send"
import type { Draft, SendOptions } from "@smp/shared/send"
import { messageId } from "@smp/shared/wire"
import type { MessageId, MessageQuery, OrganizationId } from "@smp/shared/wire"
import { founder, invite, letterHost, registered } from "../testing/test-people.ts"
import type { TestPerson } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

let server: TestServer
let org: OrganizationId
let alice: TestPerson
let bob: TestPerson
let dora: TestPerson

beforeAll(async () => {
  server = await startTestServer()
  const admin = await founder(server, "alice@example.com", "Example Legal")
  ;({ org } = admin)
  alice = admin
  for (const address of ["bob@example.com", "dora@example.com"]) await invite(admin, address)
  ;[bob, dora] = await Promise.all([registered(server, "bob@example.com"), registered(server, "dora@example.com")])
}, 60_000)
afterAll(() => server?.stop())

const people = (...addresses: string[]) => addresses.map((address) => ({ address, name: "" }))

async function send(
  from: TestPerson,
  change: Partial<Draft> & { file?: Bytes },
  options: Partial<SendOptions> = {},
): Promise<MessageId> {
  const { file, ...rest } = change
  const host = letterHost(from, [], file)
  const draft = { ...(await host.snapshot()), ...rest }
  const snapshot = () => Promise.resolve(draft)
  return (await sendSecure({ account: from.account, host: { ...host, snapshot }, org, journal: from.store, options }))
    .id
}
const open = (who: TestPerson, id: MessageId) => readMessage({ account: who.account, id })
const found = async (who: TestPerson, query: Partial<MessageQuery>): Promise<string[]> =>
  (await who.account.client.findMessages({ folder: "all", ...query })).messages.map(({ id }) => id)
const subjectsIn = async (who: TestPerson, folder: MessageQuery["folder"]): Promise<(string | null)[]> =>
  (await who.account.client.findMessages({ folder })).messages.map(({ subject }) => subject)
const change = (text: string, ...values: unknown[]): void => {
  const database = new SQLite(join(server.dataDir, "db", "organizations", `${org}.db`))
  expect(database.prepare(text).run(...values).changes).toBeGreaterThan(0)
  database.close()
}
async function wholeFile(who: TestPerson, id: MessageId): Promise<Buffer> {
  const message = await open(who, id)
  const pieces: Bytes[] = []
  const [file] = message.attachments
  if (file === undefined) throw new Error("no file")
  for await (const piece of openAttachment(message, file.obj)) pieces.push(piece)
  return Buffer.concat(pieces)
}

describe("S31 forward", () => {
  test("lists the same upload again; its new reader gets it by the new message alone; the sender is told", async () => {
    const file = new Uint8Array(600_000).fill(7)
    const id = await send(alice, { to: people("bob@example.com"), subject: "Plan", file })
    const begun = forwardDraft(await open(bob, id))
    expect(begun.subject).toBe("Fwd: Plan")
    expect(begun.text).toContain("the text")
    const passed = await send(bob, {
      ...begun,
      to: people("dora@example.com"),
      from: people("bob@example.com")[0] as never,
    })
    const read = await open(dora, passed)
    expect(read.verdict).toBe("intact")
    expect(read.attachments[0]?.obj).toBe((await open(alice, id)).attachments[0]?.obj)
    expect((await wholeFile(dora, passed)).equals(Buffer.from(file))).toBe(true)
    // The object is one; by the first message it is still not there for its new reader.
    const obj = read.attachments[0]?.obj
    await expect(dora.account.client.attachment(id, obj as never)).rejects.toMatchObject({ code: "not_found" })
    // The one who passed it on is told what became of it there, and decides about it here (M13).
    const told = async (who: TestPerson) =>
      (await slipOf(await open(who, passed), await who.account.client.tracking(passed))).files[0]?.isOriginRecalled
    expect(await told(bob)).toBeUndefined()
    change("update attachment set recalled_at = 1 where message = ?", id)
    expect([await told(bob), await told(dora)]).toEqual([true, undefined])
    change("update attachment set recalled_at = null where message = ?", id)
    const kinds = async (who: TestPerson) =>
      (await slipOf(await open(who, id), await who.account.client.tracking(id))).people[0]?.events.map(
        ({ kind }) => kind,
      )
    expect(await kinds(alice)).toContain("forwarded")
    const answer = replyDraft(await open(bob, id), "reply")
    await send(bob, { ...answer, from: people("bob@example.com")[0] as never })
    expect(await kinds(alice)).toContain("replied")
  })

  test("nobody passes on what was not given, was switched off, or is recalled at the commit", async () => {
    const file = randomBytes(1_000)
    const id = await send(alice, { to: people("bob@example.com"), subject: "Kept", file })
    const begun = forwardDraft(await open(bob, id))
    const mail = { ...begun, subject: "Taken", thread: null, follows: null, to: people("dora@example.com") }
    const refused = expect.objectContaining({ code: "message.refused" }) as Error
    // Dora knows object and key by accident, and has no message that lists it.
    await expect(
      send(dora, { ...mail, to: people("bob@example.com"), from: people("dora@example.com")[0] as never }),
    ).rejects.toEqual(refused)
    const from = people("bob@example.com")[0] as never
    change("update attachment set recalled_at = 1 where message = ?", id)
    await expect(send(bob, { ...mail, from })).rejects.toEqual(refused)
    change("update attachment set recalled_at = null where message = ?", id)
    change("update message set suspended_at = 1 where id = ?", id)
    await expect(send(bob, { ...mail, from })).rejects.toEqual(refused)
    change("update message set suspended_at = null where id = ?", id)
    change("delete from grant_ where message = ? and principal = ?", id, bob.account.idn)
    await expect(send(bob, { ...mail, from })).rejects.toEqual(refused)
    const still = await send(alice, { to: people("bob@example.com"), subject: "Stays", file }, { forward: false })
    const own = {
      ...forwardDraft(await open(bob, still)),
      thread: null,
      follows: null,
      to: people("dora@example.com"),
      from,
    }
    await expect(send(bob, own)).rejects.toEqual(refused)
    expect(await subjectsIn(dora, "inbox")).not.toContain("Taken")
  })
})

describe("S31 conversations", () => {
  test("each sees the messages that he may see, and how many there are; to others there is no conversation", async () => {
    const root = await send(alice, { to: people("bob@example.com", "dora@example.com"), subject: "Round" })
    const answer = replyDraft(await open(bob, root), "reply")
    await send(bob, { ...answer, from: people("bob@example.com")[0] as never })
    const thread = async (who: TestPerson) =>
      (await who.account.client.thread(root)).messages.map(({ subject }) => subject)
    expect(await thread(alice)).toEqual(["Round", "Re: Round"])
    expect(await thread(bob)).toEqual(["Round", "Re: Round"])
    expect(await thread(dora)).toEqual(["Round"])
    const row = async (who: TestPerson) => (await who.account.client.message(root)).row.thread
    expect([await row(alice), await row(dora)]).toEqual([
      { root, count: 2 },
      { root, count: 1 },
    ])
    const secret = await send(alice, { to: people("bob@example.com"), subject: "Two" })
    await expect(dora.account.client.thread(secret)).rejects.toMatchObject({ code: "not_found" })
  })
})

describe("S31 S23 folders and labels", () => {
  test("a message to oneself lies in inbox and sent; archive, trash and back never collide; gone leaves the message", async () => {
    const id = await send(alice, { to: people("alice@example.com"), subject: "Note to self" })
    const { client } = alice.account
    const where = async () => {
      const folders = ["inbox", "sent", "archive", "trash"] as const
      const held = await Promise.all(folders.map(async (folder) => [folder, await subjectsIn(alice, folder)] as const))
      return held.filter(([, subjects]) => subjects.includes("Note to self")).map(([folder]) => folder)
    }
    expect(await where()).toEqual(["inbox", "sent"])
    await client.placeAll({ ids: [id], from: "inbox", to: "trash" })
    expect(await where()).toEqual(["sent", "trash"])
    await client.placeAll({ ids: [id], from: "sent", to: "trash" })
    expect(await where()).toEqual(["trash"])
    await client.placeAll({ ids: [id], from: "trash", to: "restore" })
    expect(await where()).toEqual(["inbox", "sent"])
    await client.placeAll({ ids: [id], to: "trash" })
    await client.placeAll({ ids: [id], from: "trash", to: "gone" })
    expect(await where()).toEqual([])
    expect((await open(alice, id)).text).toBe("the text")
  })

  test("one call for many; a foreign one among them changes nothing; nothing goes where it never was", async () => {
    const mine = await send(alice, { to: people("bob@example.com"), subject: "Mine" })
    const foreign = await send(alice, { to: people("dora@example.com"), subject: "Not for Bob" })
    const { client } = bob.account
    await expect(client.placeAll({ ids: [mine, foreign], to: "archive" })).rejects.toMatchObject({ code: "not_found" })
    await expect(client.placeAll({ ids: [mine], to: "sent" })).rejects.toMatchObject({ code: "request.malformed" })
    expect(await subjectsIn(bob, "inbox")).toContain("Mine")
    const counted = async () => (await client.mailbox()).folders.find(({ folder }) => folder === "inbox")?.unread ?? 0
    const before = await counted()
    await client.placeAll({ ids: [mine], unread: false })
    expect(await counted()).toBe(before - 1)
    expect(await found(bob, { unread: true })).not.toContain(mine)
  })

  test("S49 labels are one's own, sealed in the database; put on, listed, renamed, removed", async () => {
    const id = await send(alice, { to: people("bob@example.com"), subject: "Labelled" })
    const { client } = bob.account
    const label = await client.addLabel({ name: "Zyxwvut-Vertrag", color: "green" })
    await client.placeAll({ ids: [id], label: { id: label.id, on: true } })
    expect(await found(bob, { label: label.id })).toEqual([id])
    expect((await client.message(id)).row.labels).toEqual([label.id])
    expect((await alice.account.client.message(id)).row.labels).toEqual([])
    await expect(alice.account.client.placeAll({ ids: [id], label: { id: label.id, on: true } })).rejects.toMatchObject(
      { code: "not_found" },
    )
    const database = new SQLite(join(server.dataDir, "db", "organizations", `${org}.db`), { readonly: true })
    expect(JSON.stringify(database.prepare("select * from label").all())).not.toContain("Zyxwvut")
    database.close()
    await client.changeLabel(label.id, { name: "Contracts", color: "red" })
    expect((await client.mailbox()).labels).toEqual([{ id: label.id, name: "Contracts", color: "red" }])
    await client.removeLabel(label.id)
    expect((await client.mailbox()).labels).toEqual([])
    expect((await client.message(id)).row.labels).toEqual([])
  })
})

describe("S51 search", () => {
  test("by beginnings of words of subject and people, umlauts in both spellings, day, files; nothing typed is syntax", async () => {
    const id = await send(alice, {
      to: [{ address: "bob@example.com", name: "Jörg Müller" }],
      subject: "Größere Änderung am Kaufvertrag",
      file: randomBytes(10),
    })
    for (const q of ["kaufv", "KAUFVERTRAG änd", "groessere", "größere", "mueller", "Müller", "jorg bob@example.com"])
      expect([q, await found(bob, { q })]).toEqual([q, [id]])
    expect(await found(bob, { from: "alice", to: "müller", q: "kauf", withFiles: true })).toEqual([id])
    expect(await found(bob, { q: "kauf", before: Date.now() - 60_000 })).toEqual([])
    expect(await found(bob, { q: "kauf", after: Date.now() - 60_000, folder: "inbox" })).toEqual([id])
    expect(await found(bob, { q: "kauf", folder: "archive" })).toEqual([])
    for (const q of [`"`, `kauf" OR "a`, "kauf* NOT x", "NEAR(kauf", "own : o", "{sender} : kauf", "%"])
      expect([q, await found(bob, { q })]).toEqual([q, []])
  })

  test("S17 nobody finds a message of others, nor by a blind copy; the sender does", async () => {
    const id = await send(alice, {
      to: people("bob@example.com"),
      bcc: people("dora@example.com"),
      subject: "Quittung Blindkopie",
    })
    expect(await found(bob, { q: "blindkopie" })).toEqual([id])
    expect(await found(bob, { q: "blindkopie dora" })).toEqual([])
    expect(await found(bob, { to: "dora", q: "blindkopie" })).toEqual([])
    expect(await found(dora, { q: "blindkopie" })).toEqual([id])
    expect(await found(alice, { q: "blindkopie dora" })).toEqual([id])
    const other = await send(alice, { to: people("bob@example.com"), subject: "Blindkopie anderswo" })
    expect(await found(dora, { q: "anderswo" })).toEqual([])
    expect(await found(bob, { ids: [id, other] })).toHaveLength(2)
    expect(await found(dora, { ids: [other] })).toEqual([])
  })

  test("a hidden subject is found only where it was opened, sealed on that device", async () => {
    const id = await send(alice, { to: people("bob@example.com"), subject: "Übernahme Krokus" }, { hideSubject: true })
    expect(await found(bob, { q: "krokus" })).toEqual([])
    let isFull = true
    const set: LocalStore["set"] = (key, value) =>
      isFull ? Promise.reject(new Error("quota exceeded")) : bob.store.set(key, value)
    const subjects = await openHiddenSubjects(bob.account, { ...bob.store, set })
    expect(subjects.find("krokus")).toEqual([])
    const other = { id: messageId.parse(newId("msg")), subject: "Anderes", isSubjectHidden: true }
    await expect(subjects.note(other)).rejects.toThrow("quota exceeded")
    // Room again: what could not be kept then holds up nothing.
    isFull = false
    await subjects.note(await open(bob, id))
    const again = await openHiddenSubjects(bob.account, bob.store)
    expect(again.find("ubernahme KROK")).toEqual([id])
    expect(Buffer.from((await bob.store.get("hidden-subjects")) ?? []).toString("latin1")).not.toContain("Krokus")
    expect((await openHiddenSubjects(dora.account, bob.store)).all().size).toBe(0)
  })

  test("pages go on where they ended, without a gap or a repetition", async () => {
    const sent: string[] = []
    for (let at = 0; at < 3; at++)
      sent.push(await send(alice, { to: people("dora@example.com"), subject: `Seite ${at}` }))
    const database = new SQLite(join(server.dataDir, "db", "organizations", `${org}.db`), { readonly: true })
    expect(database.prepare("select count(*) from search where search match 'seite'").pluck().get()).toBeTypeOf(
      "number",
    )
    database.close()
    const first = await dora.account.client.findMessages({ folder: "all", q: "seite" })
    expect(first.messages.map(({ id }) => id)).toEqual(sent.toReversed())
    const middle = first.messages[0]
    const rest = await found(dora, { q: "seite", cursor: `${middle?.sentAt}.${middle?.id}` })
    expect(rest).toEqual(sent.toReversed().slice(1))
    expect(await found(dora, { folder: "inbox", cursor: `${middle?.sentAt}.${middle?.id}` })).toEqual(
      expect.arrayContaining(rest),
    )
  })
})
