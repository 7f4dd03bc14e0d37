/** The record of a message, changed by SQL behind the server's back: what the client code says of it. */
import { cpSync, rmSync } from "node:fs"
import { join } from "node:path"
import { compareCheckpoint } from "@smp/shared/account"
import { toHex } from "@smp/shared/bytes"
import { resumeMessage, suspendMessage } from "@smp/shared/control"
import { readMessage, replyThread, verifyHistory } from "@smp/shared/read"
import type { OpenedMessage, VerifiedHistory } from "@smp/shared/read"
import { sendSecure } from "@smp/shared/send"
import type { MessageId, OrganizationId } from "@smp/shared/wire"
import SQLite from "better-sqlite3"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { stored } from "../testing/stored.ts"
import { founder, invite, letterHost, registered } from "../testing/test-people.ts"
import type { TestPerson } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

const BOB = "bob@example.com"
const EVE = "eve@example.com"
const TABLES = ["tracking_event", "log_leaf", "log_interval"]
let server: TestServer
let alice: TestPerson & { org: OrganizationId }
let bob: TestPerson
let eve: TestPerson
let id: MessageId
let message: OpenedMessage
let kept: Map<string, Record<string, unknown>[]>

const file = () => join(server.dataDir, "db", "organizations", `${alice.org}.db`)
function sql<T>(work: (database: SQLite.Database) => T): T {
  const database = new SQLite(file(), { timeout: 8_000 })
  try {
    return work(database)
  } finally {
    database.close()
  }
}
const run = (text: string) => sql((database) => void database.exec(text))
const rows = (table: string) =>
  sql((database) => database.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[])
const restore = () =>
  sql((database) =>
    database.transaction(() => {
      for (const table of TABLES) {
        database.exec(`DELETE FROM ${table}`)
        for (const row of kept.get(table) ?? [])
          database
            .prepare(
              `INSERT INTO ${table} VALUES (${Object.keys(row)
                .map((name) => `@${name}`)
                .join()})`,
            )
            .run(row)
      }
    })(),
  )
const openFor = (person: TestPerson) => readMessage({ account: person.account, id, receipt: false })
const told = ({ problems }: VerifiedHistory) =>
  problems.map(({ kind, address, n }) => `${kind} ${address ?? "slip"} ${n ?? "-"}`)

beforeAll(async () => {
  server = await startTestServer()
  alice = await founder(server, "alice@example.com", "Firm")
  for (const address of [BOB, EVE]) await invite(alice, address)
  bob = await registered(server, BOB)
  eve = await registered(server, EVE)
  const host = letterHost(alice, [BOB], new Uint8Array(5_000))
  const draft = { ...(await host.snapshot()), bcc: [{ address: EVE, name: "" }] }
  const letter = { ...host, snapshot: async () => draft }
  id = (await sendSecure({ account: alice.account, host: letter, org: alice.org, journal: alice.store })).id
  await readMessage({ account: bob.account, id })
  message = await openFor(alice)
  // Two intervals, so that each has rows of its own.
  await verifyHistory(message)
  await readMessage({ account: eve.account, id })
  await verifyHistory(message)
  kept = new Map(TABLES.map((table) => [table, rows(table)]))
}, 60_000)
afterAll(async () => {
  await server?.stop()
})
afterEach(() => restore())

describe("S22 the record of a message", () => {
  test("untouched, it is complete for everybody, and nobody learns of blind copies", async () => {
    const record = await verifyHistory(message)
    expect(record).toMatchObject({ isComplete: true, pending: 0, problems: [] })
    expect(
      record.entries.map(({ address, kind, n, signed }) => `${address} ${kind} ${n} ${signed}`).toSorted(),
    ).toEqual([
      "bob@example.com displayed 1 true",
      "bob@example.com queued null false",
      "bob@example.com released 0 false",
      "eve@example.com displayed 1 true",
      "eve@example.com queued null false",
      "eve@example.com released 0 false",
    ])
    const bobs = await verifyHistory(await openFor(bob))
    expect([told(bobs), new Set(bobs.entries.map(({ address }) => address))]).toEqual([[], new Set([BOB])])
    const answer = JSON.stringify(await bob.account.client.history(id, 0))
    expect(answer).not.toContain(EVE)
    const eves = await verifyHistory(await openFor(eve))
    expect([told(eves), new Set(eves.entries.map(({ address }) => address))]).toEqual([[], new Set([BOB, EVE])])
  })

  test("an answer stands in the record of the sender and of who answered, and in nobody else's", async () => {
    const host = letterHost(bob, ["alice@example.com"])
    const draft = { ...(await host.snapshot()), thread: replyThread(await openFor(bob)) }
    const letter = { ...host, snapshot: async () => draft }
    await sendSecure({ account: bob.account, host: letter, org: alice.org, journal: bob.store })
    const answers = async (person: TestPerson) => {
      const record = await verifyHistory(await openFor(person))
      expect(told(record)).toEqual([])
      return record.entries.filter(({ kind }) => kind === "replied").map(({ address, n }) => `${address} ${n}`)
    }
    expect(await answers(alice)).toEqual([`${BOB} 0`])
    expect(await answers(bob)).toEqual([`${BOB} 0`])
    expect(await answers(eve)).toEqual([])
    kept = new Map(TABLES.map((table) => [table, rows(table)]))
  })

  test("a recipient's question ends no interval for the sake of a blind copy", async () => {
    const leaves = () => rows("log_leaf").length
    const before = leaves()
    run(`UPDATE tracking_event SET interval = NULL, position = NULL WHERE address = '${EVE}'`)
    await bob.account.client.history(id, 0)
    expect(leaves()).toBe(before)
  })

  const released = (address: string) => `kind = 'released' AND address = '${address}'`
  test.each([
    ["deleted first", `DELETE FROM tracking_event WHERE ${released(BOB)}`, ["missing bob@example.com 0"]],
    [
      "deleted last",
      `DELETE FROM tracking_event WHERE kind = 'displayed' AND address = '${BOB}'`,
      ["missing bob@example.com 1"],
    ],
    [
      "deleted chain",
      `DELETE FROM tracking_event WHERE address = '${EVE}'`,
      ["missing eve@example.com -", "missing eve@example.com 0", "missing eve@example.com 1"],
    ],
    [
      "deleted hand-over",
      `DELETE FROM tracking_event WHERE kind = 'queued' AND address = '${BOB}'`,
      ["missing bob@example.com -"],
    ],
    ["kind", `UPDATE tracking_event SET kind = 'accepted' WHERE ${released(BOB)}`, ["changed bob@example.com 0"]],
    ["time", `UPDATE tracking_event SET at = at + 1 WHERE ${released(BOB)}`, ["changed bob@example.com 0"]],
    ["program", `UPDATE tracking_event SET client = 'x' WHERE ${released(BOB)}`, ["changed bob@example.com 0"]],
    ["file", `UPDATE tracking_event SET object = 'x' WHERE ${released(BOB)}`, ["changed bob@example.com 0"]],
    [
      "evidence",
      `UPDATE tracking_event SET evidence = NULL WHERE kind = 'displayed' AND address = '${BOB}'`,
      ["changed bob@example.com 1"],
    ],
    ["salt", `UPDATE tracking_event SET salt = randomblob(32) WHERE ${released(BOB)}`, ["changed bob@example.com 0"]],
    ["prev", `UPDATE tracking_event SET prev = randomblob(32) WHERE ${released(BOB)}`, ["changed bob@example.com 0"]],
    [
      "number",
      `UPDATE tracking_event SET n = 5 WHERE ${released(BOB)}`,
      ["changed bob@example.com 5", "missing bob@example.com 0"],
    ],
    ["no number", `UPDATE tracking_event SET n = NULL WHERE ${released(BOB)}`, ["missing bob@example.com 0"]],
    [
      "hand-over at another time",
      `UPDATE tracking_event SET at = at - 3600000 WHERE kind = 'queued' AND address = '${BOB}'`,
      ["changed bob@example.com -"],
    ],
    [
      "another person's event",
      `UPDATE tracking_event SET address = '${BOB}' WHERE ${released(EVE)}`,
      ["missing eve@example.com 0", "out-of-order bob@example.com 0"],
    ],
    [
      "an event that never was",
      `INSERT INTO tracking_event (message, address, kind, at) SELECT message, address, 'bounced', at FROM tracking_event WHERE ${released(BOB)}`,
      ["not-in-log bob@example.com -"],
    ],
    ["reordered", `UPDATE tracking_event SET id = 9000 WHERE ${released(BOB)}`, ["out-of-order bob@example.com 0"]],
    [
      "another leaf",
      `UPDATE tracking_event SET interval = (SELECT max(leaf) FROM log_interval) WHERE ${released(BOB)}`,
      ["not-in-log bob@example.com 0"],
    ],
    ["no place", `UPDATE tracking_event SET position = NULL WHERE ${released(BOB)}`, ["not-in-log bob@example.com 0"]],
    [
      "leaf deleted",
      "DELETE FROM log_leaf WHERE idx = 1",
      ["not-in-log bob@example.com 0", "not-in-log bob@example.com 1"],
    ],
    [
      "leaves exchanged",
      "UPDATE log_leaf SET idx = 99 WHERE idx = 1; UPDATE log_leaf SET idx = 1 WHERE idx = 2; UPDATE log_leaf SET idx = 2 WHERE idx = 99",
      [1, 2].flatMap((at) => ["bob", "eve"].map((name) => `not-in-log ${name}@example.com ${at - 1}`)),
    ],
    ["slip's leaf deleted", "DELETE FROM log_leaf WHERE idx = 0", ["changed slip -"]],
    ["slip's leaf changed", "UPDATE log_leaf SET leaf = x'840102' WHERE idx = 0", ["changed slip -"]],
    [
      "interval deleted",
      "DELETE FROM log_interval WHERE leaf = 1",
      ["not-in-log bob@example.com 0", "not-in-log bob@example.com 1"],
    ],
    [
      "interval's hashes changed",
      "UPDATE log_interval SET hashes = randomblob(2048) WHERE leaf = 2",
      ["not-in-log eve@example.com 0", "not-in-log eve@example.com 1"],
    ],
    [
      "intervals exchanged",
      "UPDATE log_interval SET leaf = 99 WHERE leaf = 1; UPDATE log_interval SET leaf = 1 WHERE leaf = 2; UPDATE log_interval SET leaf = 2 WHERE leaf = 99",
      [0, 1].flatMap((n) => ["bob", "eve"].map((name) => `not-in-log ${name}@example.com ${n}`)),
    ],
  ])("S52 by SQL: %s", async (_, change, expected) => {
    run(change)
    const record = await verifyHistory(message)
    expect(record.isComplete).toBe(false)
    expect(told(record)).toEqual(expect.arrayContaining(expected))
    const about = (text: string) => text.split(" ")[1]
    const blamed = new Set(told(record).map(about))
    // Nobody else's entries are blamed.
    expect([...blamed].every((address) => expected.map(about).includes(address))).toBe(true)
    restore()
    expect(told(await verifyHistory(message))).toEqual([])
  })

  test("S33 suspension and recall are entries with the sender's signature, in every reader's record", async () => {
    await suspendMessage({ account: alice.account, id, reason: "A moment" })
    await resumeMessage({ account: alice.account, id })
    const record = await verifyHistory(await openFor(bob))
    expect(told(record)).toEqual([])
    const signed = record.entries.filter(({ address }) => address === "").map((one) => `${one.kind} ${one.signed}`)
    expect(signed).toEqual(["suspended true", "resumed true"])
    kept = new Map(TABLES.map((table) => [table, rows(table)]))
  })

  test("an older database that was put back: what is gone is named, what comes then is logged, and reading goes on", async () => {
    const older = join(server.dataDir, "older.db")
    const obj = message.attachments[0]?.obj ?? ("" as never)
    await server.restart(() => {
      sql((database) => void database.pragma("wal_checkpoint(TRUNCATE)"))
      cpSync(file(), older)
    })
    await bob.account.client.downloaded(id, obj)
    expect(told(await verifyHistory(message))).toEqual([])
    await server.restart(() => {
      for (const suffix of ["-wal", "-shm"]) rmSync(`${file()}${suffix}`, { force: true })
      cpSync(older, file())
    })
    expect(told(await verifyHistory(message))).toEqual(["missing bob@example.com 2"])
    for (const person of [bob, eve]) await person.account.client.downloaded(id, obj)
    const record = await verifyHistory(message)
    expect(told(record)).toEqual(["missing bob@example.com 2"])
    const since = record.entries.filter(({ kind }) => kind === "downloaded")
    expect(since.map(({ address, n, state }) => `${address} ${n} ${state}`)).toEqual([
      `${BOB} 3 proved`,
      `${EVE} 2 proved`,
    ])
    await openFor(eve)
  })
})

describe("S37 link scanners", () => {
  test("50 times GET, HEAD and POST of a stub's link change no row of any table, and nobody has read anything", async () => {
    const before = stored(server.dataDir)
    const asked = [`/m/${id}`, `/m/${id}#slip`, `/api/arrivals/${id}`]
    for (let round = 0; round < 50; round++) {
      for (const method of ["GET", "HEAD", "POST"]) {
        const path = asked[round % asked.length] ?? ""
        const reply = await fetch(`${server.origin}${path}`, { method, headers: { "user-agent": "link scanner" } })
        await reply.arrayBuffer()
      }
    }
    expect(stored(server.dataDir)).toBe(before)
  })
})

describe("S22 two people compare what they were shown", () => {
  test("one history is one, a note that nobody signed is none", async () => {
    const { checkpoint } = await verifyHistory(message)
    await verifyHistory(await openFor(bob))
    const { logs } = bob.account.view
    const pasted = `Checkpoint:\n\n${checkpoint?.note ?? ""}\nand more`
    expect((await compareCheckpoint(logs, pasted)).outcome).toBe("same")
    const forged = pasted.replace(/time \d/, "time 9")
    expect((await compareCheckpoint(logs, forged)).outcome).toBe("unreadable")
    expect((await compareCheckpoint(logs, "nothing")).outcome).toBe("unreadable")
    expect(toHex(logs.pinOf(checkpoint?.origin ?? "")?.root ?? new Uint8Array())).toHaveLength(64)
  })
})
