/** What a change of an account leads to is owed with it: a crash in between loses nothing, and a repetition tells nobody twice. */
import { readdirSync } from "node:fs"
import { join } from "node:path"
import SQLite from "better-sqlite3"
import { afterAll, beforeAll, expect, test } from "vitest"
import { changePassword, opaqueInProcess } from "@smp/shared/account"
import {
  founder,
  invite,
  recoveredByCode,
  registered,
  resetByMail,
  sendLetter,
  signedInAgain,
} from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

let server: TestServer
let message: string
let alice: Awaited<ReturnType<typeof founder>>
/** Between two codes for one address. */
let agentAhead = 0

beforeAll(async () => {
  server = await startTestServer({}, () => Date.now() + agentAhead)
  alice = await founder(server, "alice@example.com", "Example Legal")
  await invite(alice, "bob@example.com")
  await registered(server, "bob@example.com")
  message = await sendLetter(alice, alice.org, ["bob@example.com"])
})
afterAll(() => server?.stop())

test("S63 a changed password is told to its owner, and nothing else follows it", async () => {
  const { account } = await signedInAgain(server, "bob@example.com")
  const before = notices() as number
  const passwords = { old: "four unrelated words here", next: "four unrelated words here too" }
  await changePassword(account, opaqueInProcess(), passwords)
  expect([owed(), notices(), waiting()]).toEqual([[], before + 1, []])
})

test("S29 S63 a new password after the recovery code is told to its owner too", async () => {
  await invite(alice, "carol@example.com")
  const { recoveryCode } = await registered(server, "carol@example.com")
  const before = notices() as number
  agentAhead = 60_000
  await recoveredByCode(server, "carol@example.com", recoveryCode)
  expect([owed(), notices(), waiting()]).toEqual([[], before + 1, []])
  // Where somebody was before is a stranger again; known is the device on which the code was typed.
  expect(devices()).toBe(1)
})

function within<Answer>(file: string, work: (database: SQLite.Database) => Answer): Answer {
  const database = new SQLite(join(server.dataDir, "db", file))
  try {
    return work(database)
  } finally {
    database.close()
  }
}
const organizationFile = () => {
  const [name = ""] = readdirSync(join(server.dataDir, "db/organizations")).filter((file) => file.endsWith(".db"))
  return join("organizations", name)
}
const inOrganization = <Answer>(work: (database: SQLite.Database) => Answer) => within(organizationFile(), work)
const waiting = () => inOrganization((database) => database.prepare("SELECT message FROM wanted").pluck().all())
const notices = () => inOrganization((database) => database.prepare("SELECT count(*) FROM queue").pluck().get())
const devices = () =>
  within("platform.db", (database) =>
    database
      .prepare(
        "SELECT count(*) FROM known_device WHERE identity = (SELECT identity FROM known_device ORDER BY used_at DESC LIMIT 1)",
      )
      .pluck()
      .get(),
  )
const owed = () => within("platform.db", (database) => database.prepare("SELECT * FROM account_change").all())

test("T2 S63 killed between a reset and what follows it: the owner is told once, and everything waits for the new key", async () => {
  const before = notices() as number
  // As if the process ended there: nothing more reaches the organization's database.
  inOrganization((database) => {
    for (const table of ["wanted", "queue"])
      database.exec(`CREATE TRIGGER no_${table} BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'killed'); END`)
  })
  agentAhead = 5 * 60_000
  await resetByMail(server, "bob@example.com")
  expect([notices(), waiting()]).toEqual([before, []])
  const [row] = owed() as Record<string, string>[]
  await server.restart(() =>
    inOrganization((database) => database.exec("DROP TRIGGER no_wanted; DROP TRIGGER no_queue")),
  )
  await expect.poll(owed).toEqual([])
  expect([notices(), waiting()]).toEqual([before + 1, [message]])
  // As if it had been killed before it could note that it was done.
  await server.restart(() =>
    within("platform.db", (database) =>
      database
        .prepare("INSERT INTO account_change VALUES (?, ?, ?)")
        .run(row?.["identity"], row?.["kind"], row?.["id"]),
    ),
  )
  await expect.poll(owed).toEqual([])
  expect([notices(), waiting()]).toEqual([before + 1, [message]])
})
