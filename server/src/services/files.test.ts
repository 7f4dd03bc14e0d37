/** Chunks that arrive late, beside the end of their upload: the real store on the real disk. */
import { createHash } from "node:crypto"
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { hash, newId, randomBytes, toBase64url } from "@smp/shared/bytes"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { openSqlite } from "../data/dialects/sqlite.ts"
import * as schema from "../data/schema/organization.sqlite.ts"
import { cryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"
import { diskFileStore } from "../engines/file-store/disk.ts"
import type { FileStore } from "../engines/file-store/file-store.ts"
import { filesService } from "./files.service.ts"
import type { ArrivingChunks, Files } from "./files.service.ts"
import { storesOf } from "./organization-house.ts"
import type { OpenOrganization, OrganizationHouse } from "./organization-house.ts"

const MIGRATIONS = resolve(import.meta.dirname, "../data/migrations/organization.sqlite")
const HEADER = 74
const LENGTH = 500
const owner = newId("idn")
let folder: string
let organization: OpenOrganization
let store: FileStore
let files: Files
/** What happens while an upload ends. */
let beforeFinish: () => Promise<void> = () => Promise.resolve()
/** Before the files of an object go. */
let beforeRemove: () => Promise<void> = () => Promise.resolve()
const faults: unknown[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smp-late-"))
  const database = openSqlite(join(folder, "org.db"), schema, MIGRATIONS)
  const id = newId("org") as OpenOrganization["id"]
  organization = { id, name: "", database, engine: cryptoEngine(randomBytes(32)), ...storesOf(database) }
  const house = {
    all: () => [organization],
    get: () => organization,
  } as Partial<OrganizationHouse> as OrganizationHouse
  store = diskFileStore(join(folder, "files"))
  const finish: FileStore["finish"] = (object) => beforeFinish().then(() => store.finish(object))
  const most = { openUploads: 1_000, openUploadBytes: 1e9 }
  const remove: FileStore["remove"] = (object) => beforeRemove().then(() => store.remove(object))
  const report = (fault: unknown) => void faults.push(fault)
  files = filesService({ house, store: { ...store, finish, remove }, now: Date.now, hasRoom: () => true, report, most })
})
afterEach(async () => {
  beforeFinish = () => Promise.resolve()
  beforeRemove = () => Promise.resolve()
  faults.length = 0
  await store.close()
  organization.database.close()
  rmSync(folder, { recursive: true })
})

/** A segment whose first four bytes say how long it is. */
function segment(): Uint8Array<ArrayBuffer> {
  const bytes = randomBytes(LENGTH)
  new DataView(bytes.buffer).setUint32(0, LENGTH)
  return bytes
}
const digestOf = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest())
const kept = () =>
  readdirSync(join(folder, "files"), { recursive: true })
    .map((name) => join(folder, "files", String(name)))
    .filter((name) => statSync(name).isFile())

/** An upload of one chunk that is on the disk, and a request with another chunk that still waits on the line. */
async function begun(obj = newId("obj")) {
  const [header, bytes] = [randomBytes(HEADER), segment()]
  const shape = { obj, org: organization.id, header: toBase64url(header), length: HEADER + LENGTH, chunks: 1 }
  await files.create(owner, shape)
  const arriving = (chunk: Uint8Array, until: Promise<unknown>): ArrivingChunks => ({
    digests: [digestOf(chunk)],
    length: LENGTH,
    receive: async (_, take) => {
      await until
      await take({ position: 0, bytes: chunk, digest: digestOf(chunk) })
    },
  })
  await files.putChunks(owner, obj, { first: 0, chunks: arriving(bytes, Promise.resolve()) })
  let arrives: () => void = () => undefined
  const line = new Promise<void>((done) => (arrives = done))
  const late = files.putChunks(owner, obj, { first: 0, chunks: arriving(segment(), line) })
  const root = toBase64url(hash("segments", header, digestOf(bytes)))
  return { obj, bytes, root, lateChunk: () => (arrives(), late) }
}

describe("S43 a chunk that arrives late", () => {
  test("changes nothing of an upload that is complete, and leaves nothing behind", async () => {
    const { obj, bytes, root, lateChunk } = await begun()
    await files.complete(owner, obj, root)
    await lateChunk()
    expect(await files.readChunk(organization, obj, 0)).toEqual(Buffer.from(bytes))
    expect(kept()).toHaveLength(1)
  })

  test("does not bring back the files of an upload that was dropped", async () => {
    const { obj, lateChunk } = await begun()
    await files.abort(owner, obj)
    await expect(lateChunk()).rejects.toMatchObject({ code: "not_found" })
    expect(kept()).toEqual([])
  })

  test("is not lost in between: while its upload ends it is refused, to come again", async () => {
    const { obj, bytes, root, lateChunk } = await begun()
    beforeFinish = () => expect(lateChunk()).rejects.toMatchObject({ code: "service.unavailable" })
    await files.complete(owner, obj, root)
    expect(await files.readChunk(organization, obj, 0)).toEqual(Buffer.from(bytes))
    expect.assertions(2)
  })
})

describe("R31 the end of an object", () => {
  const owed = () => organization.objects.removals(0, 10)
  const killed = () => Promise.reject(new Error("killed"))

  test("is carried out later where the process ended between its row and its files", async () => {
    const { obj } = await begun()
    beforeRemove = killed
    await files.abort(owner, obj)
    await expect(files.state(owner, obj)).rejects.toMatchObject({ code: "not_found" })
    expect([kept().length, (await owed()).length, faults.length]).toEqual([2, 1, 1])
    // It begins anew under the same name meanwhile: those files are other ones.
    const again = await begun(obj)
    beforeRemove = () => Promise.resolve()
    await files.sweep(Date.now())
    expect([kept().length, await owed()]).toEqual([2, []])
    await files.complete(owner, obj, again.root)
    expect(await files.readChunk(organization, obj, 0)).toEqual(Buffer.from(again.bytes))
  })

  test("does not come where it was kept for longer since the sweep looked", async () => {
    const { obj } = await begun()
    const later = Date.now() + 4 * 24 * 3600_000
    // What stages a message, or a draft that lets go of a file, does in its own transaction.
    const keep = () =>
      organization.database.tx((query) =>
        query
          .update(schema.object)
          .set({ expiresAt: later + 1 })
          .then(() => undefined),
      )
    const { expired } = organization.objects
    organization.objects.expired = async (...asked) => {
      const found = await expired(...asked)
      await keep()
      return found
    }
    await files.sweep(later)
    expect((await files.state(owner, obj)).obj).toBe(obj)
    expect([kept().length, await owed()]).toEqual([2, []])
    await files.sweep(later + 2)
    expect([kept(), await owed()]).toEqual([[], []])
  })
})
