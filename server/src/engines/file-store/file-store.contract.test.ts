import { createHash, randomBytes } from "node:crypto"
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { diskFileStore } from "./disk.ts"
import { SEGMENT } from "./file-store.ts"
import type { FileStore, StagedObject } from "./file-store.ts"

const folders: string[] = []
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "smp-files-"))
  folders.push(folder)
  return folder
}
const stores: FileStore[] = []
const opened = (store: FileStore): FileStore => {
  stores.push(store)
  return store
}
afterAll(async () => {
  for (const store of stores) await store.close()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** Segments of an object, the last one shorter; a segment's first four bytes say how long a short last one is. */
function newObject(chunks: number, lastLength: number): { object: StagedObject; segments: Buffer[] } {
  const segments = Array.from({ length: chunks }, (_, index) => {
    const segment = randomBytes(index === chunks - 1 ? lastLength : SEGMENT)
    if (index === chunks - 1) segment.writeUInt32BE(lastLength)
    return segment
  })
  return { object: { place: randomBytes(16), chunks }, segments }
}
const digestOf = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(bytes).digest())
const writeAll = async (store: FileStore, object: StagedObject, segments: Buffer[]): Promise<void> => {
  await Promise.all(segments.map((segment, index) => store.write(object, index, segment, digestOf(segment))))
}
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((name) => statSync(name).isFile())

describe.each([{ name: "disk", make: diskFileStore }])("S43 S56 a file store: $name", ({ make }) => {
  test("segments that came in any order are read back as they were, over a restart too", async () => {
    const folder = newFolder()
    const { object, segments } = newObject(35, 1_000)
    const store = opened(make(folder))
    for (const [index, segment] of [...segments.entries()].toReversed())
      if (index % 17 === 0) await store.write(object, index, segment, digestOf(segment))
    expect([...(await store.received(object)).keys()].toSorted((a, b) => a - b)).toEqual([0, 17, 34])
    await writeAll(store, object, segments)
    await store.finish(object)
    const restarted = opened(make(folder))
    for (const [index, segment] of segments.entries())
      expect((await restarted.read(object, index, segment.length)).equals(segment)).toBe(true)
  })

  test("after a kill it offers again what it holds, and nothing whose bytes are gone or other bytes", async () => {
    const folder = newFolder()
    const { object, segments } = newObject(20, 900)
    await writeAll(opened(make(folder)), object, segments)
    expect((await opened(make(folder)).received(object)).size).toBe(20)
    // 16 segments share a file: the second one holds the last four. Cut there, and change a byte in the first.
    const [first = "", second = ""] = filesIn(folder)
      .filter((name) => statSync(name).size > 1_000)
      .toSorted((a, b) => statSync(b).size - statSync(a).size)
    truncateSync(second, SEGMENT + 100)
    const bytes = readFileSync(first)
    bytes.writeUInt8(bytes.readUInt8(5 * SEGMENT + 77) ^ 1, 5 * SEGMENT + 77)
    writeFileSync(first, bytes)
    const held = [...(await opened(make(folder)).received(object)).keys()].toSorted((a, b) => a - b)
    expect(held).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])
  })

  test("what was removed is gone from the disk; other objects stay", async () => {
    const folder = newFolder()
    const store = opened(make(folder))
    const kept = newObject(2, 500)
    const gone = newObject(18, 500)
    const others = [newObject(16, 500), newObject(16, 500)]
    // Behind the uploads' backs one is synced after the other; the removed one has not had its turn.
    await Promise.all([...others, gone, kept].map(({ object, segments }) => writeAll(store, object, segments)))
    await store.remove(gone.object)
    for (const { object } of [...others, kept]) await store.finish(object)
    const before = filesIn(folder)
    await expect(store.read(gone.object, 0, SEGMENT)).rejects.toThrow("ENOENT")
    expect(await store.read(kept.object, 1, 500)).toEqual(kept.segments[1])
    expect(filesIn(folder)).toHaveLength(3)
    // Once more after a restart, when only part of it was still there, and for one of which nothing was ever written.
    await writeAll(store, gone.object, gone.segments)
    const [part = ""] = filesIn(folder).filter((name) => !before.includes(name))
    rmSync(part)
    const restarted = opened(make(folder))
    for (const object of [gone.object, gone.object, newObject(3, 500).object]) await restarted.remove(object)
    expect(filesIn(folder)).toEqual(before)
  })

  test("S58 a name tells neither the place nor which files are one object's", async () => {
    const folder = newFolder()
    const store = opened(make(folder))
    const place = randomBytes(16)
    const { segments } = newObject(33, 500)
    await writeAll(store, { place, chunks: 33 }, segments)
    const names = filesIn(folder).map((name) => name.slice(folder.length).replaceAll(/[^0-9a-f]/g, ""))
    expect(names).toHaveLength(4)
    for (const name of names) {
      expect(name).toMatch(/^[0-9a-f]{64}$/)
      expect(name).not.toContain(place.toString("hex").slice(0, 8))
    }
    expect(new Set(names.map((name) => name.slice(0, 8))).size).toBe(4)
    for (const file of filesIn(folder)) expect(statSync(file).mode & 0o077).toBe(0)
  })

  test("many uploads at once, begun and left alone, hold few files open, and none is lost", async () => {
    const store = opened(make(newFolder()))
    const uploads = Array.from({ length: 300 }, () => newObject(2, 1_000))
    const before = readdirSync("/proc/self/fd").length
    const upload = async ({ object, segments: [, last = Buffer.alloc(0)] }: (typeof uploads)[number]) => {
      await store.received(object)
      await store.write(object, 1, last, digestOf(last))
      return [...(await store.received(object)).keys()]
    }
    const held = await Promise.all(uploads.map(upload))
    expect(held.every((indexes) => indexes.join() === "1")).toBe(true)
    expect(readdirSync("/proc/self/fd").length - before).toBeLessThan(100)
  })
})
