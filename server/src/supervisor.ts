/**
 * One process per role, started in order, started again when one ends, stopped together.
 * Promises: a crash of one role leaves the others; SIGTERM lets each finish what it does.
 */
import { fork } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { resolve } from "node:path"
import type { Config } from "./config.ts"
import { createLog } from "./log.ts"

const MAIN = resolve(import.meta.dirname, "main.ts")
const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 10_000
const STEADY_MS = 30_000
const GRACE_MS = 9_000

export async function supervise(config: Config, roles: readonly string[]): Promise<void> {
  const log = createLog("supervisor", config.logLevel)
  const children = new Map<string, ChildProcess>()
  let isStopping = false

  const start = (role: string, wait = FIRST_WAIT_MS): Promise<void> =>
    new Promise((ready) => {
      const child = fork(MAIN, [`--role=${role}`], { stdio: ["ignore", "inherit", "inherit", "ipc"], execArgv: ["--disable-warning=ExperimentalWarning"] })
      const startedAt = Date.now()
      children.set(role, child)
      child.once("message", () => ready())
      child.once("exit", (code, signal) => {
        children.delete(role)
        if (isStopping) return
        log.warn("a role ended and is started again", { fault: role, exit: code ?? -1, ...(signal === null ? {} : { signal }) })
        const next = Date.now() - startedAt > STEADY_MS ? FIRST_WAIT_MS : Math.min(2 * wait, LONGEST_WAIT_MS)
        setTimeout(() => void (isStopping ? undefined : start(role, next).then(ready)), wait)
      })
    })

  const stop = async (): Promise<void> => {
    if (isStopping) return
    isStopping = true
    const ended = [...children.values()].map((child) => new Promise<void>((done) => child.once("exit", () => done())))
    for (const child of children.values()) child.kill("SIGTERM")
    const hurry = setTimeout(() => {
      for (const child of children.values()) child.kill("SIGKILL")
    }, GRACE_MS)
    await Promise.all(ended)
    clearTimeout(hurry)
    process.exit(0)
  }
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void stop())
  for (const role of roles) await start(role)
  process.stdout.write(`Message Center: ${config.origin}/\n`)
  if (config.smtp === null) process.stdout.write(`Mail is not sent; read it at ${config.origin}/dev/outbox\n`)
}
