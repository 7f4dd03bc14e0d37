import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { request } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { randomBytes } from "@smp/shared/bytes"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import * as z from "zod"
import { callClient } from "./call-client.ts"
import { byteString, CallFailed, CallRefused, nothing } from "./contract.ts"
import { serveCalls } from "./serve-calls.ts"
import type { ServedCalls } from "./serve-calls.ts"

const contract = {
  echo: {
    request: z.strictObject({ bytes: byteString(8 << 20) }),
    reply: z.strictObject({ bytes: byteString(8 << 20) }),
    isRepeatable: true,
  },
  refuse: { request: nothing, reply: nothing, isRepeatable: false },
  lie: { request: nothing, reply: z.strictObject({ count: z.int() }), isRepeatable: false },
} as const

let folder: string
let path: string
let served: ServedCalls | null
let faults: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "calls-"))
  path = join(folder, "socket")
  served = null
  faults = []
})
afterEach(async () => {
  await served?.close()
  rmSync(folder, { recursive: true })
})

async function serve(at = path): Promise<void> {
  served = await serveCalls({
    path: at,
    contract,
    calls: {
      echo: ({ bytes }) => Promise.resolve({ bytes }),
      refuse: () => Promise.reject(new CallRefused("account.code_refused", { triesLeft: 3 })),
      lie: () => Promise.reject(new Error("a secret reason")),
    },
    onFault: (call) => faults.push(call),
  })
}

function post(name: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath: path, path: `/${name}`, method: "POST" }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    sent.on("error", reject)
    sent.end(body)
  })
}

describe("local calls", () => {
  test("bytes of any size up to the cap come back as they were", async () => {
    await serve()
    const { echo } = callClient(path, contract)
    for (const size of [0, 1, 2, 3, 1 << 20, 8 << 20]) {
      const bytes = new Uint8Array(size).fill(size % 251)
      expect((await echo({ bytes })).bytes.length).toBe(size)
    }
    const bytes = randomBytes(1000)
    expect((await echo({ bytes })).bytes).toEqual(bytes)
  })

  test("a refusal carries its code and nothing else; a fault only that there was one", async () => {
    await serve()
    const client = callClient(path, contract)
    await expect(client.refuse({})).rejects.toMatchObject({ code: "account.code_refused", triesLeft: 3 })
    await expect(client.lie({})).rejects.toThrow(/^failed \(500\)$/)
    expect(faults).toEqual(["lie"])
  })

  test("what is not in the contract is refused before it is looked at", async () => {
    await serve()
    expect(await post("nothing", "{}")).toBe(404)
    expect(await post("constructor", "{}")).toBe(404)
    expect(await post("echo", "{")).toBe(400)
    expect(await post("echo", '{"bytes":"*"}')).toBe(400)
    expect(await post("echo", '{"bytes":"","more":1}')).toBe(400)
    expect(await post("echo", JSON.stringify({ bytes: "A".repeat(12 << 20) }))).toBe(400)
  })

  test("only its owner may connect, and a second server does not take the socket over", async () => {
    await serve()
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const twin = serveCalls({ path, contract, calls: {} as never, onFault: () => undefined })
    await expect(twin).rejects.toThrow(/running twice/)
  }, 20_000)

  test("a caller waits for a server that is being started, also over what a killed one left", async () => {
    writeFileSync(path, "")
    const { echo } = callClient(path, contract)
    const bytes = randomBytes(10)
    const waiting = echo({ bytes })
    await new Promise((resolve) => setTimeout(resolve, 150))
    await serve()
    expect((await waiting).bytes).toEqual(bytes)
    await served?.close()
    const again = echo({ bytes })
    await serve()
    expect((await again).bytes).toEqual(bytes)
  })

  test("without a server a call fails in time", async () => {
    const { echo } = callClient(path, contract, { patienceMs: 100 })
    await expect(echo({ bytes: new Uint8Array() })).rejects.toBeInstanceOf(CallFailed)
  })

  test("a folder whose path is too long for a socket is no obstacle", async () => {
    path = join(folder, "x".repeat(100), "y".repeat(100), "socket")
    mkdirSync(join(path, ".."), { recursive: true })
    await serve(path)
    const bytes = randomBytes(10)
    expect((await callClient(path, contract).echo({ bytes })).bytes).toEqual(bytes)
  })
})
