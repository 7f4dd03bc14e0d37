/**
 * What stays on this computer, in IndexedDB of the add-in: sealed bytes (pins, journal) and key handles that no script can
 * read out.
 */
import { KNOWN_DEVICE } from "@smp/shared/account"
import { openDB } from "idb"
import type { DBSchema, IDBPDatabase } from "idb"
import type { LocalStore } from "@smp/shared/client"

interface Contents extends DBSchema {
  bytes: { key: string; value: Uint8Array<ArrayBuffer> }
  handles: { key: string; value: unknown }
}

let opened: Promise<IDBPDatabase<Contents>> | null = null
const database = () => {
  opened ??= openDB<Contents>("send-secure", 1, {
    upgrade(fresh) {
      fresh.createObjectStore("bytes")
      fresh.createObjectStore("handles")
    },
  })
  return opened
}

/** Bytes under names, for pins and journal. */
export const localStore: LocalStore = {
  get: async (key) => (await (await database()).get("bytes", key)) ?? null,
  set: async (key, value) => {
    await (await database()).put("bytes", value, key)
  },
  delete: async (key) => (await database()).delete("bytes", key),
  names: async (prefix) => (await database()).getAllKeys("bytes", IDBKeyRange.bound(prefix, `${prefix}\uffff`)),
}

/** Values that survive a structured clone and are no bytes: non-extractable keys. */
export const handles = {
  get: async (key: string): Promise<unknown> => (await database()).get("handles", key),
  set: async (key: string, value: unknown): Promise<void> => {
    await (await database()).put("handles", value, key)
  },
  delete: async (key: string): Promise<void> => (await database()).delete("handles", key),
}

/** After signing out: nothing of this account stays but that somebody was here (`KNOWN_DEVICE`). */
export async function forgetEverything(): Promise<void> {
  const contents = await database()
  for (const key of await contents.getAllKeys("bytes"))
    if (!key.startsWith(KNOWN_DEVICE)) await contents.delete("bytes", key)
  await contents.clear("handles")
}
