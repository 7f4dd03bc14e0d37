/** The commit of a message beside the end of an upload that it lists. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { newId, randomBytes } from "@smp/shared/bytes"
import { openSqlite } from "./dialects/sqlite.ts"
import { messageCommit } from "./message-commit.ts"
import type { NewMessage } from "./message-commit.ts"
import { objectStore } from "./object.store.ts"
import * as schema from "./schema/organization.sqlite.ts"
import { spentStore } from "./spent.store.ts"

const MIGRATIONS = resolve(import.meta.dirname, "migrations/organization.sqlite")
const ADDRESS = "alice@example.com"
const sender = newId("idn")
let folder: string
let database: ReturnType<typeof openSqlite<typeof schema>>
let objects: ReturnType<typeof objectStore>
let commit: ReturnType<typeof messageCommit>

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smp-commit-"))
  database = openSqlite(join(folder, "org.db"), schema, MIGRATIONS)
  objects = objectStore(database)
  commit = messageCommit(database)
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

async function uploaded(): Promise<string> {
  const id = newId("obj")
  const [header, location] = [randomBytes(74), randomBytes(16)]
  const object = { id, owner: sender, header, length: 106, chunks: 1, location, expiresAt: 1 }
  await objects.create(object, { count: 1_000, bytes: 1e9 })
  await objects.complete(id, randomBytes(32), randomBytes(32))
  return id
}

function listing({ files = [], body = null }: { files?: string[]; body?: string | null }): NewMessage {
  const id = newId("msg")
  return {
    message: {
      id,
      reference: id.slice(4, 12),
      sender,
      senderAddress: ADDRESS,
      senderName: "",
      sentAt: 1,
      subject: null,
      ctl: { reply: true, all: true, fwd: true, exp: null, fyeo: 0, label: null, rcpt: true },
      thread: null,
      ext: [],
      header: { b: "", k: "", s: "" },
      slip: randomBytes(8),
      core: randomBytes(8),
      body: body === null ? randomBytes(8) : null,
      bodyObject: body,
      bccRecord: randomBytes(8),
      leafMinute: 0,
      acceptedAt: 1,
    },
    recipients: [{ role: "to", position: 0, address: "bob@example.com", name: "" }],
    grants: [],
    tickets: [],
    boxes: [],
    objects: files.map((object) => ({ object, length: 106, origin: null })),
    follows: null,
    leaf: randomBytes(32),
    queue: [],
    idempotency: { identity: sender, key: newId("msg"), request: "request", answer: { id }, expiresAt: 1 },
  }
}

describe("S43 a file that a message lists", () => {
  test("is there: an upload that was dropped or swept meanwhile stops the commit, as file and as body", async () => {
    for (const lists of [(gone: string) => ({ files: [gone] }), (gone: string) => ({ body: gone })]) {
      const [kept, gone] = [await uploaded(), await uploaded()]
      expect((await objects.remove(gone))?.object).toBe(gone)
      const message = listing({ files: [kept], ...lists(gone) })
      expect(await commit(message)).toBe("not_reusable")
      expect(await database.read.select().from(schema.message)).toEqual([])
      expect((await objects.find(kept))?.message).toBeNull()
    }
  })

  test("belongs to one of two messages that list the same upload at once, and is never taken from it", async () => {
    const file = await uploaded()
    const both = [listing({ files: [file] }), listing({ files: [file] })]
    const outcomes = await Promise.all(both.map(commit))
    expect(outcomes).toEqual(["committed", "not_reusable"])
    expect((await objects.find(file))?.message).toBe(both[0]?.message.id)
  })
})

test("S64 a key that is over and comes again makes no second message", async () => {
  const message = listing({})
  const notice = { topic: "notify", payload: randomBytes(8), dueAt: 1 } as const
  expect(await commit({ ...message, queue: [notice] })).toBe("committed")
  expect(await spentStore(database).removeAnswers({ before: 2, most: 10 })).toBe(1)
  expect(await commit({ ...message, queue: [notice] })).toBe("taken")
  expect(await database.read.select().from(schema.message)).toHaveLength(1)
  expect(await database.read.select().from(schema.queue)).toHaveLength(1)
})
