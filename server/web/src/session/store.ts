/** What stays in this browser, in IndexedDB: sealed bytes and key handles that no script can read out. */
import type { LocalStore } from "@smp/shared/account"
import { openDB } from "idb"
import type { DBSchema, IDBPDatabase } from "idb"

interface Contents extends DBSchema {
  bytes: { key: string; value: Uint8Array<ArrayBuffer> }
  handles: { key: string; value: unknown }
}

let opened: Promise<IDBPDatabase<Contents>> | null = null
function database(): Promise<IDBPDatabase<Contents>> {
  opened ??= openDB<Contents>("message-center", 1, {
    upgrade(fresh) {
      fresh.createObjectStore("bytes")
      fresh.createObjectStore("handles")
    },
  })
  return opened
}

export const localStore: LocalStore = {
  get: async (key) => (await (await database()).get("bytes", key)) ?? null,
  set: async (key, value) => {
    await (await database()).put("bytes", value, key)
  },
  delete: async (key) => (await database()).delete("bytes", key),
  names: async (prefix) => (await database()).getAllKeys("bytes", IDBKeyRange.bound(prefix, `${prefix}\uffff`)),
}

export const handles = {
  get: async (key: string): Promise<unknown> => (await database()).get("handles", key),
  set: async (key: string, value: unknown): Promise<void> => {
    await (await database()).put("handles", value, key)
  },
}

/** The session is over: nothing here unlocks anything any more. What was learned about the logs stays. */
export async function forgetHandles(): Promise<void> {
  await (await database()).clear("handles")
}

/** After signing out nothing of this account stays but, under names that begin so, that somebody was here. */
export async function forgetEverything(but: string): Promise<void> {
  const contents = await database()
  for (const key of await contents.getAllKeys("bytes")) if (!key.startsWith(but)) await contents.delete("bytes", key)
  await contents.clear("handles")
}
