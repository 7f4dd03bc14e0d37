import { beforeEach, describe, expect, it } from "vitest"
import type { Account } from "../account/index.ts"
import { fromUtf8, newId, randomBytes, toHex, utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { newIdempotencyKey } from "../client/index.ts"
import type { MessageId, OrganizationId } from "../wire/index.ts"
import { openSendJournal } from "./journal.ts"
import type { SendRecord } from "./journal.ts"

const key = randomBytes(32)
const account = { idn: newId("idn"), localKey: () => Promise.resolve(key) } as unknown as Account
let entries: Map<string, Bytes>
const store = {
  get: (name: string) => Promise.resolve(entries.get(name) ?? null),
  set: (name: string, value: Bytes) => Promise.resolve(void entries.set(name, value)),
  delete: (name: string) => Promise.resolve(void entries.delete(name)),
}
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
  entries = new Map()
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
    const disk = [...entries].map(([name, value]) => `${name} ${toHex(value)} ${String.fromCharCode(...value)}`).join()
    for (const word of ["Quarterly", "bob@example.com", "figures"]) {
      expect(disk).not.toContain(word)
      expect(disk).not.toContain(toHex(utf8(word)))
    }
  })

  it("a value that was changed, or moved to another name, counts as absent", async () => {
    const journal = await openSendJournal(account, store)
    await journal.uploads.set("a", utf8("one"))
    const box = entries.get("a") as Bytes
    entries.set("b", box)
    expect(await journal.uploads.get("b")).toBeNull()
    entries.set(
      "a",
      box.map((byte, at) => (at === box.length - 1 ? byte ^ 1 : byte)),
    )
    expect(await journal.uploads.get("a")).toBeNull()
    entries.set("a", box)
    expect(fromUtf8((await journal.uploads.get("a")) as Bytes)).toBe("one")
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
