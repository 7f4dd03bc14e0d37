/** Drafts over the real server: versions, two devices, a device that dies, files, the end with the commit. */
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import SQLite from "better-sqlite3"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Account } from "@smp/shared/account"
import { newId, randomBytes, toBase64url } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { sourceFromBytes } from "@smp/shared/client"
import {
  beginUpload,
  DraftKeeper,
  listDrafts,
  readHeldDraft,
  removeDraft,
  resealDrafts,
  saveDraft,
  sendableDraft,
} from "@smp/shared/drafts"
import type { DraftContent, DraftFile, DraftSaving, OpenedDraft } from "@smp/shared/drafts"
import { openAttachment, readMessage } from "@smp/shared/read"
import { resumeSends, sendSecure } from "@smp/shared/send"
import { MAX_DRAFTS } from "@smp/shared/wire"
import type { DraftId, OrganizationId } from "@smp/shared/wire"
import { draftOf } from "../testing/test-drafts.ts"
import { founder, invite, registered, signedInAgain } from "../testing/test-people.ts"
import type { TestPerson } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

let server: TestServer
let org: OrganizationId
let laptop: TestPerson
let phone: TestPerson
let bob: TestPerson
/** Throwing before or after a request of the phone is a cut line. */
let line: (path: string, method: string, pass: () => Promise<Response>) => Promise<Response>

beforeAll(async () => {
  server = await startTestServer()
  const admin = await founder(server, "admin@example.com", "Example Legal")
  for (const address of ["alice@example.com", "bob@example.com"]) await invite(admin, address)
  org = admin.org
  line = (_path, _method, pass) => pass()
  laptop = await registered(server, "alice@example.com")
  bob = await registered(server, "bob@example.com")
  phone = await onPhone()
})
afterAll(() => server?.stop())

const onPhone = (): Promise<TestPerson> =>
  signedInAgain(server, "alice@example.com", {
    fetch: (url, init) => line(new URL(url).pathname, init.method ?? "GET", () => fetch(url, init)),
    tries: 1,
  })

const content = (text: string, more: Partial<DraftContent> = {}): DraftContent =>
  draftOf(org, text, { to: [{ address: "bob@example.com", name: "Bob" }], subject: "Purchase", ...more })

interface Kept {
  readonly keeper: DraftKeeper
  readonly saving: () => DraftSaving | null
}

/** Saves only when told, so that nothing here depends on the clock. */
function keep(account: Account, id?: DraftId, opened?: Extract<OpenedDraft, { state: "open" }>): Kept {
  let saving: DraftSaving | null = null
  const keeper = new DraftKeeper({
    account,
    ...(id === undefined ? {} : { id }),
    ...(opened === undefined ? {} : { opened }),
    onSaving: (now) => (saving = now),
    onMoved: () => undefined,
    quiet: { here: 3_600_000, server: 3_600_000 },
  })
  return { keeper, saving: () => saving }
}

async function opened(account: Account, id: DraftId): Promise<Extract<OpenedDraft, { state: "open" }>> {
  const held = await readHeldDraft(account, id)
  if (held.state !== "open") throw new Error(held.state)
  return held
}

async function uploaded(account: Account, name: string, bytes: Bytes): Promise<DraftFile> {
  const attachment = { name, type: "text/plain", size: bytes.length, source: sourceFromBytes(bytes), cid: null }
  const upload = beginUpload({ account, org, attachment, onChange: () => undefined })
  const file = await upload.attachment.uploaded?.seal(() => undefined)
  if (file === undefined) throw new Error("no file")
  return { suite: account.keySet.suite, file }
}

const offline = () => {
  line = () => Promise.reject(new TypeError("offline"))
}
const online = () => {
  line = (_path, _method, pass) => pass()
}

async function send(person: TestPerson, id: DraftId): Promise<{ id: string; requests: string[] }> {
  const held = await opened(person.account, id)
  const { draft, options } = sendableDraft(person.account, held.content, Date.now())
  const host = { snapshot: async () => draft, hasChanged: async () => false, finish: async () => undefined }
  const requests: string[] = []
  line = (path, method, pass) => {
    requests.push(`${method} ${path}`)
    return pass()
  }
  const kept = { id, ver: held.ver }
  const sent = await sendSecure({ account: person.account, host, org, journal: person.store, options, draft: kept })
  online()
  return { id: sent.id, requests }
}

describe("S32 drafts", () => {
  test("S32 a draft is written on one device and continued on another, by its author alone", async () => {
    const { keeper, saving } = keep(laptop.account)
    keeper.change(content("Dear Bob"))
    await keeper.flush()
    expect(saving()).toMatchObject({ state: "saved" })
    const there = await opened(phone.account, keeper.id)
    expect(there).toMatchObject({ ver: 1, content: { text: "Dear Bob", subject: "Purchase" }, theirs: null })
    const onPhone = keep(phone.account, keeper.id, there)
    onPhone.keeper.change(content("Dear Bob, the final text"))
    await onPhone.keeper.flush()
    expect((await opened(laptop.account, keeper.id)).content.text).toBe("Dear Bob, the final text")
    expect((await readHeldDraft(bob.account, keeper.id)).state).toBe("gone")
    expect(await bob.account.client.drafts()).toEqual([])
    const foreign = { org, expected: 2, box: toBase64url(randomBytes(100)), objects: [] }
    await expect(bob.account.client.putDraft(keeper.id, foreign)).rejects.toMatchObject({ problem: { version: 0 } })
    await removeDraft(laptop.account, keeper.id)
  })

  test("S32 the same write again changes nothing; another one over a version that is gone is refused with the one that is stored", async () => {
    const id = newId("drf") as DraftId
    const { client } = laptop.account
    const body = { org, expected: 0, box: toBase64url(randomBytes(300)), objects: [] }
    const first = await client.putDraft(id, body)
    expect(await client.putDraft(id, body)).toEqual(first)
    expect((await client.draft(id))?.ver).toBe(1)
    const late = client.putDraft(id, { ...body, box: toBase64url(randomBytes(300)) })
    await expect(late).rejects.toMatchObject({ code: "draft.version_conflict", problem: { version: 1 } })
    expect((await client.draft(id))?.box).toBe(body.box)
    await client.removeDraft(id)
    await expect(client.putDraft(id, { ...body, expected: 1 })).rejects.toMatchObject({ problem: { version: 0 } })
  })

  test("S32 two devices write in one draft: neither text is lost, and nothing is written over without a word", async () => {
    for (const choice of ["both", "mine", "theirs"] as const) {
      const { keeper } = keep(laptop.account)
      keeper.change(content("begun"))
      await keeper.flush()
      const onPhone = keep(phone.account, keeper.id, await opened(phone.account, keeper.id))
      keeper.change(content("from the laptop"))
      await keeper.flush()
      onPhone.keeper.change(content("from the phone"))
      await onPhone.keeper.flush()
      expect(onPhone.saving()).toMatchObject({ state: "conflict", theirs: { content: { text: "from the laptop" } } })
      onPhone.keeper.change(content("from the phone, more"))
      await onPhone.keeper.flush()
      expect((await opened(laptop.account, keeper.id)).content.text).toBe("from the laptop")
      const again = await opened(phone.account, keeper.id)
      expect([again.content.text, again.theirs?.content.text]).toEqual(["from the phone, more", "from the laptop"])
      await onPhone.keeper.resolve(choice)
      const texts = (await listDrafts(laptop.account)).map((head) => head.content?.text ?? "").toSorted()
      const expected = {
        both: ["from the laptop", "from the phone, more"],
        mine: ["from the phone, more"],
        theirs: ["from the laptop"],
      }
      expect(texts).toEqual(expected[choice])
      for (const { id } of await listDrafts(laptop.account)) await removeDraft(laptop.account, id)
    }
  })

  test("S32 without a line the text is kept sealed on the device; a device that died shows it again and saves it", async () => {
    const first = keep(phone.account)
    first.keeper.change(content("before the tunnel"))
    await first.keeper.flush()
    offline()
    first.keeper.change(content("in the tunnel: marker-7c2a91"))
    await first.keeper.flush()
    expect(first.saving()).toEqual({ state: "here", why: "offline" })
    expect((await opened(phone.account, first.keeper.id)).content.text).toContain("in the tunnel")
    expect((await listDrafts(phone.account)).map(({ isHereOnly }) => isHereOnly)).toEqual([true])
    // Its page is gone: nothing of it tries again.
    await first.keeper.leave()
    online()
    const again = keep(phone.account, first.keeper.id, await opened(phone.account, first.keeper.id))
    await again.keeper.flush()
    expect(again.saving()).toMatchObject({ state: "saved" })
    expect((await opened(laptop.account, first.keeper.id)).content.text).toContain("in the tunnel")
    await removeDraft(phone.account, first.keeper.id)
  })

  test("S32 a save whose answer was lost is the own one, whatever is typed since, and ends with the send", async () => {
    const { keeper, saving } = keep(phone.account)
    const cutAfter = async () => {
      line = async (_path, _method, pass) => {
        await pass()
        throw new TypeError("cut")
      }
      await keeper.flush()
    }
    keeper.change(content("one"))
    await cutAfter()
    keeper.change(content("one, two"))
    online()
    await keeper.flush()
    expect(saving()).toMatchObject({ state: "saved" })
    expect((await opened(laptop.account, keeper.id)).content.text).toBe("one, two")
    keeper.change(content("one, two, three"))
    await cutAfter()
    offline()
    keeper.change(content("one, two, three, four"))
    await keeper.flush()
    online()
    const kept = await keeper.beginSend()
    const { draft } = sendableDraft(phone.account, content("one, two, three, four"), Date.now())
    const host = { snapshot: async () => draft, hasChanged: async () => false, finish: async () => undefined }
    await sendSecure({ account: phone.account, host, org, journal: phone.store, draft: kept })
    await keeper.sent()
    expect(await listDrafts(phone.account)).toEqual([])
  })

  test("S32 where the device has no room the server still gets the text, and nothing is called kept that is not", async () => {
    const { keeper, saving } = keep(phone.account)
    const { set } = phone.store
    Object.assign(phone.store, { set: () => Promise.reject(new Error("quota exceeded")) })
    keeper.change(content("no room"))
    await keeper.flush()
    expect(saving()).toMatchObject({ state: "saved" })
    expect((await opened(laptop.account, keeper.id)).content.text).toBe("no room")
    offline()
    keeper.change(content("no room, no line"))
    await keeper.flush()
    expect(saving()).toEqual({ state: "changed" })
    Object.assign(phone.store, { set })
    keeper.change(content("room again"))
    await keeper.flush()
    expect(saving()).toEqual({ state: "here", why: "offline" })
    expect((await opened(phone.account, keeper.id)).content.text).toBe("room again")
    online()
    expect(await keeper.beginSend()).toMatchObject({ id: keeper.id, ver: 1 })
    await keeper.sendStopped(false)
    await keeper.discard()
  })

  test("S32 deleted on one device while another writes in it: what is written goes on as a draft of its own; a deletion is undone", async () => {
    const { keeper } = keep(laptop.account)
    keeper.change(content("begun"))
    await keeper.flush()
    const onPhone = keep(phone.account, keeper.id, await opened(phone.account, keeper.id))
    const undo = await keeper.discard()
    onPhone.keeper.change(content("still writing"))
    await onPhone.keeper.flush()
    expect(onPhone.keeper.id).not.toBe(keeper.id)
    expect((await opened(laptop.account, onPhone.keeper.id)).content.text).toBe("still writing")
    await undo()
    expect((await opened(phone.account, keeper.id)).content.text).toBe("begun")
    for (const id of [keeper.id, onPhone.keeper.id]) await removeDraft(laptop.account, id)
  })

  test("S32 files go up while one writes, stay with the draft, and are sent from another device without a second upload", async () => {
    const bytes = new Uint8Array(700_000).map((_, at) => at % 251)
    const file = await uploaded(laptop.account, "contract.txt", bytes)
    const { keeper } = keep(laptop.account)
    keeper.change(content("with a file", { files: [file] }))
    await keeper.flush()
    const { id, requests } = await send(phone, keeper.id)
    expect(requests.filter((request) => request.includes("/api/uploads"))).toEqual([])
    const message = await readMessage({ account: bob.account, id: id as never })
    const [attachment] = message.attachments
    const pieces: Uint8Array[] = []
    for await (const piece of openAttachment(message, attachment?.obj as never)) pieces.push(piece)
    expect(attachment?.name).toBe("contract.txt")
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true)
    expect(await laptop.account.client.drafts()).toEqual([])
  })

  test("S32 the commit ends its draft in one transaction; a lost answer, a repeat or a crash brings it back nowhere", async () => {
    const { keeper } = keep(phone.account)
    keeper.change(content("to be sent"))
    await keeper.flush()
    const { draft } = sendableDraft(phone.account, (await opened(phone.account, keeper.id)).content, Date.now())
    keeper.change(content("to be sent, last words"))
    const host = { snapshot: async () => draft, hasChanged: async () => false, finish: async () => undefined }
    const kept = await keeper.beginSend()
    line = async (path, method, pass) => {
      const answer = await pass()
      if (path === "/api/messages" && method === "POST") offline()
      return path === "/api/messages" ? Promise.reject(new TypeError("cut")) : answer
    }
    const job = { account: phone.account, host, org, journal: phone.store, draft: kept }
    const sending = sendSecure({ ...job, onHandOver: (key) => keeper.handingOver(key) })
    await expect(sending).rejects.toMatchObject({ isUnknown: true })
    expect(await listDrafts(phone.account).catch(() => [])).toEqual([])
    online()
    expect(await listDrafts(phone.account)).toEqual([])
    expect(await readHeldDraft(phone.account, keeper.id)).toMatchObject({ state: "sent" })
    expect(await laptop.account.client.drafts()).toEqual([])
    expect((await resumeSends(job)).map(({ state }) => state)).toEqual(["handed-over"])
  })

  test("S32 what another device added to a draft that is being sent stays a draft", async () => {
    const { keeper } = keep(laptop.account)
    keeper.change(content("as sent"))
    await keeper.flush()
    const { draft } = sendableDraft(laptop.account, content("as sent"), Date.now())
    const kept = await keeper.beginSend()
    const onPhone = keep(phone.account, keeper.id, await opened(phone.account, keeper.id))
    onPhone.keeper.change(content("as sent, and more"))
    await onPhone.keeper.flush()
    const host = { snapshot: async () => draft, hasChanged: async () => false, finish: async () => undefined }
    await sendSecure({ account: laptop.account, host, org, journal: laptop.store, draft: kept })
    await keeper.sent()
    expect((await listDrafts(laptop.account)).map((head) => head.content?.text)).toEqual(["as sent, and more"])
    await removeDraft(laptop.account, keeper.id)
  })

  test("S32 after the draft key was exchanged every draft opens under the new one, and no more under the old", async () => {
    const saved = await saveDraft(laptop.account, content("under the old key"), null)
    const old = laptop.account.ring.body.dk
    await laptop.account.saveRing(() => ({ dk: randomBytes(32) }))
    await expect(readHeldDraft(laptop.account, saved.id)).rejects.toMatchObject({ code: "open-failed" })
    expect((await listDrafts(laptop.account)).map((head) => head.content)).toEqual([null])
    await resealDrafts(laptop.account, old)
    await resealDrafts(laptop.account, old)
    expect(await opened(laptop.account, saved.id)).toMatchObject({ ver: 2, content: { text: "under the old key" } })
    await removeDraft(laptop.account, saved.id)
  })

  test("S32 no more than a thousand drafts each; nothing of a draft is readable in the server's files", async () => {
    const box = toBase64url(randomBytes(90))
    const { client } = bob.account
    const put = () => client.putDraft(newId("drf") as DraftId, { org, expected: 0, box, objects: [] })
    const database = new SQLite(join(server.dataDir, "db", "organizations", `${org}.db`))
    const insert = database.prepare("insert into draft (id, owner, ver, sealed, saved_at) values (?, ?, 1, x'00', 1)")
    for (let made = 1; made < MAX_DRAFTS; made++) insert.run(newId("drf"), bob.account.idn)
    database.close()
    await put()
    await expect(put()).rejects.toMatchObject({ code: "draft.too_many" })
    const marker = "marker-d41a7e"
    const file = await uploaded(laptop.account, `${marker}-name.txt`, new TextEncoder().encode(`${marker}-in-the-file`))
    await saveDraft(laptop.account, content(`${marker}-text`, { subject: `${marker}-subject`, files: [file] }), null)
    const found = filesBelow(server.dataDir).filter((path) => readFileSync(path).includes(marker))
    expect(found).toEqual([])
  })
})

function filesBelow(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : statSync(path).isFile() ? [path] : []))
}

describe("S14 S32 what fails while a draft is kept", () => {
  test("a device that stores nothing for a while keeps nothing from the server, and stores again what comes after", async () => {
    let isFull = true
    const { store } = laptop.account
    const set: typeof store.set = (key, value) =>
      isFull ? Promise.reject(new Error("no space on this device")) : store.set(key, value)
    const { keeper, saving } = keep({ ...laptop.account, store: { ...store, set } })
    keeper.change(content("no space"))
    await keeper.flush()
    expect(saving()).toMatchObject({ state: "saved" })
    isFull = false
    keeper.change(content("space again"))
    expect(await keeper.beginSend()).toMatchObject({ ver: 1 })
    expect((await opened(laptop.account, keeper.id)).content.text).toBe("space again")
    await keeper.sendStopped(false)
    await keeper.discard()
  })

  test("the line is cut when another device's text is to be met: it is tried again, and nothing is written over", async () => {
    const first = keep(laptop.account)
    first.keeper.change(content("from the laptop"))
    await first.keeper.flush()
    const { id } = first.keeper
    const { account } = await onPhone()
    const second = keep(account, id, await opened(account, id))
    first.keeper.change(content("on the laptop, later"))
    await first.keeper.flush()
    line = (path, method, pass) =>
      method === "GET" && path.includes(id) ? Promise.reject(new TypeError("the line is cut")) : pass()
    second.keeper.change(content("on the phone"))
    await second.keeper.flush()
    expect(second.saving()).toMatchObject({ state: "here", why: "offline" })
    line = (_path, _method, pass) => pass()
    await second.keeper.flush()
    expect(second.saving()).toMatchObject({ state: "conflict", theirs: { content: { text: "on the laptop, later" } } })
  })
})
