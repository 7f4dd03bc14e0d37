/** A server that shows two histories: two real servers with the keys of one, and a line that leads each person to one. */
import { rmSync } from "node:fs"
import { join } from "node:path"
import { compareCheckpoint } from "@smp/shared/account"
import { readMessage, verifyHistory } from "@smp/shared/read"
import type { MessageId, OrganizationId } from "@smp/shared/wire"
import SQLite from "better-sqlite3"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { founder, invite, registered, sendLetter, signedInAgain } from "../testing/test-people.ts"
import type { TestPerson } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

const BOB = "bob@example.com"
let one: TestServer
let other: TestServer
let alice: TestPerson & { org: OrganizationId }
let bob: TestPerson
let first: MessageId
/** Which requests of Bob's are led to the other server; the answers of the first are nothing he could tell from it. */
let isLedAway: (path: string) => boolean = () => false

beforeAll(async () => {
  one = await startTestServer()
  alice = await founder(one, "alice@example.com", "Firm")
  await invite(alice, BOB)
  await registered(one, BOB)
  bob = await signedInAgain(one, BOB, {
    fetch: (url, init) => fetch(isLedAway(new URL(url).pathname) ? url.replace(one.origin, other.address) : url, init),
  })
  first = (await sendLetter(alice, alice.org, [BOB])) as MessageId
  for (const { account } of [alice, bob]) await verifyHistory(await readMessage({ account, id: first }))
  await one.restart(() => {
    for (const file of ["platform.db", join("organizations", `${alice.org}.db`)]) {
      const database = new SQLite(join(one.dataDir, "db", file))
      database.pragma("wal_checkpoint(TRUNCATE)")
      database.close()
    }
  })
  other = await startTestServer({ PUBLIC_ORIGIN: one.origin }, Date.now, one)
}, 60_000)
afterAll(async () => {
  await other?.stop()
  await one?.stop()
  rmSync(join(one.dataDir), { recursive: true, force: true })
})

describe("S22 a server that shows two histories", () => {
  test("is consistent to each of two people, and convicted when they compare by hand", async () => {
    isLedAway = () => true
    await sendLetter(alice, alice.org, [BOB])
    await sendLetter(bob, alice.org, [BOB])
    const [hers, his] = await Promise.all(
      [alice, bob].map(async ({ account }) => verifyHistory(await readMessage({ account, id: first, receipt: false }))),
    )
    expect([hers?.isComplete, his?.isComplete]).toEqual([true, true])
    const texts = [hers?.checkpoint?.note ?? "", his?.checkpoint?.note ?? ""]
    expect((await compareCheckpoint(bob.account.view.logs, texts[0] ?? "")).outcome).toBe("fork")
    expect((await compareCheckpoint(alice.account.view.logs, texts[1] ?? "")).outcome).toBe("fork")
    expect((await compareCheckpoint(bob.account.view.logs, texts[1] ?? "")).outcome).toBe("same")
    const origin = hers?.checkpoint?.origin ?? ""
    expect(await bob.account.store.get(`log-fork/${origin}`)).not.toBeNull()
  })

  test("is convicted by the first message that crosses: its slip carries what the sender was shown", async () => {
    const crossing = (await sendLetter(alice, alice.org, [BOB])) as MessageId
    isLedAway = (path) => !path.startsWith(`/api/messages/${crossing}`)
    const message = await readMessage({ account: bob.account, id: crossing, receipt: false })
    expect(message.alarms).toContain("log-fork")
    const record = await verifyHistory(message)
    expect(record.isComplete).toBe(false)
    expect(record.problems.map(({ kind }) => kind)).toContain("fork")
  })
})
