/** What one signed-in person may use: files that wait unsent, names looked up, messages unlocked. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { newId, randomBytes, toBase64url } from "@smp/shared/bytes"
import type { ApiProblem, Session } from "@smp/shared/client"
import { CHUNK_BYTES } from "@smp/shared/wire"
import type { OrganizationId } from "@smp/shared/wire"
import { readMessage } from "@smp/shared/read"
import { rawCall } from "../testing/raw-call.ts"
import { founder, invite, registered, sendLetter } from "../testing/test-people.ts"
import type { TestPerson } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

const MOST = { uploads: 4, gib: 1, unlocks: 6, lookUps: 400, guestLookUps: 100 }
let server: TestServer
let admin: TestPerson & { org: OrganizationId }
let bob: TestPerson
let guest: TestPerson
let letter: string

beforeAll(async () => {
  server = await startTestServer({
    OPEN_UPLOADS: String(MOST.uploads),
    OPEN_UPLOAD_GIB: String(MOST.gib),
    UNLOCKS_PER_MINUTE: String(MOST.unlocks),
    LOOK_UPS_PER_HOUR: String(MOST.lookUps),
    GUEST_LOOK_UPS_PER_HOUR: String(MOST.guestLookUps),
  })
  admin = await founder(server, "admin@example.com", "Example Legal")
  await invite(admin, "bob@example.com")
  bob = await registered(server, "bob@example.com")
  letter = await sendLetter(admin, admin.org, ["bob@example.com", "guest@example.org"])
  guest = await registered(server, "guest@example.org", { tries: 1 })
})
afterAll(() => server?.stop())

const sessionOf = ({ account }: TestPerson): Session => {
  if (account.client.session === null) throw new Error("not signed in")
  return account.client.session
}
const begin = async (who: TestPerson, length = 120, obj = newId("obj")) => {
  const chunks = Math.max(1, Math.ceil((length - 74) / CHUNK_BYTES))
  const body = { obj, org: admin.org, header: toBase64url(randomBytes(74)), length, chunks }
  const { status, json, headers } = await rawCall(server, { line: "POST /api/uploads", session: sessionOf(who), body })
  return { status, json, obj, wait: Number(headers.get("retry-after")) }
}

describe("S34 R28 files of one person that no message lists", () => {
  test("are so many and no more; others go on, and whoever drops one has room again", async () => {
    const held = []
    for (let at = 0; at < MOST.uploads; at++) held.push(await begin(bob))
    expect(held.map(({ status }) => status)).toEqual(held.map(() => 200))
    const refused = await begin(bob)
    expect(refused).toMatchObject({ status: 507, json: { code: "upload.too_many" } })
    expect(refused.wait).toBeGreaterThan(2 * 24 * 3600)
    expect(refused.json["retryAfter"]).toBe(refused.wait)
    expect((await begin(guest)).status).toBe(200)
    for (const { obj } of held) await rawCall(server, { line: `DELETE /api/uploads/${obj}`, session: sessionOf(bob) })
    expect((await begin(bob)).status).toBe(200)
  })

  test("have so many bytes together, as they were announced, and not one more", async () => {
    const most = MOST.gib * 2 ** 30
    expect((await begin(admin, most - 120)).status).toBe(200)
    expect((await begin(admin, 121)).json).toMatchObject({ code: "upload.too_many" })
    expect((await begin(admin, 120)).status).toBe(200)
  })

  test("at the same moment too", async () => {
    const carol = await registered(server, "carol@example.com")
    await sendLetter(admin, admin.org, ["carol@example.com"])
    const all = await Promise.all(Array.from({ length: 3 * MOST.uploads }, () => begin(carol)))
    expect(all.filter(({ status }) => status === 200)).toHaveLength(MOST.uploads)
  })
})

describe("S27 R28 a harvester of addresses", () => {
  const names = (count: number, from: number) => Array.from({ length: count }, (_, at) => `p${from + at}@example.com`)

  test("who is a guest gets a few, and is told how long to wait; a member gets more", async () => {
    const ask = (who: TestPerson, count: number, from: number) => who.account.client.lookUp(names(count, from))
    let answered = 0
    let refused: ApiProblem | null = null
    for (let from = 0; refused === null && from < 1_000; from += 10)
      await ask(guest, 10, from).then(
        () => (answered += 10),
        (problem: ApiProblem) => (refused = problem),
      )
    expect(answered).toBeLessThanOrEqual(MOST.guestLookUps)
    expect(answered).toBeGreaterThan(MOST.guestLookUps / 2)
    expect(refused).toMatchObject({ code: "request.rate_limited", problem: { status: 429 } })
    expect((refused as unknown as ApiProblem).problem.retryAfter).toBeGreaterThan(60)
    expect((await ask(bob, 100, 0)).entries).toHaveLength(100)
    expect((await ask(bob, 100, 0)).entries).toHaveLength(100)
  })
})

describe("S35 R28 who unlocks without end", () => {
  test("waits for the rest of the minute; another reader does not", async () => {
    const body = { kid: toBase64url(randomBytes(32)) }
    const line = `POST /api/messages/${letter}/grant`
    const answers = []
    for (let at = 0; at <= MOST.unlocks; at++)
      answers.push(await rawCall(server, { line, session: sessionOf(admin), body }))
    const last = answers.at(-1)
    expect(last).toMatchObject({ status: 429, json: { code: "request.rate_limited" } })
    expect(Number(last?.headers.get("retry-after"))).toBeLessThanOrEqual(60)
    expect(answers.slice(0, -1).map(({ status }) => status)).not.toContain(429)
    expect((await readMessage({ account: bob.account, id: letter as never })).id).toBe(letter)
  })
})
