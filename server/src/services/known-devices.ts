/**
 * Devices on which somebody signed in before (docs/PROTOCOL.md §9, docs/adr/0021): who shows one has tries of his own,
 * so that strangers who use theirs up keep nobody out.
 * Promises: what a device holds is recognised only by its hash, and only for its own account.
 */
import { hash, randomBytes } from "node:crypto"
import type { KnownDeviceStore } from "../data/known-device.store.ts"

const MOST_DEVICES = 30
const UNUSED_MS = 400 * 24 * 3600_000

export type KnownDevices = ReturnType<typeof knownDevices>

export function knownDevices({ store, now }: { store: KnownDeviceStore; now: () => number }) {
  return {
    /** The device's id. Asked for in the same way whether or not the address has an account. */
    recognise: async (identity: string | null, shown: string | undefined): Promise<string | null> => {
      if (shown === undefined) return null
      const found = await store.find(hash("sha256", shown, "base64url"))
      return found !== null && found.identity === identity ? found.id : null
    },
    /** What the new device has to keep. */
    introduce: async (identity: string, session = ""): Promise<string> => {
      const known = randomBytes(32).toString("base64url")
      await store.add({ id: hash("sha256", known, "base64url"), identity, session, usedAt: now() }, MOST_DEVICES)
      return known
    },
    use: (id: string, session: string): Promise<void> => store.use(id, session, now()),
    /** The device of this session was ended by its owner from elsewhere: it is a stranger again. */
    forget: (identity: string, session: string): Promise<void> => store.removeOfSession(identity, session),
    sweep: (at: number): Promise<void> => store.removeUnused(at - UNUSED_MS),
  }
}
