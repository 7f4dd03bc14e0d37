/** A LocalStore without files: what the add-ins keep in IndexedDB, for a person who lives only in a test. */
import type { Bytes } from "@smp/shared/bytes"
import type { LocalStore } from "@smp/shared/client"

export function memoryStore(): LocalStore {
  const values = new Map<string, Bytes>()
  return {
    get: async (key) => values.get(key)?.slice() ?? null,
    set: async (key, value) => {
      values.set(key, value.slice())
    },
    delete: async (key) => {
      values.delete(key)
    },
  }
}
