/** How often a password may be tried: strangers together a few times, and they keep nobody out who was here before. */
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { opaqueInProcess, recoverWithCode, register, signIn } from "@smp/shared/account"
import { createApiClient, memoryStore } from "@smp/shared/client"
import type { LocalStore } from "@smp/shared/client"
import { randomBytes, toBase64url } from "@smp/shared/bytes"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

const ADDRESS = "alice@example.com"
const PASSWORD = "four unrelated words here"
const OWN_NETWORK = "192.0.2.1"
/** More than strangers get together. */
const MANY = 25
const LIMITED = { code: "request.rate_limited" }
let server: TestServer
let recoveryCode: string
/** What the first device keeps. */
let desk: LocalStore

/** As somebody asks from this address, through the proxy. */
const entrance = (pins: LocalStore = memoryStore(), from = OWN_NETWORK) => {
  const headers = { "x-forwarded-for": from }
  const client = createApiClient({
    origin: server.origin,
    tries: 1,
    fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...headers } }),
  })
  const opaque = opaqueInProcess()
  const device = { device: "test", transport: "bearer" as const, trusted: false, pins }
  return { client, opaque, address: ADDRESS, name: "Alice", password: PASSWORD, ...device }
}
/** One guess, evaluated or refused: its answer is all that a guesser needs. */
async function guess(from: string, more: { known?: string; address?: string } = {}): Promise<boolean> {
  const { request } = await opaqueInProcess().startSignIn("a guess")
  const asked = entrance(memoryStore(), from).client.startSignIn({ address: ADDRESS, request, ...more })
  return asked.then(
    () => true,
    (error: unknown) => {
      expect(error).toMatchObject(LIMITED)
      return false
    },
  )
}
async function guesses(count: number, from: (at: number) => string, more = {}): Promise<number> {
  let evaluated = 0
  for (let at = 0; at < count; at++) if (await guess(from(at), more)) evaluated += 1
  return evaluated
}
const everywhere = (at: number) => `203.0.113.${at + 1}`

beforeEach(async () => {
  server = await startTestServer({ PROXIES: "127.0.0.1 ::1" })
  desk = memoryStore()
  const nonce = toBase64url(randomBytes(16))
  const made = await register({ ...entrance(desk), code: await server.setUpToken(), nonce, setUp: true })
  ;({ recoveryCode } = made)
})
afterEach(() => server?.stop())

describe("S28 R28 strangers who try passwords", () => {
  test("get 20 tries an hour from wherever, ten from one network, and keep out nobody who was here before", async () => {
    expect(await guesses(MANY, () => "198.51.100.7")).toBe(10)
    expect(await guesses(3, (at) => `2001:db8:1:2::${at + 1}`)).toBe(3)
    expect(await guesses(MANY, everywhere)).toBe(7)
    const stranger = await signIn(entrance()).catch((error: unknown) => error)
    expect(stranger).toMatchObject({ ...LIMITED, problem: { status: 429 } })
    expect((await signIn(entrance(desk))).address).toBe(ADDRESS)
    // Neither did that give them new tries.
    expect(await guess("203.0.113.200")).toBe(false)
  }, 60_000)

  test("are told apart by no address' having an account", async () => {
    const unknown = { address: "nobody@example.org" }
    expect(await guesses(MANY, everywhere, unknown)).toBe(20)
    expect(await guesses(1, () => OWN_NETWORK, { ...unknown, known: toBase64url(randomBytes(32)) })).toBe(0)
  })

  test("get no more from a whole network of IPv6 than from one address", async () => {
    expect(await guesses(MANY, (at) => `2001:db8:1:2:${at}::1`)).toBe(10)
    expect(await guess("2001:db8:1:3::1")).toBe(true)
  })

  test("get none by what another account's device holds, or by a word that they made up", async () => {
    await guesses(MANY, everywhere)
    const { client } = entrance()
    const nonce = (await client.requestCode({ address: "mallory@example.org" })).nonce
    const mallory = { ...entrance(), address: "mallory@example.org" }
    let known = ""
    await register({
      ...mallory,
      code: server.code("mallory@example.org"),
      nonce,
      pins: { ...mallory.pins, set: async (_key, value) => void (known ||= toBase64url(value)) },
    })
    expect(known).toHaveLength(43)
    for (const shown of [known, toBase64url(randomBytes(32))])
      expect(await guess(OWN_NETWORK, { known: shown })).toBe(false)
  })
})

describe("S28 R28 who was here before", () => {
  const wrong = { password: "not the password" }

  test("has 20 wrong tries there, and a right answer gives them back", async () => {
    const { request } = await opaqueInProcess().startSignIn("a guess")
    let shown: string | undefined
    const looking = { ...entrance(desk).client }
    const startSignIn: typeof looking.startSignIn = (body) => {
      shown = body.known
      return looking.startSignIn(body)
    }
    await signIn({ ...entrance(desk), client: Object.assign(entrance(desk).client, { startSignIn }) })
    const known = shown ?? ""
    expect(await guesses(15, () => OWN_NETWORK, { known })).toBe(15)
    await signIn(entrance(desk))
    expect(await guesses(MANY, () => OWN_NETWORK, { known })).toBe(20)
    await expect(entrance().client.startSignIn({ address: ADDRESS, request, known })).rejects.toMatchObject(LIMITED)
    // A device that was stolen uses up nothing of a new one.
    await signIn(entrance())
  }, 60_000)

  test("is a stranger again after the session of that device was ended from another one", async () => {
    const phone = memoryStore()
    await signIn(entrance(phone))
    const { client } = await signIn(entrance(desk))
    const { sessions } = await client.sessions()
    for (const { id, current } of sessions) if (!current) await client.endSession(id)
    await guesses(MANY, everywhere)
    await expect(signIn(entrance(phone))).rejects.toMatchObject(LIMITED)
    await expect(signIn({ ...entrance(desk), ...wrong })).rejects.toMatchObject({ code: "account.sign_in_refused" })
    await signIn(entrance(desk))
  }, 60_000)

  test("is whoever opens the ring by the recovery code, on any device", async () => {
    await guesses(MANY, everywhere)
    const phone = entrance()
    const { nonce } = await phone.client.requestCode({ address: ADDRESS })
    const mailboxCode = server.code(ADDRESS)
    const newPassword = "five other words than before"
    const account = await recoverWithCode({ ...phone, nonce, mailboxCode, recoveryCode, newPassword })
    expect(account.address).toBe(ADDRESS)
  }, 60_000)
})
