/**
 * The server. Without an argument it supervises one process per role; `--role=NAME` runs one alone; `set-up-link` prints
 * another one-time link for a further organization; `trust-clock` says that the machine's clock is right.
 */
import "./package-hooks.ts"
import { readConfig } from "./config.ts"
import type { Config } from "./config.ts"
import { agentClient } from "./engines/agent-client.ts"
import { CallFailed } from "./engines/socket/contract.ts"
import { createLog } from "./log.ts"
import type { Log } from "./log.ts"
import { supervise } from "./supervisor.ts"

const ROLES = ["log-keeper", "grant-agent", "web", "notifier"] as const
type Role = (typeof ROLES)[number]

interface Running {
  stop(): Promise<void>
}
/** Longer than any request should take, shorter than what service managers wait for. */
const STOP_MS = 8_000

async function startRole(role: Role, parts: { config: Config; log: Log }): Promise<Running> {
  switch (role) {
    case "log-keeper":
      return (await import("./roles/log-keeper.ts")).startLogKeeper(parts)
    case "grant-agent":
      return (await import("./roles/grant-agent.ts")).startGrantAgent(parts)
    case "web":
      return (await import("./roles/web.ts")).startWeb(parts)
    case "notifier":
      return (await import("./roles/notifier.ts")).startNotifier(parts)
  }
}

async function runRole(role: Role, config: Config): Promise<void> {
  const log = createLog(role, config.logLevel)
  const starting = startRole(role, { config, log })
  let isStopping = false
  const stop = (signal: string): void => {
    if (isStopping) return
    isStopping = true
    log.info("stopping", { signal })
    setTimeout(() => process.exit(0), STOP_MS).unref()
    starting
      .then((running) => running.stop())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      )
  }
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => stop(signal))
  // A role never outlives its supervisor, however that one ended.
  process.on("disconnect", () => stop("disconnect"))
  await starting
  process.send?.("ready")
}

async function anotherSetUpLink(config: Config): Promise<string> {
  const { newSetUpLink, setUpLink } = await import("./roles/grant-agent.ts")
  try {
    return setUpLink(config, await agentClient(config.sockets.agent, { patienceMs: 0 }).newSetUpToken())
  } catch (fault) {
    if (!(fault instanceof CallFailed)) throw fault
    return newSetUpLink(config)
  }
}

async function main(): Promise<void> {
  const [argument] = process.argv.slice(2)
  const role = ROLES.find((name) => argument === `--role=${name}`)
  const config = readConfig()
  if (argument === undefined) return supervise(config, ROLES)
  if (role !== undefined) return runRole(role, config)
  if (argument === "trust-clock") return (await import("./roles/clock-watch.ts")).trustMachineClock(config)
  if (argument !== "set-up-link")
    throw new Error(`Unknown argument. Known: --role=${ROLES.join("|")}, set-up-link, trust-clock`)
  process.stdout.write(`${await anotherSetUpLink(config)}\n`)
  process.exit(0)
}

// Nothing of anybody's is in memory before a role has started, so that its reason may be told in full.
main().catch((fault: unknown) => {
  process.stderr.write(`Could not start: ${fault instanceof Error ? fault.message : String(fault)}\n`)
  process.exit(1)
})
