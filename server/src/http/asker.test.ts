/** Limits are each asker's own, also where all requests come through one reverse proxy. */
import { once } from "node:events"
import { connect } from "node:net"
import type { Socket } from "node:net"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"
import { askerOf } from "./asker.ts"

const SETTINGS = { PUBLIC_ORIGIN: "https://mail.example.com", SMTP_URL: "smtp://localhost" }
/** More than one address may have open. */
const MANY = 300
let server: TestServer

beforeAll(async () => {
  server = await startTestServer(SETTINGS)
})
afterAll(() => server?.stop())

const code = (number: number, headers: Record<string, string>) =>
  fetch(`${server.address}/api/accounts/codes`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ address: `person-${number}@example.com` }),
  })

describe("S28 behind a reverse proxy on this machine", () => {
  test("one stranger who spends all tries shuts nobody else out", async () => {
    let last = await code(0, { "x-forwarded-for": "198.51.100.7" })
    for (let asked = 1; last.status === 200 && asked < 200; asked++)
      last = await code(asked, { "x-forwarded-for": `203.0.113.9, 198.51.100.7` })
    expect(last.status).toBe(429)
    expect((await code(500, { "x-forwarded-for": "198.51.100.8" })).status).toBe(200)
  })

  test("what only this machine may see is not shown to whom the proxy names", async () => {
    const metrics = (headers: Record<string, string>) => fetch(`${server.address}/metrics`, { headers })
    expect((await metrics({ "x-forwarded-for": "198.51.100.7" })).status).toBe(404)
    expect((await metrics({ "x-forwarded-for": "127.0.0.1, 198.51.100.7" })).status).toBe(404)
    expect((await metrics({})).status).toBe(200)
  })

  test("many connections of the proxy are many people's", async () => {
    const sockets: Socket[] = []
    for (let made = 0; made < MANY; made++) {
      const socket = connect(Number(new URL(server.address).port), "127.0.0.1")
      socket.on("error", () => undefined)
      await once(socket, "connect")
      sockets.push(socket)
    }
    const newest = sockets.at(-1) ?? expect.fail()
    newest.write("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n")
    const [answer] = (await Promise.race([once(newest, "data"), once(newest, "close")])) as [unknown]
    expect(String(answer)).toContain("200 OK")
    for (const socket of sockets) socket.destroy()
  })
})

describe("S28 who asks", () => {
  const proxies = new Set(["127.0.0.1", "10.0.0.2"])
  test.each([
    ["198.51.100.7", "203.0.113.9", "198.51.100.7"],
    ["::ffff:127.0.0.1", "203.0.113.9", "203.0.113.9"],
    ["127.0.0.1", "192.0.2.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"],
    ["127.0.0.1", "203.0.113.9:4711", "203.0.113.9"],
    ["127.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"],
    ["127.0.0.1", "2001:db8::1", "2001:db8::1"],
    ["127.0.0.1", "203.0.113.9, unknown", "127.0.0.1"],
    ["127.0.0.1", "", "127.0.0.1"],
    ["127.0.0.1", null, "127.0.0.1"],
  ])("%s says %s: %s", (peer, forwarded, asker) => {
    expect(askerOf(peer, forwarded, proxies)).toBe(asker)
  })
})
