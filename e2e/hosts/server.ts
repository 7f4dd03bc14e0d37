/**
 * The real server, all its processes, as a test starts it: an own data folder, an ephemeral loopback port.
 * Promises: ready when `start` returns; every process it started is gone after `stop` or `kill`; the port stays the
 * same over restarts, as clients expect of an origin.
 */
import { spawn, type ChildProcess } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { createServer, type AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { isAlive, killNow, processTree, type ProcessView } from "./processes.ts"
import type { SmtpSink } from "./smtp-sink.ts"

const MAIN = resolve(import.meta.dirname, "../../server/src/main.ts")
const READY_MS = 60_000

export interface ServerOptions {
  /** Where notices and codes go; without one they are read from the local outbox. */
  smtp?: SmtpSink
  /** Kept by the caller; without one a temporary folder is made and removed with the server. */
  dataDir?: string
  env?: Record<string, string>
}

export interface OutboxMail {
  to: string
  from: string
  subject: string
  text: string
  html: string
  raw: string
  at: string | number
}

export interface RunningServer {
  readonly origin: string
  readonly dataDir: string
  /** The server's own TMPDIR, so that temporary files can be searched. */
  readonly tempDir: string
  /** Everything that all processes wrote to stdout and stderr since the first start. */
  output(): string
  processes(): ProcessView[]
  /** Waits for the one-time link of the first start. */
  setUpLink(): Promise<string>
  outbox(): Promise<OutboxMail[]>
  start(): Promise<void>
  /** SIGTERM, as an operator's service manager does. */
  stop(): Promise<void>
  /** SIGKILL to every process at once. */
  kill(): Promise<void>
  /** Stops, and removes what was made for it. */
  remove(): Promise<void>
}

export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const home = mkdtempSync(join(tmpdir(), "smp-server-"))
  const dataDir = options.dataDir ?? join(home, "data")
  const tempDir = join(home, "tmp")
  mkdirSync(tempDir, { recursive: true })
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const env = environment({ ...options, dataDir }, port, tempDir)
  let child: ChildProcess | null = null
  let output = ""

  const server: RunningServer = {
    origin,
    dataDir,
    tempDir,
    output: () => output,
    processes: () => (child?.pid === undefined ? [] : processTree(child.pid)),
    setUpLink: () =>
      waitUntil(
        () => /https?:\/\/\S+\/set-up#[0-9A-Za-z]+/.exec(output)?.[0] ?? null,
        READY_MS,
        () => output,
      ),
    outbox: async () => (await (await fetch(`${origin}/dev/outbox.json`)).json()) as OutboxMail[],
    async start() {
      const started = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", MAIN], {
        env,
        cwd: home,
        stdio: ["ignore", "pipe", "pipe"],
      })
      child = started
      const keep = (chunk: Buffer) => {
        output += chunk.toString("utf8")
      }
      started.stdout.on("data", keep)
      started.stderr.on("data", keep)
      await waitUntil(
        () => isReady(origin, started),
        READY_MS,
        () => output,
      )
    },
    async stop() {
      await end(child, "SIGTERM")
      child = null
    },
    async kill() {
      await end(child, "SIGKILL")
      child = null
    },
    async remove() {
      await server.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
  await server.start()
  return server
}

function environment(
  options: ServerOptions & { dataDir: string },
  port: number,
  tempDir: string,
): Record<string, string> {
  const env: Record<string, string> = {
    PATH: process.env["PATH"] ?? "",
    HOME: tempDir,
    TMPDIR: tempDir,
    PORT: String(port),
    DATA_DIR: options.dataDir,
    PUBLIC_ORIGIN: `http://localhost:${port}`,
  }
  if (options.smtp) env["SMTP_URL"] = `smtp://127.0.0.1:${options.smtp.port}`
  return { ...env, ...options.env }
}

async function isReady(origin: string, child: ChildProcess): Promise<true | null> {
  if (child.exitCode !== null || child.signalCode !== null)
    throw new Error(`the server ended with ${child.exitCode ?? child.signalCode}`)
  try {
    const reply = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(2_000) })
    await reply.arrayBuffer()
    return reply.ok ? true : null
  } catch {
    return null
  }
}

async function end(child: ChildProcess | null, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (child?.pid === undefined) return
  const tree = processTree(child.pid)
  if (signal === "SIGKILL") killNow(tree)
  else child.kill("SIGTERM")
  const deadline = Date.now() + 15_000
  while (tree.some((view) => isAlive(view.pid))) {
    if (Date.now() > deadline) killNow(tree)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function waitUntil<Value>(
  look: () => Promise<Value | null> | Value | null,
  milliseconds: number,
  shown: () => string,
): Promise<Value> {
  const deadline = Date.now() + milliseconds
  for (;;) {
    const value = await look()
    if (value !== null) return value
    if (Date.now() > deadline)
      throw new Error(`not within ${milliseconds} ms; the server said:\n${shown().slice(-4_000)}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** A port that was free a moment ago. Ports cannot be reserved; the server refuses to start if somebody was faster. */
export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise<void>((resolve) => probe.close(() => resolve()))
  return port
}
