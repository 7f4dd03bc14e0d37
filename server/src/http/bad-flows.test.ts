/** Calls of the right form that must not be granted: each has its own clear problem, and nothing is stored or lost. */
import { randomBytes } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { concat, decodeCbor, encodeCbor, fromBase64url, hash, newId, sha256, toBase64url } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { register, opaqueInProcess, signIn } from "@smp/shared/account"
import { createApiClient, memoryStore, signedFromText, signedToText } from "@smp/shared/client"
import type { ApiProblem, Fetch, Session } from "@smp/shared/client"
import { encodeSlip, readHeader, readSlip, signHeader, signRecord, slipHash } from "@smp/shared/slip"
import type { Slip } from "@smp/shared/slip"
import { CHUNK_BYTES } from "@smp/shared/wire"
import type { MessageCommit, OrganizationId } from "@smp/shared/wire"
import { rawCall } from "../testing/raw-call.ts"
import type { RawCall } from "../testing/raw-call.ts"
import { stored } from "../testing/stored.ts"
import { founder, invite, registered, sendLetter, signedInAgain } from "../testing/test-people.ts"
import type { TestPerson } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

let server: TestServer
/** Milliseconds by which the agent's clock is ahead. */
let agentAhead = 0
let org: OrganizationId
let bob: TestPerson
/** As a client of ours sent it. */
let commit: MessageCommit

const sessionOf = ({ account }: TestPerson): Session => {
  if (account.client.session === null) throw new Error("not signed in")
  return account.client.session
}
const call = (input: RawCall) => rawCall(server, { session: sessionOf(bob), ...input })
const key = () => ({ "idempotency-key": toBase64url(randomBytes(24)) })

beforeAll(async () => {
  server = await startTestServer({}, () => Date.now() + agentAhead)
  const admin = await founder(server, "admin@example.com", "Example Legal")
  org = admin.org
  await invite(admin, "bob@example.com")
  await registered(server, "bob@example.com")
  const noting: Fetch = async (input, init) => {
    if (String(input).endsWith("/api/messages"))
      commit = JSON.parse(new TextDecoder().decode(init?.body as Uint8Array)) as MessageCommit
    return fetch(input, init)
  }
  bob = await signedInAgain(server, "bob@example.com", { fetch: noting })
  await sendLetter(bob, org, ["admin@example.com"])
})
afterAll(() => server?.stop())

describe("S34 R30 an upload that does not fit", () => {
  const CHUNKS = 3
  const last = 40
  const length = 74 + 2 * CHUNK_BYTES + last
  const header = randomBytes(74)
  const chunks = [randomBytes(CHUNK_BYTES), randomBytes(CHUNK_BYTES), randomBytes(last)]
  const obj = newId("obj")
  const begin = (more: object = {}) =>
    call({
      line: "POST /api/uploads",
      body: { obj, org, header: toBase64url(header), length, chunks: CHUNKS, ...more },
    })
  const put = (index: number | string, bytes: Uint8Array, ...stated: Bytes[]) => {
    const digests = stated.length > 0 ? stated : [sha256(new Uint8Array(bytes))]
    return call({
      line: `PUT /api/uploads/${obj}/chunks/${index}`,
      body: bytes,
      digest: hash("chunks", ...digests),
      headers: { "chunk-digests": toBase64url(concat(...digests)) },
    })
  }
  const digest = (index: number): Bytes => sha256(new Uint8Array(chunk(index)))
  const chunk = (index: number): Buffer => chunks[index] ?? Buffer.alloc(0)

  test("a number of chunks that does not fit the length, a length beyond the largest file: 400", async () => {
    for (const more of [
      { chunks: 2 },
      { chunks: 4 },
      { length: 105 },
      { length: 2 ** 40 },
      { chunks: 0 },
      { chunks: 1.5 },
    ])
      expect((await begin({ obj: newId("obj"), ...more })).json).toMatchObject({
        status: 400,
        code: "request.malformed",
      })
    expect((await begin({ obj: newId("obj"), org: newId("org") })).status).toBe(404)
  })

  test("wrong index, wrong length, wrong or no hash: 422, and the chunk is still missing", async () => {
    expect((await begin()).json).toMatchObject({ received: [], complete: false })
    const wrong = [
      await put(3, chunk(0)),
      await put(-1, chunk(0)),
      await put("1e0", chunk(2)),
      await put("0x1", chunk(2)),
      await put(2, chunk(0)),
      await put(0, chunk(2)),
      await put(0, new Uint8Array()),
      await put(0, chunk(0), digest(1)),
      await put(0, Buffer.concat([chunk(0), chunk(1)]), digest(1), digest(0)),
      await put(1, Buffer.concat([chunk(1), chunk(0)]), digest(1), digest(0)),
      await put(0, Buffer.concat(chunks), digest(0), digest(1)),
      await put(2, Buffer.concat([chunk(2), chunk(2)]), digest(2), digest(2)),
      await put(0, chunk(0), ...Array.from({ length: 9 }, () => digest(0))),
      await call({ line: `PUT /api/uploads/${obj}/chunks/0`, body: chunk(0) }),
    ]
    expect(wrong.map(({ status, json }) => `${status} ${json.code}`)).toEqual(
      wrong.map(() => "422 upload.chunk_refused"),
    )
    expect((await call({ line: `GET /api/uploads/${obj}` })).json).toMatchObject({ received: [] })
  })

  test("R1 a proof of other hashes than those announced: 401, and nothing is read or kept", async () => {
    const other = await call({
      line: `PUT /api/uploads/${obj}/chunks/0`,
      body: chunk(0),
      digest: hash("chunks", digest(1)),
      headers: { "chunk-digests": toBase64url(digest(0)) },
    })
    const plain = await call({
      line: `PUT /api/uploads/${obj}/chunks/0`,
      body: chunk(0),
      headers: { "chunk-digests": toBase64url(digest(0)) },
    })
    expect([other, plain].map(({ status, json }) => `${status} ${json.code}`)).toEqual(
      Array.from({ length: 2 }, () => "401 session.proof_refused"),
    )
    expect((await call({ line: `GET /api/uploads/${obj}` })).json).toMatchObject({ received: [] })
  })

  test("of several chunks those before the wrong one are kept, and the line serves on", async () => {
    const two = await put(0, Buffer.concat([chunk(0), chunk(1)]), digest(0), digest(0))
    expect(two.json.code).toBe("upload.chunk_refused")
    expect((await call({ line: `GET /api/uploads/${obj}` })).json).toMatchObject({ received: [[0, 0]] })
    expect((await put(0, Buffer.concat(chunks), digest(0), digest(1), digest(2))).status).toBe(204)
    expect((await call({ line: `GET /api/uploads/${obj}` })).json).toMatchObject({ received: [[0, 2]] })
    expect((await call({ line: `DELETE /api/uploads/${obj}` })).status).toBe(204)
    expect((await begin()).json).toMatchObject({ received: [], complete: false })
  })

  test("what is missing is named, another root is refused; then the right one is taken, and again", async () => {
    const root = (digests: readonly Bytes[]) => toBase64url(hash("segments", new Uint8Array(header), ...digests))
    const digests = chunks.map((bytes) => sha256(new Uint8Array(bytes)))
    const complete = (text: string) => call({ line: `POST /api/uploads/${obj}/complete`, body: { root: text } })
    expect((await put(1, chunk(1))).status).toBe(204)
    expect(await complete(root(digests))).toMatchObject({
      status: 409,
      json: { code: "upload.incomplete", missing: [0, 2] },
    })
    for (const index of [2, 0, 0]) expect((await put(index, chunk(index))).status).toBe(204)
    expect((await complete(root(digests.toReversed()))).json.code).toBe("upload.chunk_refused")
    expect((await complete(root(digests))).status).toBe(204)
    expect((await complete(root(digests))).status).toBe(204)
    expect((await complete(root(digests.toReversed()))).json.code).toBe("upload.chunk_refused")
    expect((await begin({ header: toBase64url(randomBytes(74)) })).json.code).toBe("upload.taken")
  })
})

describe("R30 a message that does not hold together", () => {
  const post = (body: MessageCommit, headers: Record<string, string> = key()) =>
    call({ line: "POST /api/messages", body, headers })
  /** The commit with another slip, signed by its sender. */
  const signedAgain = async (change: (slip: Slip) => Slip): Promise<MessageCommit> => {
    const slip = encodeSlip(change(readSlip(fromBase64url(commit.slip))))
    const header = { ...readHeader(signedFromText(commit.header)), slip: slipHash(slip) }
    const signed = await signHeader(bob.account.keySet, header)
    return { ...commit, header: signedToText(signed), slip: toBase64url(slip) }
  }

  /** With a record, like those of blind copies. */
  const grantFor = async (addr: string): Promise<string> => {
    const grant = decodeCbor(fromBase64url(commit.grants[0] ?? ""), 16_384) as Record<string, unknown>
    const { org, msg, slip } = readHeader(signedFromText(commit.header))
    const reader = { prn: newId("idn"), kid: randomBytes(32), scope: "all" } as const
    const role = {
      addr,
      role: "bcc",
      why: "send",
      iss: bob.account.idn,
      at: Date.now(),
      auth: null,
      bcc: null,
    } as const
    const rec = await signRecord(bob.account.keySet, { org, msg, slip, ...reader, ...role })
    return toBase64url(encodeCbor({ ...grant, ...reader, rec: { b: rec.b, k: rec.k, s: rec.s } }))
  }

  test("no recipient: 422, and it says so", async () => {
    const before = stored(server.dataDir)
    const empty = await signedAgain((slip) => ({ ...slip, to: [], cc: [] }))
    expect((await post(empty)).json).toMatchObject({ status: 422, code: "message.no_recipient" })
    expect(stored(server.dataDir)).toBe(before)
  })

  test("an unknown suite, in the header or in a grant: 422", async () => {
    const before = stored(server.dataDir)
    // CBOR: the text "suite", then a small number.
    const raised = (text: string): string => {
      const bytes = Buffer.from(text, "base64url")
      const at = bytes.indexOf("suite") + 5
      expect(bytes[at]).toBe(1)
      bytes.writeUInt8(9, at)
      return bytes.toString("base64url")
    }
    const header = { ...commit.header, b: raised(commit.header.b) }
    const grants = commit.grants.map(raised)
    for (const body of [
      { ...commit, header },
      { ...commit, grants },
    ])
      expect((await post(body)).json).toMatchObject({ status: 422, code: "message.refused" })
    expect(stored(server.dataDir)).toBe(before)
  })

  test("anything changed after it was signed, or somebody else's name: 422", async () => {
    const before = stored(server.dataDir)
    const flipped = (text: string): string => {
      const bytes = Buffer.from(text, "base64url")
      bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1)
      return bytes.toString("base64url")
    }
    const late = await signedAgain((slip) => ({ ...slip, at: slip.at - 3_600_000 }))
    const early = await signedAgain((slip) => ({ ...slip, at: slip.at + 3_600_000 }))
    const asAdmin = await signedAgain((slip) => ({ ...slip, from: { ...slip.from, addr: "admin@example.com" } }))
    const strange = await signedAgain((slip) => ({
      ...slip,
      to: slip.to.map((to) => ({ ...to, addr: "x@example.org" })),
    }))
    const wrong: MessageCommit[] = [
      { ...commit, slip: flipped(commit.slip) },
      { ...commit, header: { ...commit.header, s: flipped(commit.header.s) } },
      { ...commit, grants: commit.grants.slice(1) },
      { ...commit, grants: [...commit.grants, ...commit.grants] },
      { ...commit, bcc: ["admin@example.com"] },
      { ...commit, bcc: ["blind@example.org"] },
      { ...commit, grants: [...commit.grants, await grantFor("blind@example.org")] },
      { ...commit, grants: [...commit.grants, await grantFor("other@example.org")], bcc: ["blind@example.org"] },
      { ...commit, tickets: [commit.header] },
      late,
      early,
      asAdmin,
      strange,
    ]
    const codes = await Promise.all(wrong.map(async (body) => (await post(body)).json.code))
    expect(codes).toEqual(wrong.map(() => "message.refused"))
    expect(stored(server.dataDir)).toBe(before)
  })

  test("bytes in another form than the one canonical base64url: 400, wherever they stand", async () => {
    const before = stored(server.dataDir)
    const { body } = commit
    if (!("inline" in body)) throw new Error("an inline body was expected")
    // The second and the third read as the right bytes for a decoder that is not strict.
    const spoilt = (text: string) => [`${text.slice(0, -1)}*`, ` ${text}`, `${text}=`, text.replace(/[A-Z]/, "\u0141")]
    const wrong = [
      ...spoilt(commit.slip).map((slip) => ({ ...commit, slip })),
      ...spoilt(commit.core).map((core) => ({ ...commit, core })),
      ...spoilt(body.inline).map((inline) => ({ ...commit, body: { inline } })),
      ...spoilt(commit.bccRecord).map((bccRecord) => ({ ...commit, bccRecord })),
      ...spoilt(commit.grants[0] ?? "").map((grant) => ({ ...commit, grants: [grant, ...commit.grants.slice(1)] })),
    ]
    const codes = await Promise.all(wrong.map(async (each) => (await post(each)).json.code))
    expect(codes).toEqual(wrong.map(() => "request.malformed"))
    expect(stored(server.dataDir)).toBe(before)
  })

  test("no Idempotency-Key, or one that was used for another message: refused; the same message id: taken", async () => {
    expect((await post(commit, {})).json.code).toBe("request.malformed")
    expect((await post(commit, { "idempotency-key": "short" })).json.code).toBe("request.malformed")
    expect((await post(commit)).json).toMatchObject({ status: 409, code: "message.taken" })
    const fresh = await signedAgain((slip) => slip)
    const used = key()
    expect((await post(fresh, used)).json.code).toBe("message.taken")
    expect((await post({ ...commit, org: newId("org") as OrganizationId }, used)).status).toBe(404)
  })
})

describe("S28 S30 a code or a password that is not right", () => {
  const entrance = (address: string) => ({
    client: createApiClient({ origin: server.origin }),
    opaque: opaqueInProcess(),
    address,
    name: address,
    password: "four unrelated words here",
    device: "test",
    transport: "bearer" as const,
    trusted: false,
    pins: memoryStore(),
  })
  const refusal = (code: string) => expect.objectContaining({ code })

  test("a wrong code says how many tries are left, and the right one still counts once", async () => {
    const options = entrance("eve@example.org")
    const { nonce } = await options.client.requestCode({ address: options.address })
    const code = server.code(options.address)
    const wrong = code.startsWith("A") ? `B${code.slice(1)}` : `A${code.slice(1)}`
    await expect(register({ ...options, code: wrong, nonce })).rejects.toMatchObject({
      code: "account.code_refused",
      problem: { triesLeft: expect.any(Number) },
    })
    await register({ ...options, code, nonce })
    const again = { ...entrance("eve@example.org"), code, nonce }
    await expect(register(again)).rejects.toMatchObject({
      code: expect.stringMatching(/^account\.(exists|code_expired)$/),
    })
  })

  test("an expired code: 410; a new one works", async () => {
    const options = entrance("frank@example.org")
    const { nonce, expiresAt } = await options.client.requestCode({ address: options.address })
    const code = server.code(options.address)
    agentAhead = expiresAt - Date.now() + 1_000
    await expect(register({ ...options, code, nonce })).rejects.toEqual(refusal("account.code_expired"))
    const fresh = await options.client.requestCode({ address: options.address })
    await register({ ...options, code: server.code(options.address), nonce: fresh.nonce })
  })

  test("R28 asking for a code in haste costs no more than the rest of the half minute, however often; eight are mailed in an hour", async () => {
    const { client, address } = entrance("hasty@example.org")
    await client.requestCode({ address })
    for (let asks = 1; asks <= 10; asks++) {
      const refused = await client.requestCode({ address }).catch((error: unknown) => error)
      expect(refused).toMatchObject({ code: "request.rate_limited" })
      expect((refused as ApiProblem).problem.retryAfter).toBeLessThanOrEqual(30)
    }
    for (let code = 2; code <= 8; code++) {
      agentAhead += 30_000
      await client.requestCode({ address })
    }
    agentAhead += 30_000
    const refused = await client.requestCode({ address }).catch((error: unknown) => error)
    expect((refused as ApiProblem).problem.retryAfter).toBeGreaterThan(3_000)
  })

  test("R28 wrong passwords: 401 without saying which was wrong, then 429 with the time to wait; others sign in", async () => {
    const attempt = (address: string) => signIn({ ...entrance(address), password: "not the password" })
    const unknown = await attempt("nobody@example.org").catch((error: unknown) => error)
    const wrong = await attempt("bob@example.com").catch((error: unknown) => error)
    expect(unknown).toEqual(wrong)
    let limited: unknown = null
    for (let tries = 1; tries <= 20 && limited === null; tries++)
      await attempt("bob@example.com").catch((error: { code?: string }) => {
        if (error.code === "request.rate_limited") limited = error
      })
    expect(limited).toMatchObject({ code: "request.rate_limited", problem: { status: 429 } })
    const start = await rawCall(server, {
      line: "POST /api/accounts/sign-in/start",
      body: { address: "bob@example.com", request: toBase64url(randomBytes(96)) },
    })
    expect(start.status).toBe(429)
    expect(Number(start.headers.get("retry-after"))).toBeGreaterThan(0)
    // Who is signed in stays so, and another account is not locked.
    expect((await call({ line: "GET /api/account" })).status).toBe(200)
    await signIn(entrance("admin@example.com"))
  }, 120_000)

  test("S63 nothing of what was refused came into the databases", () => {
    expect(stored(server.dataDir)).not.toContain(Buffer.from("not the password").toString("hex"))
  })
})
