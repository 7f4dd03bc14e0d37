/**
 * The Directory as somebody sees it who has no account and remembers nothing: for checking evidence (docs/PROTOCOL.md §8).
 * Promises: every proof is checked as for a member; only "is it still the key that I knew" cannot be asked.
 */
import { fromBase64url } from "../bytes/index.ts"
import { memoryStore } from "../client/index.ts"
import type { ApiClient, LocalStore } from "../client/index.ts"
import type { ContactPin, ContactPins } from "./contact-pins.ts"
import { directoryView } from "./directory-view.ts"
import type { DirectoryView } from "./directory-view.ts"
import { openLogPins } from "./log-pins.ts"
import { openPolicyView } from "./policy-view.ts"

export interface StrangerParts {
  readonly client: Pick<ApiClient, "platform" | "lookUp" | "checkpoint" | "consistency" | "policy">
  readonly now: number
}

export async function stranger({ client, now }: StrangerParts): Promise<{ view: DirectoryView; store: LocalStore }> {
  const store = memoryStore()
  const { keyLog } = await client.platform()
  const logs = await openLogPins({ client, store, keyLog: keyLog.origin }, [])
  await logs.trust(keyLog.origin, fromBase64url(keyLog.pub), fromBase64url(keyLog.vrf))
  const view = directoryView({
    client,
    logs,
    pins: memoryPins(),
    policies: await openPolicyView({ client, store, fromRing: [] }),
    keyLog: keyLog.origin,
    own: { address: "", kid: () => new Uint8Array() },
    now: () => now,
  })
  return { view, store }
}

function memoryPins(): ContactPins {
  const held = new Map<string, ContactPin>()
  return {
    get: (addr) => held.get(addr) ?? null,
    list: () => [...held.values()],
    set: (pin) => void held.set(pin.addr, pin),
    mark: () => null,
    flush: () => Promise.resolve(),
  }
}
