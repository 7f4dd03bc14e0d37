/** What a client keeps on its own device: bytes under names. Hosts give IndexedDB or files. */
import type { Bytes } from "../bytes/index.ts"

/** Two windows may use one store at once: what is kept as a list has one name for each entry, and `names` is the list. */
export interface LocalStore {
  get(key: string): Promise<Bytes | null>
  set(key: string, value: Bytes): Promise<void>
  delete(key: string): Promise<void>
  /** Every name that begins so. */
  names(prefix: string): Promise<string[]>
}

/** For what need not outlive the page. */
export function memoryStore(): LocalStore {
  const held = new Map<string, Bytes>()
  return {
    get: async (key) => held.get(key)?.slice() ?? null,
    set: async (key, value) => void held.set(key, value.slice()),
    delete: async (key) => void held.delete(key),
    names: async (prefix) => [...held.keys()].filter((key) => key.startsWith(prefix)),
  }
}
