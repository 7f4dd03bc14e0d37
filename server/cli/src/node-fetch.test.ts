import { createServer } from "node:http"
import type { RequestListener, Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, describe, expect, it } from "vitest"
import { nodeFetch } from "./node-fetch.ts"

let server: Server | null = null
afterEach(() => server?.close().closeAllConnections())

async function serving(listener: RequestListener): Promise<string> {
  const started = createServer(listener)
  server = started
  await new Promise<void>((done) => void started.listen(0, "127.0.0.1", done))
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`
}
/** What both answer to the same call. */
async function both(origin: string, init: RequestInit = {}): Promise<unknown[]> {
  const outcomes = [nodeFetch(), fetch].map(async (call) => {
    try {
      const response = await call(`${origin}/a?b=c`, { redirect: "error", ...init })
      return { status: response.status, type: response.headers.get("content-type"), text: await response.text() }
    } catch (error) {
      return error instanceof Error ? error.name : error
    }
  })
  return Promise.all(outcomes)
}
const same = ([ours, theirs]: unknown[]): unknown => {
  expect(ours).toEqual(theirs)
  return ours
}

describe("Node's HTTP client in the form of fetch", () => {
  it("sends bytes and headers as they are, and gives any status with its body", async () => {
    const origin = await serving((asked, answer) => {
      const parts: Buffer[] = []
      asked.on("data", (part: Buffer) => void parts.push(part))
      asked.on("end", () => {
        const { "x-proof": proof, "content-length": length } = asked.headers
        answer.writeHead(418, { "content-type": "text/plain" })
        answer.end([asked.method, asked.url, proof, length, Buffer.concat(parts).toString("hex")].join(" "))
      })
    })
    const body = new Uint8Array(new Uint8Array(200_000).fill(7).buffer, 3, 5)
    const seen = same(await both(origin, { method: "PUT", body, headers: { "x-proof": "p" } }))
    expect(seen).toEqual({ status: 418, type: "text/plain", text: "PUT /a?b=c p 5 0707070707" })
  })

  it("gives an answer without a body", async () => {
    const origin = await serving((_, answer) => void answer.writeHead(204).end())
    expect(same(await both(origin))).toMatchObject({ status: 204, text: "" })
  })

  it("refuses a redirect, a line that is cut and a server that is not there, as fetch does", async () => {
    const redirecting = await serving((_, answer) => void answer.writeHead(302, { location: "/b" }).end())
    expect(same(await both(redirecting))).toBe("TypeError")
    server?.close().closeAllConnections()
    const cutting = await serving((_, answer) => {
      answer.writeHead(200, { "content-length": "1000" })
      answer.write("half", () => answer.destroy())
    })
    await expect(nodeFetch()(cutting, {})).rejects.toThrow("fetch failed")
    server?.close().closeAllConnections()
    expect(same(await both(cutting))).toBe("TypeError")
  })

  it("throws the signal's reason, before and while an answer is awaited", async () => {
    const origin = await serving(() => undefined)
    expect(same(await both(origin, { signal: AbortSignal.abort() }))).toBe("AbortError")
    expect(same(await both(origin, { signal: AbortSignal.timeout(50) }))).toBe("TimeoutError")
  })

  it("keeps its lines: a hundred calls go over few connections", async () => {
    const origin = await serving((_, answer) => void answer.end("x"))
    let lines = 0
    server?.on("connection", () => void (lines += 1))
    const call = nodeFetch()
    for (let count = 0; count < 100; count++) await (await call(origin, {})).text()
    expect(lines).toBe(1)
  })
})
