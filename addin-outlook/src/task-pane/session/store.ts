/**
 * Sealed bytes that may stay on this computer (pins, journal): in IndexedDB where the frame may use it, else in memory.
 * Promises: a refused storage is no failure. Never: keeps a key.
 */
import type { LocalStore } from "@smp/shared/account"

type Contents = Map<string, Uint8Array<ArrayBuffer>>
const NAME = "send-secure"

export function bestEffortStore(): LocalStore {
  const memory: Contents = new Map()
  const database = open()
  const work = async <T>(mode: IDBTransactionMode, act: (rows: IDBObjectStore) => IDBRequest<T>): Promise<T | null> => {
    try {
      const held = await database
      // A database that the browser has closed meanwhile refuses at once.
      return held === null ? null : await answerOf(act(held.transaction(NAME, mode).objectStore(NAME)))
    } catch {
      return null
    }
  }
  return {
    get: async (key) =>
      memory.get(key) ?? (await work<Uint8Array<ArrayBuffer> | undefined>("readonly", (rows) => rows.get(key))) ?? null,
    set: async (key, value) => {
      memory.set(key, value)
      await work("readwrite", (rows) => rows.put(value, key))
    },
    delete: async (key) => {
      memory.delete(key)
      await work("readwrite", (rows) => rows.delete(key))
    },
    names: async (prefix) => {
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`)
      const held = (await work("readonly", (rows) => rows.getAllKeys(range))) ?? []
      const here = [...memory.keys()].filter((key) => key.startsWith(prefix))
      return [...new Set([...here, ...held.map(String)])]
    },
  }
}

/** null: this frame may not store anything (third-party storage blocked, private window). */
async function open(): Promise<IDBDatabase | null> {
  try {
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => void request.result.createObjectStore(NAME)
    return await answerOf(request)
  } catch {
    return null
  }
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(new Error("storage refused", { cause: request.error }))
  })
}
