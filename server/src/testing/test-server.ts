/**
 * The real web role on an ephemeral loopback port, with the real log-keeper and grant agent in this process.
 * For tests only: mailbox codes are handed to the test instead of being mailed.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readConfig } from "../config.ts"
import { createLog } from "../log.ts"
import { FolderGrantAgent } from "../roles/grant-agent/folder-grant-agent.ts"
import { FolderLogKeeper } from "../roles/log-keeper/folder-log-keeper.ts"
import { startWeb } from "../roles/web.ts"
import type { WebRole } from "../roles/web.ts"

export interface TestServer {
  readonly origin: string
  /** Where it listens; the origin, unless it was told another. */
  readonly address: string
  readonly dataDir: string
  readonly routes: WebRole["routes"]
  /** The code that was last "mailed" to this address, without hyphens. */
  code(address: string): string
  /** A one-time set-up token. */
  setUpToken(): Promise<string>
  /** The web role stops and starts again over the same data; its keeper and agent go on. */
  restart(meanwhile: () => void): Promise<void>
  stop(): Promise<void>
}

/**
 * @param agentNow the grant agent's clock, for codes that expire
 * @param twin a server whose data this one begins with
 */
export async function startTestServer(
  env: Record<string, string> = {},
  agentNow: () => number = Date.now,
  twin?: Pick<TestServer, "dataDir">,
): Promise<TestServer> {
  const dataDir = mkdtempSync(join(tmpdir(), "smp-web-"))
  if (twin !== undefined) cpSync(twin.dataDir, dataDir, { recursive: true })
  const config = readConfig({ PORT: String(await freePort()), DATA_DIR: dataDir, LOG_LEVEL: "error", ...env })
  mkdirSync(dataDir, { recursive: true })
  const codes = new Map<string, string>()
  const keeper = await FolderLogKeeper.open({ folder: join(dataDir, "log-keeper"), host: config.host })
  const agent = await FolderGrantAgent.open({
    folder: join(dataDir, "grant-agent"),
    keeper,
    now: agentNow,
    sendCode: ({ to, code }) => void codes.set(to, code.replaceAll("-", "")),
  })
  const start = () => startWeb({ config, log: createLog("web", config.logLevel), keeper, agent })
  let web = await start()
  return {
    origin: config.origin,
    address: `http://localhost:${config.port}`,
    dataDir,
    routes: web.routes,
    code: (address) => codes.get(address) ?? "",
    setUpToken: () => agent.newSetUpToken(),
    restart: async (meanwhile) => {
      await web.stop()
      meanwhile()
      web = await start()
    },
    stop: async () => {
      await web.stop()
      await agent.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise<void>((resolve) => probe.close(() => resolve()))
  return port
}
