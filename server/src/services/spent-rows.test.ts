/** What has served goes, and nothing else: real SQLite, a database that an earlier version has written too. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import SQLite from "better-sqlite3"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { openSqlite } from "../data/dialects/sqlite.ts"
import * as schema from "../data/schema/organization.sqlite.ts"
import { storesOf } from "./organization-house.ts"
import { sweepSpentRows } from "./spent-rows.ts"

const MIGRATIONS = resolve(import.meta.dirname, "../data/migrations/organization.sqlite")
const DAY_MS = 24 * 3600_000
const NOW = 100 * DAY_MS
let folder: string
let database: ReturnType<typeof openSqlite<typeof schema>>

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smp-spent-"))
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

const file = () => join(folder, "org.db")
const open = (migrations = MIGRATIONS) => (database = openSqlite(file(), schema, migrations))

/** The migrations as they were before there was a sweep. */
function earlierMigrations(): string {
  const earlier = join(folder, "migrations")
  cpSync(MIGRATIONS, earlier, { recursive: true })
  const journal = join(earlier, "meta/_journal.json")
  const { entries, ...rest } = JSON.parse(readFileSync(journal, "utf8")) as { entries: { idx: number }[] }
  writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.filter(({ idx }) => idx < 6) }))
  return earlier
}

/** Answers that are over and one that is not; rows of ProcessQ in every state and age. */
function fill(): void {
  const writer = new SQLite(file())
  const answer = writer.prepare("INSERT INTO idempotency VALUES ('idn_a', ?, 'request', '{}', ?)")
  const row = writer.prepare(
    "INSERT INTO queue (topic, payload, due_at, attempts, lease_until, done_at, dead_at) VALUES ('notify', ?, 1, 1, 0, ?, ?)",
  )
  const copy = writer.prepare("INSERT INTO staged VALUES ('idn_a', ?, 'msg_a', 'request', 'sealed', 1, ?)")
  writer.transaction(() => {
    for (let i = 0; i < 25; i++) copy.run(`old ${i}`, NOW - 1 - i)
    copy.run("live", NOW)
    for (let i = 0; i < 1000; i++) answer.run(`old ${i}`, NOW - 1 - i)
    answer.run("live", NOW)
    for (let i = 0; i < 700; i++) row.run("", NOW - 8 * DAY_MS, null)
    for (let i = 0; i < 5; i++) row.run("given up", null, NOW - 8 * DAY_MS)
    row.run("", NOW - 6 * DAY_MS, null)
    row.run("given up yesterday", null, NOW - DAY_MS)
    row.run("waits for months", null, null)
  })()
  writer.close()
}
const answers = async () => (await database.read.select().from(schema.idempotency)).map(({ key }) => key)
const rows = async () => (await database.read.select().from(schema.queue)).map(({ payload }) => payload.toString())

describe("S64 what has served", () => {
  test("goes, also from what an earlier version kept; what is open, recent or still asked for stays", async () => {
    open(earlierMigrations()).close()
    fill()
    open()
    await sweepSpentRows([storesOf(database)], NOW)
    expect(await answers()).toEqual(["live"])
    expect((await database.read.select().from(schema.staged)).map(({ key }) => key)).toEqual(["live"])
    expect(await rows()).toEqual(["", "given up yesterday", "waits for months"])
  })

  test("goes in small pieces, each by an index, so that nobody's write waits for all of it", async () => {
    open()
    fill()
    const pieces: number[] = []
    const { write } = database
    database.write = (plan) => (pieces.push(plan.length), write(plan))
    await sweepSpentRows([storesOf(database)], NOW)
    expect(pieces).toEqual([300, 300, 300, 100, 300, 300, 105, 10, 10, 5])
    const reader = new SQLite(file(), { readonly: true })
    const plan = (where: string) => JSON.stringify(reader.prepare(`EXPLAIN QUERY PLAN SELECT * FROM ${where}`).all())
    expect(plan("idempotency WHERE expires_at < 1")).toContain("idempotency_expiry")
    expect(plan("queue WHERE done_at < 1")).toContain("queue_due")
    expect(plan("queue WHERE done_at IS NULL AND dead_at < 1")).toContain("queue_due")
    reader.close()
  })
})
