/** The real server in processes of its own, on a free loopback port with a data folder of its own; and smp against it. */
import { spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"

const SERVER = resolve(import.meta.dirname, "../../../src/main.ts")
const SMP = resolve(import.meta.dirname, "../main.ts")
const READY_MS = 60_000
export const PASSWORD = "correct horse battery"

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
  /** The JSON value that was printed. */
  json(): unknown
}

export interface RealServer {
  readonly origin: string
  readonly home: string
  setUpLink(): string
  stop(): Promise<void>
  /** Runs smp with this person's profile to its end. */
  smp(person: string, args: readonly string[], input?: string): Promise<Ran>
  /** Starts smp and gives the process, so that it can be killed. */
  startSmp(person: string, args: readonly string[]): ChildProcess
  /** The newest code mailed to the address that was not read yet. */
  codeFor(address: string): Promise<string>
  register(person: string, address: string): Promise<void>
  /** The person founds the organization "Example". @returns its id */
  found(person: string, address: string, more?: readonly string[]): Promise<string>
  /** @returns the id of the message @throws where smp says anything but that */
  send(person: string, args: readonly string[], text: string): Promise<string>
}

export async function startRealServer(): Promise<RealServer> {
  const home = await mkdtemp(join(tmpdir(), "smp-life-"))
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    PORT: String(port),
    DATA_DIR: join(home, "data"),
    LOG_LEVEL: "warn",
  }
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", SERVER], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  })
  let output = ""
  child.stdout.on("data", (piece: Buffer) => (output += piece.toString()))
  child.stderr.on("data", (piece: Buffer) => (output += piece.toString()))
  await until(
    async () => (await fetch(`${origin}/readyz`).catch(() => null))?.ok === true,
    () => output,
  )

  const startSmp = (person: string, args: readonly string[]) =>
    spawn(process.execPath, [SMP, ...args, "--profile", join(home, person), "--server", origin], {
      env: { PATH: env.PATH, HOME: home },
      stdio: ["pipe", "pipe", "pipe"],
    })
  /** Mail takes its time: a code that was read once is not the one that was asked for since. */
  const given = new Set<string>()
  const server: RealServer = {
    origin,
    home,
    startSmp,
    setUpLink: () => /https?:\/\/\S+\/set-up#[0-9A-Za-z]+/.exec(output)?.[0] ?? "",
    stop: async () => {
      const ended = new Promise((done) => child.once("exit", done))
      child.kill("SIGTERM")
      await ended
      await rm(home, { recursive: true, force: true })
    },
    smp: async (person, args, input = "") => {
      const smp = startSmp(person, args)
      let [out, err] = ["", ""]
      smp.stdout.on("data", (piece: Buffer) => (out += piece.toString()))
      smp.stderr.on("data", (piece: Buffer) => (err += piece.toString()))
      smp.stdin.end(input)
      const code = await new Promise<number | null>((done) => smp.once("close", done))
      return { code, out, err, json: () => JSON.parse(out) as unknown }
    },
    codeFor: async (address) => {
      let code: string | undefined
      await until(
        async () => {
          const mails = (await (await fetch(`${origin}/dev/outbox.json`)).json()) as { to: string; text: string }[]
          const own = mails.filter(({ to }) => to.includes(address)).reverse()
          code = own
            .map(({ text }) => /\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(text)?.[0])
            .find((found) => found !== undefined && !given.has(found))
          return code !== undefined
        },
        () => `no code for ${address}`,
      )
      given.add(code ?? "")
      return code ?? ""
    },
    register: async (person, address) => {
      await server.smp(person, ["register", "--email", address])
      const code = await server.codeFor(address)
      const done = await server.smp(
        person,
        ["register", "--email", address, "--code", code, "--password-stdin"],
        PASSWORD,
      )
      if (done.code !== 0) throw new Error(done.err)
    },
    found: async (person, address, more = []) => {
      const args = ["setup", server.setUpLink(), "--organization", "Example", "--email", address, ...more]
      const done = await server.smp(person, [...args, "--password-stdin", "--json"], PASSWORD)
      if (done.code !== 0) throw new Error(done.err)
      return (done.json() as { organization: string }).organization
    },
    send: async (person, args, text) => {
      const body = join(home, "body.txt")
      await writeFile(body, text)
      const sent = await server.smp(person, ["send", "--body-file", body, "--json", ...args])
      if (sent.err !== "") throw new Error(sent.err)
      return (sent.json() as { id: string }).id
    },
  }
  return server
}

async function until(isTrue: () => Promise<boolean>, what: () => string): Promise<void> {
  const end = Date.now() + READY_MS
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`Waited too long: ${what()}`)
    await new Promise((resolve_) => setTimeout(resolve_, 100))
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done) => void probe.listen(0, "127.0.0.1", done))
  const { port } = probe.address() as AddressInfo
  await new Promise((done) => probe.close(done))
  return port
}
