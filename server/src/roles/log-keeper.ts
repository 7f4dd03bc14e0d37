/** The log-keeper role: own process, own keys; signs only what extends the logs. */
import { join } from "node:path"
import type { Config } from "../config.ts"
import { keeperContract } from "../engines/keeper-client.ts"
import { serveCalls } from "../engines/socket/serve-calls.ts"
import { faultFields } from "../log.ts"
import type { Log } from "../log.ts"
import { FolderLogKeeper } from "./log-keeper/folder-log-keeper.ts"

export async function startLogKeeper({
  config,
  log,
}: {
  config: Config
  log: Log
}): Promise<{ stop(): Promise<void> }> {
  const keeper = await FolderLogKeeper.open({ folder: join(config.dataDir, "log-keeper"), host: config.host })
  const served = await serveCalls({
    path: config.sockets.keeper,
    contract: keeperContract,
    calls: {
      append: ({ origin, from, leaves, intervals }) => keeper.append(origin, from, leaves, intervals),
      hashes: async ({ origin, from, to }) => ({ hashes: await keeper.hashes(origin, from, to) }),
      heads: async ({ origin, keys }) => ({ heads: await keeper.heads(origin, keys) }),
      chainEnds: async ({ origin, keys }) => ({ ends: await keeper.chainEnds(origin, keys) }),
      checkpoint: ({ origin }) => keeper.checkpoint(origin),
      knownEntries: async ({ origin, entries }) => ({ known: await keeper.knownEntries(origin, entries) }),
      leaves: async ({ from, to }) => ({ leaves: await keeper.leaves(from, to) }),
      latest: ({ origin, name }) => keeper.latest(origin, name),
      index: ({ name }) => keeper.index(name),
      keys: () => keeper.keys(),
      organizationKey: async ({ org }) => ({ key: await keeper.organizationKey(org) }),
    },
    onFault: (call, fault) => log.error("fault", { ...faultFields(fault), route: call }),
  })
  return { stop: () => served.close() }
}
