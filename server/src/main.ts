/**
 * The server. Without `--role` it supervises one process per role; `--role=NAME` runs one alone; `set-up-link` prints
 * another one-time link for a further organization.
 */
import { readConfig } from "./config.ts"
import type { Config } from "./config.ts"
import { agentClient } from "./engines/agent-client.ts"
import { createLog, faultFields } from "./log.ts"
import type { Log } from "./log.ts"
import { supervise } from "./supervisor.ts"

const ROLES = ["log-keeper", "grant-agent", "web", "notifier"] as const
type Role = (typeof ROLES)[number]

async function startRole(role: Role, parts: { config: Config; log: Log }): Promise<{ stop(): Promise<void> }> {
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
  const running = await startRole(role, { config, log })
  process.send?.("ready")
  let isStopping = false
  const stop = (signal: string) => {
    if (isStopping) return
    isStopping = true
    log.info("stopping", { signal })
    void running.stop().then(() => process.exit(0))
    setTimeout(() => process.exit(0), 8_000).unref()
  }
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => stop(signal))
  // A role never outlives its supervisor, however that one ended.
  process.on("disconnect", () => stop("disconnect"))
}

async function main(): Promise<void> {
  const config = readConfig()
  const [argument] = process.argv.slice(2)
  if (argument === "set-up-link") {
    const { setUpLink } = await import("./roles/grant-agent.ts")
    process.stdout.write(`${setUpLink(config, await agentClient(config.sockets.agent).newSetUpToken())}\n`)
    process.exit(0)
  }
  const role = ROLES.find((name) => argument === `--role=${name}`)
  if (role !== undefined) return runRole(role, config)
  if (argument !== undefined) throw new Error(`Unknown argument. Known: --role=${ROLES.join("|")}, set-up-link`)
  await supervise(config, ROLES)
}

main().catch((fault: unknown) => {
  const isExpected = fault instanceof Error && /^(Refused settings|PUBLIC_ORIGIN|SMTP_URL|DKIM_|Unknown argument)/.test(fault.message)
  if (isExpected) process.stderr.write(`${fault.message}\n`)
  else createLog("main", "info").error("could not start", faultFields(fault))
  process.exit(1)
})
