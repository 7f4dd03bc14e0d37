/**
 * One process per role: started in order, started again when one ends, stopped together.
 * Promises: a crash of one role leaves the others; SIGTERM lets each finish what it does; a role that cannot start at
 * all ends the server, with its reason, instead of trying for ever.
 */
import { fork } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { join, resolve } from "node:path"
import type { Config } from "./config.ts"
import { createLog } from "./log.ts"
import type { Log } from "./log.ts"

const MAIN = resolve(import.meta.dirname, "main.ts")
const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 2_000
/** A role that ran as long as this is started again without delay. */
const STEADY_MS = 10_000
const GRACE_MS = 9_000
/** MiB for new objects. Twice as much, the engine's own choice, lets an upload leave 60 MiB more lying about. */
const NURSERY = "--max-semi-space-size=16"
/**
 * Old objects may come to three times what the last collection left before the next one begins. By itself the engine
 * takes bodies on their way for a reason to begin at once, over and over, with a third of a busy role's time.
 */
const GROWTH = "--heap-growing-percent=200"

export async function supervise(config: Config, roles: readonly string[]): Promise<void> {
  const log = createLog("supervisor", config.logLevel)
  const running: Supervised[] = []
  let isStopping = false
  const stop = async (exitCode: number): Promise<never> => {
    isStopping = true
    // A signal to the whole group ends them by themselves: nobody is started again now.
    for (const role of running) role.retire()
    // Last started, first stopped: web may still need the keeper for what it is at.
    for (const role of running.toReversed()) await role.stop()
    process.exit(exitCode)
  }
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void (isStopping || stop(0)))
  for (const name of roles) {
    const role = new Supervised(name, log, join(config.dataDir, "run", "code-cache"))
    running.push(role)
    const isReady = await role.start()
    if (isStopping) return
    if (!isReady) return stop(1)
  }
  process.stdout.write(`Message Center: ${config.origin}/\n`)
  if (config.smtp === null) process.stdout.write(`Mail is not sent; read it at ${config.origin}/dev/outbox\n`)
}

class Supervised {
  readonly #name: string
  readonly #log: Log
  readonly #codeCache: string
  #child: ChildProcess | null = null
  #isStopping = false
  #wasReady = false
  #wait = FIRST_WAIT_MS

  constructor(name: string, log: Log, codeCache: string) {
    this.#name = name
    this.#log = log
    this.#codeCache = codeCache
  }

  /** true when it serves, false when it ended before it ever did. */
  start(): Promise<boolean> {
    return new Promise((resolved) => {
      const child = fork(MAIN, [`--role=${this.#name}`], {
        stdio: ["ignore", "inherit", "inherit", "ipc"],
        execArgv: ["--disable-warning=ExperimentalWarning", NURSERY, GROWTH],
        // Halves the time that a role takes to be back.
        env: { NODE_COMPILE_CACHE: this.#codeCache, ...process.env },
      })
      const startedAt = Date.now()
      this.#child = child
      child.once("message", () => {
        this.#wasReady = true
        resolved(true)
      })
      child.once("exit", (code, signal) => {
        this.#child = null
        resolved(false)
        if (this.#wasReady && !this.#isStopping) this.#startAgain(Date.now() - startedAt, signal ?? String(code))
      })
    })
  }

  /** From now on an end is expected. */
  retire(): void {
    this.#isStopping = true
  }

  async stop(): Promise<void> {
    this.retire()
    const child = this.#child
    if (child === null) return
    const ended = new Promise<void>((done) => child.once("exit", () => done()))
    child.kill("SIGTERM")
    const hurry = setTimeout(() => child.kill("SIGKILL"), GRACE_MS)
    await ended
    clearTimeout(hurry)
  }

  #startAgain(ranMs: number, signal: string): void {
    if (ranMs > STEADY_MS) this.#wait = FIRST_WAIT_MS
    this.#log.warn("a role ended and is started again", { child: this.#name, signal, milliseconds: this.#wait })
    setTimeout(() => void (this.#isStopping || this.start()), this.#wait)
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS)
  }
}
