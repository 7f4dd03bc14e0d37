/** The keeper's secrets in a file of their own: the key log's key, the VRF key, and the seed of organizations' keys. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname } from "node:path"
import { fromBase64url, label, concat, randomBytes, toBase64url, utf8 } from "@smp/shared/bytes"
import { logKeyFromSeed, vrfKeyFromSeed } from "@smp/shared/log"
import type { LogKey, VrfKey } from "@smp/shared/log"
import { hkdf } from "@smp/shared/suite"
import * as z from "zod"
import { writeDurably } from "../../engines/durable-file.ts"

const seed = z.base64url().length(43)
const keyFile = z.strictObject({ v: z.literal(1), host: z.string(), keyLog: seed, vrf: seed, organizations: seed })

export interface KeeperKeys {
  readonly keyLog: LogKey
  readonly vrf: VrfKey
  organization(org: string): Promise<LogKey>
}

/**
 * Made at the first start. Throws when the file belongs to a server of another name: its logs cannot be renamed; and when
 * it is gone while logs are there: new keys would be another log to every client.
 */
export async function loadKeeperKeys(path: string, host: string): Promise<KeeperKeys> {
  if (!existsSync(path)) {
    if (readdirSync(dirname(path)).some((name) => name.endsWith(".leaves")))
      throw new Error(`${path} is lost, and with it the keys of the logs beside it: restore it from a backup`)
    const fresh = { v: 1, host, keyLog: newSeed(), vrf: newSeed(), organizations: newSeed() }
    writeDurably(path, JSON.stringify(fresh))
  }
  const held = keyFile.parse(JSON.parse(readFileSync(path, "utf8")))
  if (held.host !== host) {
    throw new Error(`This data belongs to ${held.host}; clients would refuse it as ${host}. Is PUBLIC_ORIGIN right?`)
  }
  const organizations = fromBase64url(held.organizations)
  const known = new Map<string, Promise<LogKey>>()
  const derive = async (org: string): Promise<LogKey> => {
    const info = concat(label("log-key"), utf8(org))
    return logKeyFromSeed(await hkdf(organizations, new Uint8Array(), info, 32))
  }
  return {
    keyLog: await logKeyFromSeed(fromBase64url(held.keyLog)),
    vrf: vrfKeyFromSeed(fromBase64url(held.vrf)),
    organization: (org) => {
      const key = known.get(org) ?? derive(org)
      if (known.size < 10_000) known.set(org, key)
      return key
    },
  }
}

function newSeed(): string {
  return toBase64url(randomBytes(32))
}
