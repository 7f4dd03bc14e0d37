/** What a host keeps on disk for a person, sealed (docs/PROTOCOL.md §2.2). */
import type { Bytes } from "../bytes/index.ts"
import type { LocalStore } from "../client/index.ts"
import { seal, unseal } from "../suite/index.ts"

/** Values sealed, bound to their name. A value that does not open counts as absent: such a store is a help, not a truth. */
export function sealedStore(store: LocalStore, key: Bytes, owner: string): LocalStore {
  return {
    get: async (name) => {
      const box = await store.get(name)
      if (box === null) return null
      return unseal(key, "local", [owner, name], box).catch(() => null)
    },
    set: async (name, value) => store.set(name, await seal(key, "local", [owner, name], value)),
    delete: (name) => store.delete(name),
    names: (prefix) => store.names(prefix),
  }
}
