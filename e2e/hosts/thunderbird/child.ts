/**
 * A program that a test starts and ends itself: by its own pid, never by name, and always before the test process ends.
 */
import { spawn } from "node:child_process"
import type { ChildProcess, StdioOptions } from "node:child_process"
import { closeSync, openSync } from "node:fs"

export interface Child {
  readonly pid: number
  readonly process: ChildProcess
  readonly exited: Promise<void>
  /** Asks with SIGTERM, insists with SIGKILL after `patience` milliseconds. */
  stop(patience?: number): Promise<void>
  /** SIGKILL at once, as a crash or a power cut would. */
  kill(): Promise<void>
}

const running = new Set<ChildProcess>()
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL")
})

export function startChild(
  command: string,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; log?: string; extraPipe?: boolean; cwd?: string } = {},
): Child {
  const output = options.log === undefined ? "ignore" : openSync(options.log, "a")
  const stdio: StdioOptions = ["ignore", output, output]
  if (options.extraPipe === true) stdio.push("pipe")
  const child = spawn(command, args, {
    env: options.env ?? process.env,
    stdio,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  })
  if (typeof output === "number") closeSync(output)
  running.add(child)
  const exited = new Promise<void>((resolve, reject) => {
    child.once("error", (problem) => {
      running.delete(child)
      reject(problem)
    })
    child.once("exit", () => {
      running.delete(child)
      resolve()
    })
  })
  if (child.pid === undefined) throw new Error(`${command} could not be started`)
  const kill = async () => {
    child.kill("SIGKILL")
    await exited
  }
  return {
    pid: child.pid,
    process: child,
    exited,
    kill,
    async stop(patience = 5_000) {
      child.kill("SIGTERM")
      const timer = setTimeout(() => child.kill("SIGKILL"), patience)
      await exited
      clearTimeout(timer)
    },
  }
}
