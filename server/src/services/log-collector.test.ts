/** Chains and intervals over a real database and a real log-keeper, with crashes between all their steps. */
import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { encodeCbor, newId, randomBytes, toBase64url } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { chainKey } from "@smp/shared/log"
import SQLite from "better-sqlite3"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { openSqlite } from "../data/dialects/sqlite.ts"
import { organizationLogStore } from "../data/organization-log.store.ts"
import * as schema from "../data/schema/organization.sqlite.ts"
import { trackingStore } from "../data/tracking.store.ts"
import type { LogKeeper } from "../engines/keeper-client.ts"
import { FolderLogKeeper } from "../roles/log-keeper/folder-log-keeper.ts"
import { logs } from "./log.service.ts"

const MIGRATIONS = resolve(import.meta.dirname, "../data/migrations/organization.sqlite")
const host = "mail.example.com"
const org = newId("org")
const origin = `${host}/log/${org}`
const message = newId("msg")
const com = randomBytes(32)
const keyOf = (address: string): Bytes => chainKey(com, address)
let folder: string
let closers: (() => unknown)[] = []

async function start(breaking: Partial<LogKeeper> = {}) {
  const real = await FolderLogKeeper.open({ folder: join(folder, "keeper"), host })
  const bound: LogKeeper = {
    append: real.append.bind(real),
    checkpoint: real.checkpoint.bind(real),
    hashes: real.hashes.bind(real),
    heads: real.heads.bind(real),
    chainEnds: real.chainEnds.bind(real),
    knownEntries: real.knownEntries.bind(real),
    leaves: real.leaves.bind(real),
    latest: real.latest.bind(real),
    index: real.index.bind(real),
    keys: real.keys.bind(real),
    organizationKey: real.organizationKey.bind(real),
  }
  const keeper = { ...bound, ...breaking }
  const database = openSqlite(join(folder, "org.db"), schema, MIGRATIONS)
  const store = organizationLogStore(database)
  await store.continueFrom((await real.checkpoint(origin)).size)
  const all = logs({
    host,
    keys: { leavesFrom: () => Promise.resolve([]) },
    organization: () => store,
    keeper,
    now: Date.now,
    report: () => undefined,
  })
  const tracking = trackingStore(database)
  const add = (address: string, kind: "released" | "downloaded" = "released") =>
    tracking.add({ message, address, kind, at: Date.now(), object: null, evidence: null })
  const stop = async () => {
    database.close()
    await real.close()
  }
  closers.push(stop)
  return {
    database,
    keeper: bound,
    view: all.of(org),
    collect: () => all.collect(org),
    add,
    ends: (...addresses: string[]) => bound.chainEnds(origin, addresses.map(keyOf)),
    stop: async () => {
      closers = []
      await stop()
    },
  }
}

async function seed(database: ReturnType<typeof openSqlite<typeof schema>>): Promise<void> {
  const body = encodeCbor({
    v: 1,
    suite: 1,
    org,
    msg: message,
    prn: "",
    kid: randomBytes(32),
    slip: randomBytes(32),
    com,
  })
  const nothing = Buffer.alloc(0)
  await database.tx(async (query) => {
    await query.insert(schema.message).values({
      id: message,
      reference: "R",
      sender: "",
      senderAddress: "",
      senderName: "",
      sentAt: 0,
      leafIndex: 0,
      leafMinute: 0,
      ctl: { reply: true, all: true, fwd: true, exp: null, fyeo: 0, label: null, rcpt: true },
      ext: [],
      acceptedAt: 0,
      header: { b: toBase64url(body), k: "", s: "" },
      slip: nothing,
      core: nothing,
      bccRecord: nothing,
    })
  })
}

const sql = (text: string): unknown[] => {
  const database = new SQLite(join(folder, "org.db"))
  try {
    const statement = database.prepare(text)
    return statement.reader ? statement.all() : [statement.run()]
  } finally {
    database.close()
  }
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "collector-"))
})
afterEach(async () => {
  for (const close of closers) await close()
  closers = []
  rmSync(folder, { recursive: true })
})

describe("S22 the record of what happened to a message", () => {
  test("every event is the next entry of its chain, below exactly one leaf, which the keeper holds", async () => {
    const server = await start()
    await seed(server.database)
    await Promise.all([server.add("a@example.com"), server.add("b@example.com"), server.add("a@example.com")])
    await server.collect()
    await server.add("a@example.com", "downloaded")
    await server.collect()
    await server.collect()
    const [a, b, c] = await server.ends("a@example.com", "b@example.com", "c@example.com")
    expect([a?.n, b?.n, c]).toEqual([2, 0, null])
    expect((await server.view.sync()).size).toBe(2)
    expect(sql("SELECT n, interval FROM tracking_event ORDER BY id")).toEqual([
      { n: 0, interval: 0 },
      { n: 0, interval: 0 },
      { n: 1, interval: 0 },
      { n: 2, interval: 1 },
    ])
    expect(sql("SELECT length(hashes) AS length FROM log_interval")).toEqual([{ length: 2048 }, { length: 2048 }])
  })

  test("killed between all steps: nothing is lost, nothing stands twice", async () => {
    const cut = () => Promise.reject(new Error("killed"))
    let server = await start({ chainEnds: cut })
    await seed(server.database)
    await server.add("a@example.com")
    await expect(server.collect()).rejects.toThrow("killed")
    await server.stop()
    // The leaf is in the database, and never reached the keeper.
    server = await start({ append: cut })
    await expect(server.collect()).rejects.toThrow("killed")
    await server.add("a@example.com")
    await server.stop()
    // The keeper took it, and nobody heard that it did.
    const losing: Partial<LogKeeper> = {}
    server = await start(losing)
    losing.append = cut
    await server.keeper.checkpoint(origin)
    await server.stop()
    server = await start()
    await server.collect()
    const [end] = await server.ends("a@example.com")
    expect(end?.n).toBe(1)
    expect(sql("SELECT n, interval FROM tracking_event ORDER BY id")).toEqual([
      { n: 0, interval: 0 },
      { n: 1, interval: 1 },
    ])
    expect((await server.view.sync()).size).toBe(2)
  })

  test("the keeper refuses an entry that is not the next of its chain, or not below its leaf", async () => {
    const server = await start()
    await seed(server.database)
    await server.add("a@example.com")
    await server.collect()
    await server.add("a@example.com")
    const handed: Parameters<LogKeeper["append"]>[] = []
    const spying: Partial<LogKeeper> = {
      append: (...call) => {
        handed.push(call)
        return Promise.reject(new Error("not now"))
      },
    }
    await server.stop()
    const other = await start(spying)
    await expect(other.collect()).rejects.toThrow("not now")
    const [, from = 0, leaves = [], intervals = []] = handed[0] ?? []
    const [interval] = intervals
    if (interval === undefined) throw new Error("no interval was handed over")
    const entry = interval.entries[0] ?? { key: com, n: 0, position: 0 }
    const refused = [
      [],
      [{ ...interval, entries: [{ ...entry, n: 0 }] }],
      [{ ...interval, entries: [{ ...entry, n: 2 }] }],
      [{ ...interval, entries: [entry, entry] }],
      [{ ...interval, entries: [{ ...entry, position: 64 }] }],
      [{ ...interval, hashes: new Uint8Array(2048) }],
    ]
    for (const wrong of refused)
      await expect(other.keeper.append(origin, from, leaves, wrong)).rejects.toMatchObject({
        code: "log.not_an_extension",
      })
    expect((await other.keeper.append(origin, from, leaves, intervals)).size).toBe(2)
    expect((await other.ends("a@example.com"))[0]?.n).toBe(1)
  })

  test("after an older database was put back the gap stays, and what comes then is logged behind it", async () => {
    let server = await start()
    await seed(server.database)
    await server.add("a@example.com")
    await server.collect()
    await server.stop()
    cpSync(join(folder, "org.db"), join(folder, "older.db"))
    server = await start()
    await server.add("a@example.com")
    await server.add("a@example.com")
    await server.collect()
    await server.stop()
    cpSync(join(folder, "older.db"), join(folder, "org.db"))
    server = await start()
    await server.add("a@example.com")
    await server.collect()
    await server.add("a@example.com")
    await server.collect()
    expect((await server.ends("a@example.com"))[0]?.n).toBe(4)
    expect(sql("SELECT n, interval FROM tracking_event ORDER BY id")).toEqual([
      { n: 0, interval: 0 },
      { n: 3, interval: 2 },
      { n: 4, interval: 3 },
    ])
  })

  test("rows that were set back to waiting are not logged again", async () => {
    const server = await start()
    await seed(server.database)
    for (let round = 0; round < 3; round++) await server.add("a@example.com")
    await server.collect()
    sql("UPDATE tracking_event SET interval = NULL, position = NULL")
    await server.add("b@example.com")
    await server.collect()
    expect((await server.ends("a@example.com", "b@example.com")).map((end) => end?.n)).toEqual([2, 0])
    sql("UPDATE tracking_event SET interval = NULL WHERE n = 1")
    await server.add("a@example.com")
    await server.collect()
    expect((await server.ends("a@example.com"))[0]?.n).toBe(3)
  })

  test("leaves that were changed, taken away or added by hand stop neither the log nor its proofs", async () => {
    let server = await start()
    await seed(server.database)
    for (let round = 0; round < 4; round++) {
      await server.add("a@example.com")
      await server.collect()
    }
    const { size } = await server.view.sync()
    const before = server.view.inclusion(3, size).path
    await server.stop()
    sql("UPDATE log_leaf SET leaf = x'00' WHERE idx = 0")
    sql("DELETE FROM log_leaf WHERE idx = 1")
    server = await start()
    expect((await server.view.sync()).size).toBe(size)
    expect(server.view.inclusion(3, size).path).toEqual(before)
    await server.add("a@example.com")
    await server.collect()
    expect((await server.view.sync()).size).toBe(5)
    sql("INSERT INTO log_leaf VALUES (5, x'84011400581f00')")
    expect((await server.view.sync()).size).toBe(5)
  })
})
