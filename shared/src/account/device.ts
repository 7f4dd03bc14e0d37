/** A trusted device: an unlocker whose secret is a key that the platform does not give out (docs/PROTOCOL.md §2.2). */
import { randomBytes } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import type { IdentityId, UnlockerId } from "../wire/index.ts"
import type { Account } from "./account.ts"
import { newUnlockerId, sealUnlocker, unlockerEntry } from "./unlockers.ts"

/** Hosts keep it whole: IndexedDB stores the handle, never its bytes. */
export interface DeviceKey {
  readonly idn: IdentityId
  readonly unl: UnlockerId
  /** HKDF key, not extractable. */
  readonly key: CryptoKey
}

/** `secret` only where the host can store nothing but bytes (a file of mode 0600); else random and never seen again. */
export async function makeDeviceSecret(secret: Bytes = randomBytes(32)): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"])
}

/** Lets this device unlock without the password until it is withdrawn. */
export async function trustDevice(account: Account, key: CryptoKey): Promise<DeviceKey> {
  const device = { idn: account.idn, unl: newUnlockerId(), key }
  const entry = await unlockerEntry({ ...device, kind: "device" })
  const box = await sealUnlocker(
    entry,
    { idn: account.idn, akv: account.ring.akv },
    {
      accountKey: account.accountKey,
      signer: account.keySet,
    },
  )
  await account.client.addUnlocker(box)
  await account.saveRing((body) => ({ unlockers: [...body.unlockers, [...entry]] }))
  return device
}

/** The box goes first: from then on the device's secret opens nothing. */
export async function forgetDevice(account: Account, unl: UnlockerId): Promise<void> {
  await account.client.removeUnlocker(unl)
  await account.saveRing((body) => ({ unlockers: body.unlockers.filter(([held]) => held !== unl) }))
}
