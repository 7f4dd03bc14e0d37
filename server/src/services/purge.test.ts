/** What was destroyed leaves the journal as soon as nobody reads it any more, however long that takes. */
import { mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import SQLite from "better-sqlite3"
import { afterEach, expect, test, vi } from "vitest"
import { openSqlite } from "../data/dialects/sqlite.ts"
import * as schema from "../data/schema/organization.sqlite.ts"
import { purgeFiles } from "./purge.ts"

const MIGRATIONS = resolve(import.meta.dirname, "../data/migrations/organization.sqlite")

afterEach(() => vi.useRealTimers())

test("S33 a reader in another process holds it up, and does not keep it there", async () => {
  const folder = mkdtempSync(join(tmpdir(), "smp-purge-"))
  const file = join(folder, "org.db")
  const database = openSqlite(file, schema, MIGRATIONS)
  const reader = new SQLite(file)
  const journal = () => statSync(`${file}-wal`).size
  reader.exec("BEGIN; SELECT count(*) FROM draft")
  await database.tx((query) =>
    query
      .insert(schema.searchMark)
      .values({ id: 1, leaf: 1 })
      .then(() => undefined),
  )
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] })
  let isAnswered = false
  const faults: unknown[] = []
  void purgeFiles({ database }, (fault) => faults.push(fault)).then(() => (isAnswered = true))
  await vi.advanceTimersByTimeAsync(60_000)
  expect([isAnswered, journal() > 0]).toEqual([true, true])
  reader.exec("COMMIT")
  await vi.advanceTimersByTimeAsync(15_000)
  expect([journal(), faults]).toEqual([0, []])
  reader.close()
  database.close()
  rmSync(folder, { recursive: true })
})
