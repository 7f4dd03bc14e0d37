/**
 * Chunks of an upload beside its end, be it complete, dropped or swept.
 * Promises: nothing is written to an object while its upload ends; it ends when what was being written is; two ends at
 * once come one after the other.
 */
import { refuseRequest } from "./refusal.ts"

export function uploadTurns() {
  const writing = new Map<string, Set<Promise<void>>>()
  const ending = new Map<string, Promise<void>>()
  return {
    /** @throws Refusal service.unavailable while the upload ends: to come again, and then to find it ended or not. */
    write: async (id: string, work: () => Promise<void>): Promise<void> => {
      if (ending.has(id)) refuseRequest("service.unavailable", undefined, { retryAfter: 1 })
      const writes = writing.get(id) ?? new Set()
      writing.set(id, writes)
      const one = work()
      writes.add(one)
      try {
        await one
      } finally {
        writes.delete(one)
        if (writes.size === 0 && writing.get(id) === writes) writing.delete(id)
      }
    },
    end: async (id: string, work: () => Promise<void>): Promise<void> => {
      const others = [ending.get(id) ?? Promise.resolve(), ...(writing.get(id) ?? [])]
      const turn = Promise.allSettled(others).then(work)
      const settled = turn.catch(() => undefined)
      ending.set(id, settled)
      try {
        await turn
      } finally {
        if (ending.get(id) === settled) ending.delete(id)
      }
    },
  }
}
