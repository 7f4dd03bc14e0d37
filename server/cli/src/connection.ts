/** From a profile to a signed-in account, and back into the profile. */
import { makeDeviceSecret, opaqueInProcess, resume, trustDevice } from "@smp/shared/account"
import type { Account } from "@smp/shared/account"
import { fromBase64url, randomBytes, toBase64url } from "@smp/shared/bytes"
import { createApiClient, makeProofKeys } from "@smp/shared/client"
import type { ApiClient } from "@smp/shared/client"
import { identityId, unlockerId } from "@smp/shared/wire"
import { nodeEngine } from "./node-engine.ts"
import { nodeFetch } from "./node-fetch.ts"
import type { CommandLine } from "./options.ts"
import { openProfile } from "./profile.ts"
import type { Profile } from "./profile.ts"
import { Refused, UsageError } from "./usage.ts"

const P256 = { name: "ECDSA", namedCurve: "P-256" } as const
const DEFAULT_SERVER = "http://localhost:8480"

export interface Connection {
  readonly profile: Profile
  readonly client: ApiClient
}

export async function connect(line: CommandLine, server?: string): Promise<Connection> {
  const profile = await openProfile(line.profile)
  const known = (await profile.session())?.server ?? (await profile.pending())?.server
  const origin = server ?? line.values.server ?? known ?? DEFAULT_SERVER
  try {
    return { profile, client: createApiClient({ origin, fetch: nodeFetch(), engine: nodeEngine, client: "smp/0.1.0" }) }
  } catch {
    throw new UsageError(`${origin} is not the address of a server: https is needed, away from this machine`)
  }
}

/** What sign-in needs from this host; the proof key is extractable because it must survive in a file. */
export async function signInOptions({ profile, client }: Connection) {
  return {
    client,
    opaque: opaqueInProcess(),
    device: "smp command line",
    transport: "bearer",
    trusted: true,
    pins: profile.pins,
    proofKeys: await makeProofKeys(true),
  } as const
}

/** Keeps session and device secret, so that the next command needs no password. */
export async function keepSignedIn(connection: Connection, account: Account, keys: CryptoKeyPair): Promise<void> {
  const secret = randomBytes(32)
  const device = await trustDevice(account, await makeDeviceSecret(secret))
  const { session } = account.client
  if (session === null || session.token === null) throw new Refused("the server gave no session")
  const proofKey = new Uint8Array(await crypto.subtle.exportKey("pkcs8", keys.privateKey))
  await connection.profile.saveSession({
    server: account.client.origin,
    idn: account.idn,
    address: account.address,
    session: { id: session.id, token: session.token, proofKey: toBase64url(proofKey) },
    device: { unl: device.unl, secret: toBase64url(secret) },
  })
}

/** @throws Refused when nobody is signed in on this profile. */
export async function signedIn(line: CommandLine): Promise<{ account: Account; profile: Profile }> {
  const { profile, client } = await connect(line)
  const saved = await profile.session()
  if (saved === null || new URL(saved.server).origin !== client.origin) {
    throw new Refused("nobody is signed in on this profile: use smp login --email E")
  }
  const proofKey = await crypto.subtle.importKey("pkcs8", fromBase64url(saved.session.proofKey), P256, false, ["sign"])
  const key = await makeDeviceSecret(fromBase64url(saved.device.secret))
  const account = await resume({
    client,
    pins: profile.pins,
    session: { origin: client.origin, id: saved.session.id, token: saved.session.token, proofKey },
    device: { idn: identityId.parse(saved.idn), unl: unlockerId.parse(saved.device.unl), key },
  })
  return { account, profile }
}
