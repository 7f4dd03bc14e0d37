/** Metadata is in clear columns so that it can be asked for: every query of the reading journey goes by an index. */
import { join } from "node:path"
import type { MessageId } from "@smp/shared/wire"
import SQLite from "better-sqlite3"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { founder, invite, registered, sendLetter } from "../testing/test-people.ts"
import type { TestPerson } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

/** Tables that grow with every message. */
const GROWING = ["message", "recipient", "grant_", "ticket", "attachment", "object", "placement", "tracking_event"]

let server: TestServer
let org: string
let reader: TestPerson
let id: MessageId
const asked = new Set<string>()
const compile = SQLite.prototype.prepare

beforeAll(async () => {
  // The real driver does its work; what it is given to compile is noted.
  SQLite.prototype.prepare = function noted(this: SQLite.Database, text: string) {
    asked.add(text)
    return compile.call(this, text)
  } as typeof compile
  server = await startTestServer()
  const head = await founder(server, "head@example.com", "Example Legal")
  org = head.org
  await invite(head, "reader@example.com")
  reader = await registered(server, "reader@example.com")
  id = (await sendLetter(head, head.org, ["reader@example.com"], new Uint8Array(600_000))) as MessageId
}, 60_000)
afterAll(async () => {
  SQLite.prototype.prepare = compile
  await server?.stop()
})

const plan = (database: SQLite.Database, text: string): string[] => {
  const statement = compile.call<SQLite.Database, [string], SQLite.Statement<unknown[]>>(
    database,
    `EXPLAIN QUERY PLAN ${text}`,
  )
  const places = [...text.matchAll(/\?/g)].map(() => null)
  return (statement.all(...places) as { detail: string }[]).map(({ detail }) => detail)
}
const scanned = (lines: string[]): string[] =>
  lines.filter((line) => line.startsWith("SCAN ") && !/USING .*INDEX/.test(line))

describe("S50 metadata queries", () => {
  test("list, search, open, grants, files and tracking go by an index, and a list needs no sorting", async () => {
    const { client } = reader.account
    const listed = await client.messages({ folder: "inbox" })
    expect(listed.messages.map((row) => row.id)).toEqual([id])
    await client.messages({ folder: "inbox", q: "letter" })
    await client.message(id)
    await client.tracking(id)
    const database = new SQLite(join(server.dataDir, "db", "organizations", `${org}.db`), { readonly: true })
    const queries = [...asked].filter((text) => GROWING.some((table) => text.includes(`from "${table}"`)))
    expect(queries.length).toBeGreaterThanOrEqual(5)
    for (const text of queries) expect([text, scanned(plan(database, text))]).toEqual([text, []])
    const list = queries.filter((text) => text.includes("order by") && text.includes(`from "placement"`))
    expect(list).not.toEqual([])
    for (const text of list) expect(plan(database, text).join("\n")).not.toContain("TEMP B-TREE")
    // The check can fail: a column without an index is scanned.
    expect(scanned(plan(database, `select id from "message" where "subject" = ?`))).not.toEqual([])
    database.close()
  })
})
