import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { expect, test } from "vitest"
import { newId, randomBytes } from "@smp/shared/bytes"
import { openSqlite } from "./dialects/sqlite.ts"
import { draftStore } from "./draft.store.ts"
import { objectStore } from "./object.store.ts"
import * as schema from "./schema/organization.sqlite.ts"

const DAY = 86_400_000

test("S32 an upload stays as long as a draft names it, three days longer, and no longer", async () => {
  const folder = mkdtempSync(join(tmpdir(), "drafts-"))
  const database = openSqlite(
    join(folder, "org.db"),
    schema,
    resolve(import.meta.dirname, "migrations/organization.sqlite"),
  )
  const [drafts, objects] = [draftStore(database), objectStore(database)]
  const [owner, id] = [newId("idn"), newId("drf")]
  const add = async (expiresAt: number): Promise<string> => {
    const object = {
      id: newId("obj"),
      owner,
      header: randomBytes(74),
      length: 106,
      chunks: 1,
      location: randomBytes(16),
    }
    await objects.create({ ...object, expiresAt }, { count: 1_000, bytes: 1e9 })
    return object.id
  }
  const [kept, dropped, alone] = [await add(10 * DAY), await add(10 * DAY), await add(10 * DAY)]
  const expired = async (now: number) => (await objects.expired(now, 100)).map((object) => object.id).toSorted()
  const put = (ver: number, named: string[]) =>
    drafts.put({
      row: { id, owner, ver, sealed: randomBytes(90), savedAt: 20 * DAY },
      objects: named,
      limit: 5,
      keepUntil: 23 * DAY,
    })
  await put(1, [kept, dropped, newId("obj")])
  expect(await expired(20 * DAY)).toEqual([alone])
  expect([await objects.remove(kept), (await objects.remove(alone))?.object]).toEqual([null, alone])
  await put(2, [kept])
  expect(await expired(20 * DAY)).toEqual([])
  expect(await expired(24 * DAY)).toEqual([dropped])
  expect(await drafts.remove(newId("idn"), id, 30 * DAY)).toBe(false)
  expect(await drafts.remove(owner, id, 30 * DAY)).toBe(true)
  expect(await expired(29 * DAY)).toEqual([dropped])
  expect(await expired(31 * DAY)).toEqual([dropped, kept].toSorted())
  database.close()
  rmSync(folder, { recursive: true })
})
