/** Metadata is in clear columns so that it can be asked for: every query of the reading journey goes by an index. */
import { join } from "node:path"
import type { MessageId, MessageQuery } from "@smp/shared/wire"
import SQLite from "better-sqlite3"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { founder, invite, registered, sendLetter } from "../testing/test-people.ts"
import type { TestPerson } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

/** Tables that grow with every message. */
const GROWING = [
  "message",
  "recipient",
  "grant_",
  "ticket",
  "attachment",
  "object",
  "placement",
  "tracking_event",
  "message_label",
  "search",
]

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
  lines.filter((line) => /^SCAN (?!some$)/.test(line) && !/USING .*INDEX|VIRTUAL TABLE INDEX/.test(line))

describe("S50 metadata queries", () => {
  test("list, search, open, grants, files and tracking go by an index, and a list needs no sorting", async () => {
    const { client } = reader.account
    const listed = await client.messages({ folder: "inbox" })
    expect(listed.messages.map((row) => row.id)).toEqual([id])
    const label = (await client.addLabel({ name: "Contract", color: "green" })).id
    await client.placeAll({ ids: [id], label: { id: label, on: true } })
    const narrowed: Omit<MessageQuery, "folder">[] = [
      { q: "lett" },
      { q: "A letter", from: "head", to: "READER@example.com", withFiles: true, label, after: 1, before: 8e12 },
      { unread: true },
      { withFiles: true },
      { label },
      { after: 1, before: 8e12 },
      { ids: [id] },
    ]
    for (const query of narrowed)
      expect((await client.findMessages({ folder: "inbox", ...query })).messages.map((row) => row.id)).toEqual([id])
    await client.findMessages({ folder: "all", q: "letter" })
    await client.findMessages({ folder: "all", label })
    await client.findMessages({ folder: "all", ending: true })
    await client.mailbox()
    await client.thread(id)
    await client.place(id, { folder: "archive" })
    await client.message(id)
    await client.tracking(id)
    const database = new SQLite(join(server.dataDir, "db", "organizations", `${org}.db`), { readonly: true })
    const queries = [...asked].filter((text) => GROWING.some((table) => text.includes(`from "${table}"`)))
    expect(queries.length).toBeGreaterThanOrEqual(5)
    for (const text of queries) expect([text, scanned(plan(database, text))]).toEqual([text, []])
    const list = queries.filter((text) => text.includes("order by") && text.includes(`from "placement"`))
    expect(list).not.toEqual([])
    for (const text of list) expect(plan(database, text).join("\n")).not.toContain("TEMP B-TREE")
    const found = queries.filter((text) => text.includes(`from "search"`) && text.includes("match"))
    expect(found.length).toBeGreaterThanOrEqual(2)
    for (const text of found) expect(plan(database, text).join("\n")).not.toContain("TEMP B-TREE")
    const narrow = (bare: string) => list.filter((text) => text.includes(bare)).map((text) => plan(database, text)[0])
    expect(narrow(`and "placement"."unread")`)).toEqual([expect.stringContaining("placement_unread")])
    expect(narrow(`"placement"."files" > 0)`)).toEqual([expect.stringContaining("placement_files")])
    // The check can fail: a column without an index is scanned.
    expect(scanned(plan(database, `select id from "message" where "subject" = ?`))).not.toEqual([])
    database.close()
  })
})
