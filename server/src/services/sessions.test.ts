/** Request proofs, on the real store. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { makeProofKeys, proofPublicKey, proveRequest } from "@smp/shared/client"
import { fromBase64url, newId, randomBytes, toBase64url } from "@smp/shared/bytes"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { openSqlite } from "../data/dialects/sqlite.ts"
import * as schema from "../data/schema/platform.sqlite.ts"
import { sessionStore } from "../data/session.store.ts"
import { sessionsService } from "./sessions.service.ts"

const MIGRATIONS = resolve(import.meta.dirname, "../data/migrations/platform.sqlite")
/** One in 128 has a number that begins with a zero byte, every second one that would be negative without one more. */
const MANY = 1_500
let folder: string
let database: ReturnType<typeof openSqlite<typeof schema>>

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smp-sessions-"))
  database = openSqlite(join(folder, "platform.db"), schema, MIGRATIONS)
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

async function signedIn(now = Date.now) {
  const sessions = sessionsService({
    store: sessionStore(database),
    addressOf: () => Promise.resolve("alice@example.com"),
    now,
  })
  const keys = await makeProofKeys()
  const proofKey = await proofPublicKey(keys)
  const { token, session } = await sessions.start({ identity: newId("idn"), device: "test", proofKey, trusted: false })
  const made = { origin: "https://mail.example.com", id: session.id, token, proofKey: keys.privateKey }
  const request = { method: "POST", target: "/api/messages?notices=client", bodyDigest: randomBytes(32) }
  return {
    request,
    prove: () => proveRequest(made, { ...request, time: Date.now() }),
    ask: (proof: string, change: Partial<typeof request> = {}) =>
      sessions.recognise(token, { ...request, ...change, proof }),
  }
}

describe("S42 a request proof", () => {
  test("is taken whatever its two numbers look like", async () => {
    const { prove, ask } = await signedIn()
    for (let time = 0; time < MANY; time++) expect((await ask(await prove())).address).toBe("alice@example.com")
  })

  test("is refused for another request, with any byte changed, and the second time", async () => {
    const { prove, ask } = await signedIn()
    const refused = { code: "session.proof_refused" }
    for (const change of [{ method: "PUT" }, { target: "/api/messages" }, { bodyDigest: randomBytes(32) }])
      await expect(ask(await prove(), change)).rejects.toMatchObject(refused)
    const proof = fromBase64url(await prove())
    for (let at = 0; at < proof.length; at++) {
      const changed = proof.slice()
      changed[at] = (changed[at] ?? 0) ^ 1
      await expect(ask(toBase64url(changed))).rejects.toMatchObject(refused)
    }
    for (const numbers of [new Uint8Array(64), new Uint8Array(64).fill(255)]) {
      proof.set(numbers, 24)
      await expect(ask(toBase64url(proof))).rejects.toMatchObject(refused)
    }
    const good = await prove()
    await ask(good)
    await expect(ask(good)).rejects.toMatchObject(refused)
  })
})

test("R27 a session that was begun while the clock was a year ahead does not last a year", async () => {
  let ahead = 365 * 24 * 3600_000
  const { prove, ask } = await signedIn(() => Date.now() + ahead)
  ahead = 0
  await expect(ask(await prove())).rejects.toMatchObject({ code: "session.required" })
})
