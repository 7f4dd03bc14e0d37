/** What waits for the disk: plans in the writer thread and transactions beside them, on one real file. */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import SQLite from "better-sqlite3"
import { sql } from "drizzle-orm"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { Database, Query } from "../database.ts"
import { continueFrom, leafStep, newestLeaf } from "../leaf-appender.ts"
import { Conflict, insertStep } from "../plan.ts"
import type { Plan } from "../plan.ts"
import * as schema from "../schema/organization.sqlite.ts"
import type { OrganizationSchema } from "../schema/organization.ts"
import { openSqlite } from "./sqlite.ts"

const MIGRATIONS = resolve(import.meta.dirname, "../migrations/organization.sqlite")
let folder: string
let database: Database<OrganizationSchema>

const open = () => openSqlite(join(folder, "org.db"), schema, MIGRATIONS)
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smp-plans-"))
  database = open()
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

const destroyed = (message: string, t = database.t) => insertStep(database.read, t.destroyed)({ message, signed })
const signed = { b: "AA", k: "AA", s: "AA" }
const held = async () => (await database.read.select().from(database.t.destroyed)).map(({ message }) => message)
const leaf = () => leafStep(database)(new Uint8Array(3))

describe("S45 plans in the writer thread", () => {
  test("are there when they are answered, for this connection and every other", async () => {
    await database.write([destroyed("one"), destroyed("two")])
    expect(await held()).toEqual(["one", "two"])
    const other = new SQLite(join(folder, "org.db"), { readonly: true })
    expect(other.prepare("SELECT signed FROM destroyed").pluck().all()).toEqual(Array(2).fill(JSON.stringify(signed)))
    other.close()
  })

  test("one that cannot be leaves nothing, and those that shared its commit are whole", async () => {
    await database.write([destroyed("taken")])
    const plans: Plan[] = Array.from({ length: 40 }, (_, i) =>
      i % 4 === 1 ? [leaf(), destroyed(`part ${i}`), destroyed("taken")] : [leaf(), destroyed(`whole ${i}`)],
    )
    const outcomes = await Promise.allSettled(plans.map((plan) => database.write(plan)))
    for (const [i, outcome] of outcomes.entries()) {
      expect(outcome.status).toBe(i % 4 === 1 ? "rejected" : "fulfilled")
      if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(Conflict)
    }
    const wanted = plans.flatMap((_, i) => (i % 4 === 1 ? [] : [`whole ${i}`]))
    expect(await held()).toEqual(["taken", ...wanted])
    const leaves = await database.read.select({ idx: database.t.logLeaf.idx }).from(database.t.logLeaf)
    expect(leaves.map(({ idx }) => idx)).toEqual(wanted.map((_, i) => i))
  })

  test("a fault that is no conflict is told as what it is", async () => {
    const plan = [{ text: "INSERT INTO nowhere VALUES (1)", values: [] }]
    await expect(database.write(plan)).rejects.toMatchObject({ code: "SQLITE_ERROR" })
    await database.write([destroyed("after")])
    expect(await held()).toEqual(["after"])
  })

  test("the index of a leaf is that of its own plan, whoever writes beside it", async () => {
    const named = (at: number) =>
      insertStep(database.read, database.t.logInterval, { leaf: newestLeaf(database.t) })({
        minute: at,
        hashes: Buffer.from([at]),
      })
    const one = (at: number) => database.write([leaf(), named(at)])
    continueFrom(database, 6)
    await Promise.all([
      one(1),
      database.tx(async (query) => void (await query.select().from(database.t.logLeaf))),
      one(2),
    ])
    const rows = await database.read.select().from(database.t.logInterval)
    expect(rows.map((row) => [row.leaf, row.minute])).toEqual([
      [6, 1],
      [7, 2],
    ])
  })

  test("plans and transactions take turns, and neither waits for ever", async () => {
    const { t } = database
    const inTurn = Array.from({ length: 150 }, (_, i) =>
      i % 2 === 0
        ? database.write([destroyed(`plan ${i}`)])
        : database.tx(async (query) => void (await query.insert(t.destroyed).values({ message: `job ${i}`, signed }))),
    )
    await Promise.all(inTurn)
    expect(await held()).toHaveLength(150)
  })

  test("what a transaction has to do first is part of it", async () => {
    const { t } = database
    const rest = (message: string) => async (query: Query) =>
      void (await query.insert(t.destroyed).values({ message, signed }))
    await database.tx(rest("second"), [destroyed("first")])
    expect(await held()).toEqual(["first", "second"])
    await expect(database.tx(rest("third"), [leaf(), destroyed("first")])).rejects.toBeInstanceOf(Conflict)
    await expect(database.tx(() => Promise.reject(new Error("no")), [destroyed("fourth")])).rejects.toThrow("no")
    expect(await held()).toEqual(["first", "second"])
    expect(await database.read.select().from(t.logLeaf)).toEqual([])
  })

  test("they wait for another process that is writing", async () => {
    const other = new SQLite(join(folder, "org.db"))
    other.exec("BEGIN IMMEDIATE; INSERT INTO destroyed (message, signed) VALUES ('theirs', '{}')")
    const mine = database.write([destroyed("mine")])
    await new Promise((done) => setTimeout(done, 60))
    other.exec("COMMIT")
    other.close()
    await mine
    expect(await held()).toEqual(["theirs", "mine"])
  })

  test("a view of a large buffer takes only its own bytes along", async () => {
    const bytes = Buffer.alloc(1 << 20, 7).subarray(5, 8)
    await database.write([insertStep(database.read, database.t.logLeaf)({ idx: 9, leaf: bytes })])
    const [row] = await database.read.select({ leaf: database.t.logLeaf.leaf }).from(database.t.logLeaf)
    expect([...(row?.leaf ?? [])]).toEqual([7, 7, 7])
    const computed = insertStep(database.read, database.t.logLeaf, { idx: sql`41 + 1` })
    await database.write([computed({ leaf: bytes })])
    expect(await database.read.select({ idx: database.t.logLeaf.idx }).from(database.t.logLeaf)).toContainEqual({
      idx: 42,
    })
  })

  test("after a moment without plans the database file holds them itself", async () => {
    // The tables are in the journal too.
    await database.purge()
    await database.write([destroyed("one")])
    await database.write([destroyed("two")])
    const alone = join(folder, "alone.db")
    const inTheFile = () => {
      copyFileSync(join(folder, "org.db"), alone)
      const copy = new SQLite(alone)
      const found = copy.prepare("SELECT message FROM destroyed").pluck().all()
      copy.close()
      return found
    }
    expect(inTheFile()).toEqual([])
    await expect.poll(inTheFile, { timeout: 5_000 }).toEqual(["one", "two"])
  })

  test("a database that is opened again has a writer again", async () => {
    await database.write([destroyed("before")])
    database.close()
    database = open()
    await database.write([destroyed("after")])
    expect(await held()).toEqual(["before", "after"])
  })
})
