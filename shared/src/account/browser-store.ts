/**
 * What a browser or an add-in keeps for whoever is signed in, in IndexedDB: sealed bytes, and key handles that no script
 * can read out.
 * Promises: a database that could not be opened, or that the browser has closed, is opened anew at the next use; of two
 * sessions only the one that the server refused is forgotten.
 */
import { openDB } from "idb"
import type { DBSchema, IDBPDatabase } from "idb"
import type { LocalStore, Session } from "../client/index.ts"
import type { DeviceKey } from "./device.ts"

/** How this device comes back without a password. */
export interface Access {
  readonly session: Session
  readonly device: DeviceKey
}

interface Contents extends DBSchema {
  bytes: { key: string; value: Uint8Array<ArrayBuffer> }
  handles: { key: keyof Access; value: Session | DeviceKey }
}

export interface BrowserStore {
  /** Pins, journals, drafts. */
  readonly bytes: LocalStore
  access(): Promise<Partial<Access>>
  keepAccess(access: Access): Promise<void>
  /** Unless another session was kept meanwhile. @returns whether it was this one */
  forgetAccess(refused: Pick<Session, "id">, names?: readonly (keyof Access)[]): Promise<boolean>
  /** Nothing here unlocks anything any more. What was learned about the logs stays. */
  forgetAllAccess(): Promise<void>
  /** After signing out nothing of this account stays but, under names that begin so, that somebody was here. */
  forgetEverything(but: string): Promise<void>
}

export function browserStore(name: string): BrowserStore {
  const database = opening(name)
  return {
    bytes: {
      get: async (key) => (await (await database()).get("bytes", key)) ?? null,
      set: async (key, value) => void (await (await database()).put("bytes", value, key)),
      delete: async (key) => (await database()).delete("bytes", key),
      names: async (prefix) => (await database()).getAllKeys("bytes", IDBKeyRange.bound(prefix, `${prefix}\uffff`)),
    },
    access: async () => {
      const rows = (await database()).transaction("handles").store
      const [session, device] = await Promise.all([rows.get("session"), rows.get("device")])
      return { session, device } as Partial<Access>
    },
    keepAccess: async ({ session, device }) => {
      const work = (await database()).transaction("handles", "readwrite")
      await Promise.all([work.store.put(session, "session"), work.store.put(device, "device"), work.done])
    },
    forgetAccess: async (refused, names = ["session", "device"]) => {
      const work = (await database()).transaction("handles", "readwrite")
      const held = (await work.store.get("session")) as Session | undefined
      const isThisOne = held?.id === refused.id
      if (isThisOne) for (const handle of names) await work.store.delete(handle)
      await work.done
      return isThisOne
    },
    forgetAllAccess: async () => (await database()).clear("handles"),
    forgetEverything: async (but) => {
      const contents = await database()
      const names = await contents.getAllKeys("bytes")
      for (const key of names) if (!key.startsWith(but)) await contents.delete("bytes", key)
      await contents.clear("handles")
    },
  }
}

/** One connection for all; what failed, or was closed, is not kept. */
function opening(name: string): () => Promise<IDBPDatabase<Contents>> {
  let opened: Promise<IDBPDatabase<Contents>> | null = null
  const forget = () => {
    opened = null
  }
  return () => {
    opened ??= openDB<Contents>(name, 1, {
      upgrade(fresh) {
        fresh.createObjectStore("bytes")
        fresh.createObjectStore("handles")
      },
      terminated: forget,
    }).catch((error: unknown) => {
      forget()
      throw error
    })
    return opened
  }
}
