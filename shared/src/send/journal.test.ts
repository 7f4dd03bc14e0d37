import { beforeEach, describe, expect, it } from "vitest"
import type { Account } from "../account/index.ts"
import { encodeCbor, fromUtf8, newId, randomBytes, toHex, utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { memoryStore, newIdempotencyKey } from "../client/index.ts"
import type { LocalStore } from "../client/index.ts"
import type { MessageId, OrganizationId } from "../wire/index.ts"
import { openSendJournal } from "./journal.ts"
import type { SendRecord } from "./journal.ts"

const key = randomBytes(32)
const account = { idn: newId("idn"), localKey: () => Promise.resolve(key) } as unknown as Account
let store: LocalStore
const record = (): SendRecord => ({
  v: 1,
  id: newIdempotencyKey(),
  startedAt: 1,
  org: newId("org") as OrganizationId,
  msg: newId("msg") as MessageId,
  subject: "Quarterly figures",
  people: ["bob@example.com"],
  files: ["figures.pdf"],
  objects: [],
  ready: false,
})

beforeEach(() => {
  store = memoryStore()
})

describe("the journal of sends", () => {
  it("gives back after a restart what was noted before it", async () => {
    const entry = record()
    await (await openSendJournal(account, store)).put(entry)
    expect(await (await openSendJournal(account, store)).list()).toEqual([entry])
  })

  it("S9 leaves nothing of the message readable on the disk, neither in values nor in names", async () => {
    const journal = await openSendJournal(account, store)
    await journal.put(record())
    await journal.uploads.set("a/upload", utf8("figures.pdf"))
    const rows = (await store.names("")).map(async (name) => {
      const value = (await store.get(name)) as Bytes
      return `${name} ${toHex(value)} ${String.fromCharCode(...value)}`
    })
    expect(rows).toHaveLength(2)
    const disk = (await Promise.all(rows)).join()
    for (const word of ["Quarterly", "bob@example.com", "figures"]) {
      expect(disk).not.toContain(word)
      expect(disk).not.toContain(toHex(utf8(word)))
    }
  })

  it("a value that was changed, or moved to another name, counts as absent", async () => {
    const journal = await openSendJournal(account, store)
    await journal.uploads.set("a", utf8("one"))
    const box = (await store.get("a")) as Bytes
    await store.set("b", box)
    expect(await journal.uploads.get("b")).toBeNull()
    await store.set(
      "a",
      box.map((byte, at) => (at === box.length - 1 ? byte ^ 1 : byte)),
    )
    expect(await journal.uploads.get("a")).toBeNull()
    await store.set("a", box)
    expect(fromUtf8((await journal.uploads.get("a")) as Bytes)).toBe("one")
  })

  it("S64 two windows that begin and end sends at once lose none of each other's", async () => {
    const [one, other] = await Promise.all([openSendJournal(account, store), openSendJournal(account, store)])
    const [first, second, third] = [record(), record(), record()]
    await Promise.all([one.put(first), other.put(second)])
    expect(new Set((await one.list()).map(({ id }) => id))).toEqual(new Set([first.id, second.id]))
    await Promise.all([one.remove(first.id), other.put(third)])
    expect(new Set((await one.list()).map(({ id }) => id))).toEqual(new Set([second.id, third.id]))
  })

  it("S64 what earlier versions noted, with a list beside it, is found; the list goes", async () => {
    const entry = record()
    const journal = await openSendJournal(account, store)
    await journal.uploads.set(`${entry.id}/record`, encodeCbor(entry))
    await journal.uploads.set("sends", encodeCbor([entry.id]))
    expect(await journal.list()).toEqual([entry])
    await journal.remove(entry.id)
    expect(await store.names("")).toEqual([])
  })

  it("what is removed is never taken up again", async () => {
    const journal = await openSendJournal(account, store)
    const [first, second] = [record(), record()]
    await journal.put(first)
    await journal.put(second)
    await journal.remove(first.id)
    expect(await journal.list()).toEqual([second])
    expect(await journal.commit(first.id)).toBeNull()
  })
})
