/** Starts the processes that a benchmark needs beside the server, and talks to them. */
import { fork, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"

export interface PreparedRequest {
  method: string
  path: string
  headers: Record<string, string>
  body: Buffer
}

export interface LoadOrder {
  port: number
  /** Instead of each request's own path. */
  path: string | null
  concurrency: number
  requests: PreparedRequest[]
}

export interface LoadReport {
  seconds: number
  statuses: Record<number, number>
  milliseconds: number[]
  firstRefusal: string | null
}

export interface Generator {
  run(order: LoadOrder): Promise<LoadReport>
  stop(): void
}

export function startGenerator(): Generator {
  const child = startHelper("load-generator.ts")
  return {
    async run(order) {
      const answer = once(child, "message")
      child.send(order)
      const [report] = (await answer) as [LoadReport]
      return report
    },
    stop: () => child.disconnect(),
  }
}

export interface BareServer {
  messagesPort: number
  filesPort: number
  pid: number
  stop(): void
}

export async function startBareServer(): Promise<BareServer> {
  const child = startHelper("bare-server.ts")
  const [ports] = (await once(child, "message")) as [{ messages: number; files: number }]
  return { messagesPort: ports.messages, filesPort: ports.files, pid: child.pid ?? 0, stop: () => child.disconnect() }
}

/** A process from this folder, ended by closing its channel. */
export function startHelper(file: string): ChildProcess {
  return fork(join(import.meta.dirname, file), {
    serialization: "advanced",
    execArgv: ["--disable-warning=ExperimentalWarning"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  })
}
