/** The only file that names concrete engines: it builds the parts of the processes that reach the databases. */
import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { randomBytes } from "node:crypto"
import { ready, server as opaque } from "@serenity-kit/opaque"
import type { Config } from "./config.ts"
import { directoryStore } from "./data/directory.store.ts"
import { openSqlite } from "./data/dialects/sqlite.ts"
import { identityStore } from "./data/identity.store.ts"
import { knownDeviceStore } from "./data/known-device.store.ts"
import { mailboxStore } from "./data/mailbox.store.ts"
import { organizationStore } from "./data/organization.store.ts"
import * as organizationSchema from "./data/schema/organization.sqlite.ts"
import * as platformSchema from "./data/schema/platform.sqlite.ts"
import { sessionStore } from "./data/session.store.ts"
import { cryptoEngine, secretFile } from "./engines/crypto-engine/crypto-engine.ts"
import { diskFileStore } from "./engines/file-store/disk.ts"
import { organizationHouse } from "./services/organization-house.ts"

const MIGRATIONS = resolve(import.meta.dirname, "data", "migrations")
const RESERVE_BYTES = 32 << 20
const LEAST_ROOM_BYTES = 24 << 20

/** Databases and what they need; the web role and the notifier both stand on it. */
export async function composeData(config: Config) {
  const keys = join(config.dataDir, "keys")
  const platformKey = Buffer.from(
    secretFile(join(keys, "platform.key"), () => randomBytes(32).toString("hex")),
    "hex",
  )
  const platform = cryptoEngine(platformKey)
  mkdirSync(join(config.dataDir, "db"), { recursive: true, mode: 0o700 })
  const database = openSqlite(
    join(config.dataDir, "db", "platform.db"),
    platformSchema,
    join(MIGRATIONS, "platform.sqlite"),
  )
  const organizations = organizationStore(database)
  const house = await organizationHouse({
    folder: join(config.dataDir, "db", "organizations"),
    platform,
    register: organizations,
    openDatabase: (file) => openSqlite(file, organizationSchema, join(MIGRATIONS, "organization.sqlite")),
  })
  return {
    platform,
    organizations,
    house,
    identities: identityStore(database),
    directory: directoryStore(database),
    sessions: sessionStore(database),
    knownDevices: knownDeviceStore(database),
    mailboxes: mailboxStore(database),
    close: () => {
      house.close()
      database.close()
    },
  }
}

export const composeFiles = (config: Config) => diskFileStore(join(config.dataDir, "files"))

/** OPRF seed and server key: lost, every password is; so it is backed up, and never in a database. */
export async function opaqueSetUp(config: Config): Promise<string> {
  await ready
  return secretFile(join(config.dataDir, "keys", "opaque.setup"), () => opaque.createSetup())
}

/**
 * Room on the disk (threat model R30). A reserve file is kept so that, when the disk is full, even deleting works: it is
 * given up below the floor and laid down again when there is room.
 */
export function diskGuard(config: Config): () => boolean {
  const reserve = join(config.dataDir, "reserve")
  let known = { at: 0, hasRoom: true }
  return () => {
    if (Date.now() - known.at < 500) return known.hasRoom
    const { bavail, bsize } = statfsSync(config.dataDir)
    const free = bavail * bsize
    const hasRoom = free >= LEAST_ROOM_BYTES
    try {
      if (!hasRoom) rmSync(reserve, { force: true })
      else if (!existsSync(reserve) && free >= 2 * RESERVE_BYTES + LEAST_ROOM_BYTES)
        writeFileSync(reserve, Buffer.alloc(RESERVE_BYTES), { mode: 0o600 })
    } catch {
      rmSync(reserve, { force: true })
    }
    known = { at: Date.now(), hasRoom }
    return hasRoom
  }
}
