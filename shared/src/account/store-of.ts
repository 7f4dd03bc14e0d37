/** A part of a host's store, so that two people on one device never read each other's pins. */
import type { LocalStore } from "../client/index.ts"

export function storeOf(store: LocalStore, prefix: string): LocalStore {
  return {
    get: (key) => store.get(`${prefix}/${key}`),
    set: (key, value) => store.set(`${prefix}/${key}`, value),
    delete: (key) => store.delete(`${prefix}/${key}`),
    names: async (start) => (await store.names(`${prefix}/${start}`)).map((name) => name.slice(prefix.length + 1)),
  }
}
