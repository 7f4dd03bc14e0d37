/** Every route with a body, and what no client of ours sends: one clear problem, nothing stored, the server goes on. */
import { once } from "node:events"
import { connect } from "node:net"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Session } from "@smp/shared/client"
import { CHUNK_BYTES } from "@smp/shared/wire"
import { announce, onTheLine, rawCall } from "../testing/raw-call.ts"
import type { RawAnswer } from "../testing/raw-call.ts"
import { stored } from "../testing/stored.ts"
import { founder } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"
import type { Route } from "./route.ts"

let server: TestServer
let session: Session
let params: Record<string, string>
let before: string

beforeAll(async () => {
  server = await startTestServer()
  const admin = await founder(server, "admin@example.com", "Example Legal")
  if (admin.account.client.session === null) throw new Error("not signed in")
  session = admin.account.client.session
  params = { org: admin.org, key: "k".repeat(26), index: "0" }
  before = stored(server.dataDir)
})
afterAll(() => server?.stop())

const line = ({ method, path }: Route): string =>
  `${method} ${path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? "absent")}`
const routesTaking = (body: "chunks" | "json"): Route[] =>
  server.routes.filter((route) =>
    body === "chunks" ? route.body === "chunks" : route.body !== null && route.body !== "chunks",
  )
const headers = { "idempotency-key": "i".repeat(26) }

/** Tries every route and tells which answers are not `status` with `code`, or which are no problem at all. */
async function others(
  routes: readonly Route[],
  expected: readonly [number, string],
  ask: (route: Route) => Promise<RawAnswer>,
): Promise<string[]> {
  expect(routes.length).toBeGreaterThan(0)
  const wrong: string[] = []
  for (const route of routes) {
    const { status, json } = await ask(route)
    if (status !== expected[0] || json.code !== expected[1] || json.status !== status || !json.title)
      wrong.push(`${route.method} ${route.path}: ${status} ${JSON.stringify(json)}`)
  }
  expect(stored(server.dataDir)).toBe(before)
  return wrong
}

/** Sends more than the limit, rests, sends on, and looks for an answer only when everything is out. */
async function slowly(asked: string, length: Record<string, string>, limit: number): Promise<string> {
  const { hostname, port } = new URL(server.origin)
  const socket = connect(Number(port), hostname)
  await once(socket, "connect")
  socket.pause()
  socket.on("error", () => undefined)
  const send = (bytes: Uint8Array | string) =>
    new Promise<void>((sent, failed) => socket.write(bytes, (fault) => (fault ? failed(fault) : sent())))
  const isChunked = "transfer-encoding" in length
  const token = isChunked ? session.token : "x".repeat(43)
  const head = { host: "x", "content-type": "application/json", authorization: `Bearer ${token}`, ...length }
  await send(
    `${asked} HTTP/1.1\r\n${Object.entries(head)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join("")}\r\n`,
  )
  const piece = new Uint8Array(65_536).fill(0x20)
  const framed = isChunked ? Buffer.concat([Buffer.from("10000\r\n"), piece, Buffer.from("\r\n")]) : piece
  for (let sent = 0; sent <= limit; sent += piece.length) await send(framed)
  // Longer than it takes to answer.
  for (let rest = 0; rest < 8; rest++) {
    await new Promise((done) => setTimeout(done, 150))
    await send(framed)
  }
  const answered = once(socket, "data")
  socket.resume()
  const [answer] = (await answered) as [Buffer]
  socket.destroy()
  return answer.toString("latin1")
}

describe("R30 a body that nobody should send", () => {
  const malformed: Record<string, unknown> = {
    "cut JSON": '{"address":"a@exam',
    "no JSON": "address=a@example.com",
    "JSON followed by more": "{} {}",
    "text that is not UTF-8": new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]),
    "an empty body": "",
    null: "null",
    "a list": "[]",
    "a number beyond all measure": "1e999",
    "a name that nobody asked for": { unexpected: true, __proto__: { admin: true } },
    "a name that changes prototypes": '{"__proto__":{"admin":true},"constructor":{"prototype":{}}}',
    "thirty thousand lists in one another": "[".repeat(30_000),
  }
  test.each(Object.entries(malformed))("%s: 400 and where it does not fit", async (_, body) => {
    const wrong = await others(routesTaking("json"), [400, "request.malformed"], (route) => {
      const type = { "content-type": "application/json" }
      return rawCall(server, { line: line(route), body, headers: { ...headers, ...type }, session })
    })
    expect(wrong).toEqual([])
  })

  test("another content type: 415", async () => {
    for (const [kind, type] of [
      ["json", "text/plain"],
      ["json", "application/x-www-form-urlencoded"],
      ["chunks", "application/json"],
    ] as const) {
      const ask = (route: Route) =>
        rawCall(server, { line: line(route), body: "{}", headers: { ...headers, "content-type": type }, session })
      expect(await others(routesTaking(kind), [415, "request.unsupported_media"], ask)).toEqual([])
    }
  })

  test("an oversized body is refused by its announced length, before a byte of it is sent: 413", async () => {
    const routes = [...routesTaking("json"), ...routesTaking("chunks")]
    const ask = (route: Route) => announce(server, { line: line(route), headers, session }, route.limit + 1)
    expect(await others(routes, [413, "request.too_large"], ask)).toEqual([])
  })

  test("an oversized body of no announced length is cut at the limit: 413", async () => {
    const routes = routesTaking("json").filter(({ limit }) => limit <= 1 << 20)
    const ask = async (route: Route): Promise<RawAnswer> => {
      const piece = new Uint8Array(65_536).fill(0x20)
      let left = Math.ceil(route.limit / piece.length) + 2
      const body = new ReadableStream({
        pull: (sink) => (left-- > 0 ? sink.enqueue(piece) : sink.close()),
      })
      const [method = "", path = ""] = line(route).split(" ")
      const authorization = `Bearer ${session.token}`
      const type = { "content-type": "application/json", authorization, ...headers }
      const response = await fetch(server.origin + path, { method, headers: type, body, duplex: "half" } as RequestInit)
      return { status: response.status, headers: response.headers, json: (await response.json()) as RawAnswer["json"] }
    }
    expect(await others(routes, [413, "request.too_large"], ask)).toEqual([])
  })

  test.each([
    ["of no announced length and too large", "POST /api/wanted/refusals", { "transfer-encoding": "chunked" }],
    ["that nobody reads, by a stranger", "POST /api/messages", { "content-length": String(40 << 20) }],
  ])("the sender of a body %s learns it, however slowly it sends the rest", async (_, asked, length) => {
    const route = server.routes.find(({ method, path }) => `${method} ${path}` === asked)
    expect(await slowly(asked, length, Math.min(route?.limit ?? 0, 1 << 20))).toMatch(/^HTTP\/1\.1 4(01|13) /)
  })

  test("a body that ends before its announced length changes nothing, and the next request is served", async () => {
    for (const route of [...routesTaking("json"), ...routesTaking("chunks")].slice(0, 12)) {
      const body = route.body === "chunks" ? new Uint8Array(100) : '{"address":"a@example.com"}'
      const text = await onTheLine(server, { line: line(route), body, headers, session }, 5_000)
      expect(text).not.toMatch(/^HTTP\/1\.1 (2|5)/)
    }
    expect(stored(server.dataDir)).toBe(before)
    expect((await rawCall(server, { line: "GET /api/account", session })).status).toBe(200)
  })

  test("bytes after the announced length are no second request in disguise", async () => {
    const smuggled = `GET /api/key-ring HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${session.token}\r\n\r\n`
    const body = `{"address":"a@example.com"}${smuggled}`
    const text = await onTheLine(server, { line: "POST /api/accounts/codes", body, session: null }, 27)
    expect(text.match(/HTTP\/1\.1 200/g) ?? []).toHaveLength(1)
    expect(text).not.toContain('"box"')
  })
})

describe("R30 a path or a header that nobody should send", () => {
  test.each([
    "GET /api/messages/..%2f..%2fkeys",
    "GET /api/messages/%00",
    "GET /api/messages/%ff",
    "GET /api/messages/msg_'%20or%201=1--",
    "GET /api/organizations/..%2f..%2fplatform/members",
    "GET /api/uploads/__proto__",
    "GET /api/log/constructor/checkpoint",
    "GET /api/no-such-route",
    "POST /api/messages/msg_x/unknown",
    "TRACE /api/account",
  ])("%s: a problem below 500", async (asked) => {
    const [method = "", path = ""] = asked.split(" ")
    if (method === "TRACE") return expect(await onTheLine(server, { line: asked, session }, 0)).toMatch(/^HTTP\/1\.1 4/)
    const answer = await rawCall(server, { line: `${method} ${path}`, session })
    expect([400, 404]).toContain(answer.status)
    expect(answer.json).toMatchObject({ status: answer.status, code: expect.any(String), title: expect.any(String) })
  })

  test.each([
    ["GET /api/messages?folder=attic", 400],
    ["GET /api/messages?cursor=%22", 400],
    ["GET /api/log/keys/consistency?from=-1&to=1e9", 416],
    ["GET /api/log/keys/leaves?from=0&to=99999999999999999999", 416],
    ["GET /api/log/keys/inclusion?index=NaN&size=1", 416],
  ] as const)("%s: %i", async (asked, status) => {
    expect((await rawCall(server, { line: asked, session })).status).toBe(status)
  })

  test("a proof that is text, or a token that is none: 401", async () => {
    const line = "GET /api/account"
    for (const proof of ["", "x", "v1 now", "a".repeat(5_000), "v1;1;2;3"])
      expect((await rawCall(server, { line, session, headers: { "smp-proof": proof } })).status).toBe(401)
    for (const authorization of ["Bearer", "Bearer ", "Basic YTpi", `Bearer ${"A".repeat(43)}`, "Bearer ä"])
      expect((await rawCall(server, { line, headers: { authorization: encodeURI(authorization) } })).status).toBe(401)
  })

  test("chunks are at most as large as eight segments", () => {
    for (const route of routesTaking("chunks")) expect(route.limit).toBe(8 * CHUNK_BYTES)
  })
})
