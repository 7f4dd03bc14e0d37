/** Two who want the same place in the platform's database: one has it, the other is told so. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { newId, randomBytes, toBase64url } from "@smp/shared/bytes"
import { openSqlite } from "./dialects/sqlite.ts"
import { identityStore } from "./identity.store.ts"
import { organizationStore } from "./organization.store.ts"
import * as schema from "./schema/platform.sqlite.ts"

const MIGRATIONS = resolve(import.meta.dirname, "migrations/platform.sqlite")
let folder: string
let database: ReturnType<typeof openSqlite<typeof schema>>

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smp-two-"))
  database = openSqlite(join(folder, "platform.db"), schema, MIGRATIONS)
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

const text = (length: number): string => toBase64url(randomBytes(length))

describe("S42 two at once", () => {
  test("of two next versions of a policy the first counts", async () => {
    const { addPolicy, newestPolicy } = organizationStore(database)
    const version = () => ({ org: "org", ver: 2, hash: text(32), signed: { b: "", k: "", s: "" } })
    const both = [version(), version()]
    expect(await Promise.all(both.map(addPolicy))).toEqual([true, false])
    expect((await newestPolicy("org"))?.hash).toBe(both[0]?.hash)
  })

  test("nobody registers under the identity or with the key of somebody else", async () => {
    const identities = identityStore(database)
    const register = async (id: string, kid: string) => {
      const leaf = { logIndex: text(32), leaf: randomBytes(40) }
      const identity = {
        id,
        addressIndex: text(32),
        profileSealed: randomBytes(8),
        record: "",
        createdAt: 1,
        setUp: false,
      }
      const signed = { b: "", k: "", s: "", o: null }
      const statement = { ...leaf, principal: id, seq: 0, kid, signed, mailboxProof: null, minute: 0 }
      return identities.create(identity, { ver: 1, akv: 1, box: randomBytes(8), entry: leaf }, [], statement)
    }
    const [id, kid] = [newId("idn"), text(32)]
    expect(await register(id, kid)).toBe(0)
    expect(await register(id, text(32))).toBeNull()
    expect(await register(newId("idn"), kid)).toBeNull()
  })
})
