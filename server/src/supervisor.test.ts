import { spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"

const MAIN = resolve(import.meta.dirname, "main.ts")
const LINK = /http:\/\/localhost:\d+\/set-up#([0-9A-HJKMNP-TV-Z]{26})/

interface Started {
  readonly child: ChildProcess
  output(): string
  /** Exit code. */
  ended: Promise<number | null>
}

let folder: string
let port: number
let server: Started
const dataDir = () => join(folder, "data")

function start(args: string[] = [], change: Record<string, string> = {}): Started {
  const env = { PATH: process.env["PATH"] ?? "", PORT: String(port), DATA_DIR: dataDir(), ...change }
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", MAIN, ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  })
  let text = ""
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")))
  return { child, output: () => text, ended: new Promise((done) => child.once("exit", (code) => done(code))) }
}

const isReady = async (): Promise<boolean> => {
  try {
    return (await fetch(`http://localhost:${port}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    return false
  }
}

async function until<Value>(look: () => Promise<Value> | Value, milliseconds = 30_000): Promise<Value> {
  for (const deadline = Date.now() + milliseconds; ; await new Promise((done) => setTimeout(done, 30))) {
    const value = await look()
    if (value) return value
    if (Date.now() > deadline) throw new Error(`not within ${milliseconds} ms:\n${server.output().slice(-2_000)}`)
  }
}

/** Processes of this server by role. */
function roles(): Map<string, number> {
  const found = new Map<string, number>()
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const [command, environment] = ["cmdline", "environ"].map((file) =>
        readFileSync(`/proc/${name}/${file}`, "latin1"),
      )
      const role = /--role=([a-z-]+)/.exec(command ?? "")?.[1]
      const isAlive = !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${name}/stat`, "latin1"))
      if (role !== undefined && isAlive && environment?.includes(`DATA_DIR=${dataDir()}\0`))
        found.set(role, Number(name))
    } catch {
      continue
    }
  }
  return found
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "supervisor-"))
  const probe = createServer().listen(0, "127.0.0.1")
  await new Promise((done) => probe.once("listening", done))
  port = (probe.address() as AddressInfo).port
  await new Promise((done) => probe.close(done))
  server = start()
  await until(isReady, 60_000)
})
afterAll(async () => {
  if (server.child.exitCode === null) server.child.kill("SIGTERM")
  await server.ended
  rmSync(folder, { recursive: true })
})

describe("the supervisor", () => {
  test("S5 S24 S27 four processes serve, and the one-time link is printed once for a first administrator", async () => {
    await until(() => server.output().includes("Message Center:"))
    expect([...roles().keys()].sort()).toEqual(["grant-agent", "log-keeper", "notifier", "web"])
    expect(server.output().match(new RegExp(LINK, "g"))).toHaveLength(1)
  })

  test("set-up-link prints another link, each time a new one", async () => {
    const first = LINK.exec(server.output())?.[1]
    const tokens = []
    for (let i = 0; i < 2; i++) {
      const asked = start(["set-up-link"])
      expect(await asked.ended).toBe(0)
      tokens.push(LINK.exec(asked.output())?.[1])
    }
    expect(new Set([first, ...tokens]).size).toBe(3)
  })

  test.each(["log-keeper", "grant-agent", "web", "notifier"])(
    "T1 %s is started again when it is killed, the others stay",
    async (role) => {
      const before = roles()
      process.kill(before.get(role) ?? 0, "SIGKILL")
      await until(() => (roles().get(role) ?? before.get(role)) !== before.get(role))
      await until(isReady)
      const after = roles()
      expect([...before].filter(([other, pid]) => after.get(other) !== pid)).toEqual([[role, before.get(role)]])
    },
  )

  test("the same data is not served twice, and a taken port is named", async () => {
    const twin = start()
    expect(await twin.ended).toBe(1)
    expect(twin.output()).toMatch(/running twice/)
    const other = start([], { DATA_DIR: join(folder, "other") })
    expect(await other.ended).toBe(1)
    expect(other.output()).toMatch(/EADDRINUSE/)
    expect(await isReady()).toBe(true)
  })

  test("a setting that is not understood is refused with its name", async () => {
    const refused = start([], { SMTP_URL: "mail.example.com" })
    expect(await refused.ended).toBe(1)
    expect(refused.output()).toMatch(/SMTP_URL/)
  })

  test("R26 its log has none of its secrets", () => {
    const secrets = ["log-keeper", "grant-agent"].flatMap((name) =>
      [...readFileSync(join(dataDir(), name, "keys.json"), "utf8").matchAll(/"([A-Za-z0-9_-]{40,})"/g)].map(
        ([, secret]) => secret ?? "",
      ),
    )
    expect(secrets.length).toBeGreaterThan(3)
    for (const secret of secrets) expect(server.output()).not.toContain(secret)
  })

  test("no role outlives a supervisor that was killed, and what it left behind does not stop the next one", async () => {
    server.child.kill("SIGKILL")
    await server.ended
    await until(() => roles().size === 0)
    server = start()
    expect(await until(isReady)).toBe(true)
  })

  test("a Ctrl-C that all its processes see ends all of it", async () => {
    await until(() => server.output().includes("Message Center:"))
    for (const pid of roles().values()) process.kill(pid, "SIGINT")
    server.child.kill("SIGINT")
    expect(await server.ended).toBe(0)
    expect(roles().size).toBe(0)
  })

  test("R23 a clock that has jumped since is said loudly, nobody is kept from working, and an operator's word ends it", async () => {
    const clocks = [...["web", "notifier"].map((role) => `clock/${role}.json`), "grant-agent/clock.json"]
    const steady = Date.now() - 365 * 24 * 3600_000
    for (const file of clocks) writeFileSync(join(dataDir(), file), JSON.stringify({ v: 1, steady, doubted: null }))
    server = start()
    await until(isReady)
    const ready = async (): Promise<unknown> => (await fetch(`http://localhost:${port}/readyz`)).json()
    expect(await ready()).toEqual({ ok: true, clock: "doubted" })
    await until(() => server.output().match(/"code":"clock-doubted"/g)?.length === clocks.length)
    const said = start(["trust-clock"])
    expect(await said.ended).toBe(0)
    // A running role looks each minute; a new one at once.
    const { web = 0 } = Object.fromEntries(roles())
    process.kill(web, "SIGKILL")
    await until(() => (roles().get("web") ?? web) !== web)
    await until(isReady)
    expect(await ready()).toEqual({ ok: true })
  })

  test("SIGTERM ends all of it", async () => {
    await until(() => server.output().includes("Message Center:"))
    server.child.kill("SIGTERM")
    expect(await server.ended).toBe(0)
    expect(roles().size).toBe(0)
  })
})
