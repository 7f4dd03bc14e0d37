/** What is due about messages, beside a clock that jumps: the real worker on a real database. */
import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { newId } from "@smp/shared/bytes"
import { afterEach, beforeEach, expect, test } from "vitest"
import { openSqlite } from "../data/dialects/sqlite.ts"
import * as schema from "../data/schema/organization.sqlite.ts"
import { cryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"
import { SureClock } from "../engines/sure-clock.ts"
import { endingEntries, tellAgentEntry } from "../services/message-tasks.ts"
import { storesOf } from "../services/organization-house.ts"
import type { OpenOrganization } from "../services/organization-house.ts"
import { MessageWorker } from "./message-worker.ts"
import type { MessageWorkerParts } from "./message-worker.ts"

const MIGRATIONS = resolve(import.meta.dirname, "../data/migrations/organization.sqlite")
const HOUR_MS = 3600_000
const YEAR_MS = 365 * 24 * HOUR_MS
let folder: string
let organization: OpenOrganization

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smp-tasks-"))
  const database = openSqlite(join(folder, "org.db"), schema, MIGRATIONS)
  const id = newId("org") as OpenOrganization["id"]
  organization = { id, name: "", database, engine: cryptoEngine(randomBytes(32)), ...storesOf(database) }
})
afterEach(() => {
  organization.database.close()
  rmSync(folder, { recursive: true })
})

test("S33 an end waits while the clock has jumped; what destroys nothing does not", async () => {
  const start = Date.now()
  let [wall, ran] = [start, 0]
  const clock = new SureClock(join(folder, "clock.json"), { now: () => wall, elapsed: () => ran })
  const { engine, queue } = organization
  await queue.add(endingEntries(engine, { message: newId("msg"), exp: start + HOUR_MS, now: start }))
  wall += YEAR_MS
  await queue.add([tellAgentEntry(engine, newId("msg"))])
  const parts: Partial<MessageWorkerParts> = {
    organizations: { all: () => [organization] },
    now: () => clock.certain(),
    owner: "test",
    onQueued: () => undefined,
  }
  const worker = new MessageWorker(parts as MessageWorkerParts)
  worker.start()
  const waiting = async () => (await queue.waiting()) as number
  await expect.poll(waiting, { timeout: 5_000 }).toBe(1)
  // A whole turn more.
  await queue.add([tellAgentEntry(engine, newId("msg"))])
  await expect.poll(waiting, { timeout: 5_000 }).toBe(1)
  ran += HOUR_MS
  await expect.poll(waiting, { timeout: 5_000 }).toBe(0)
  await worker.stop()
})
