/**
 * What changes, as it changes: one line to the server for all tabs of this browser. The tab that holds the lock listens
 * and tells the others; when it is closed, the next one takes over and says that something may have been missed.
 * Promises: ends with the session. Without locks, or without an answer, nothing is told and no page needs it.
 */
import type { Account } from "@smp/shared/account"
import { liveEvent } from "@smp/shared/wire"
import type { LiveEvent } from "@smp/shared/wire"
import { whenEnded } from "./session-end.ts"

type Listener = (event: LiveEvent) => void

const listeners = new Set<Listener>()
const tellHere = (event: LiveEvent): void => {
  for (const listener of listeners) listener(event)
}

export function listenLive(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** @returns ends it */
export function openLine({ client, idn }: Account): () => void {
  // A page that was not delivered over HTTPS has no locks.
  if (!("locks" in navigator)) return () => undefined
  const name = `message-center-live-${idn}`
  const end = new AbortController()
  const channel = new BroadcastChannel(name)
  channel.addEventListener("message", ({ data }) => {
    const read = liveEvent.safeParse(data)
    if (read.success) tellHere(read.data)
  })
  const tell = (event: LiveEvent) => {
    if (end.signal.aborted) return
    channel.postMessage(event)
    tellHere(event)
  }
  const listen = () => client.watch(tell, end.signal)
  const takeTurns = async () => {
    const isTaken = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock !== null) await listen()
      return lock === null
    })
    if (!isTaken) return
    await navigator.locks.request(name, { signal: end.signal }, async () => {
      tell({ kind: "refresh" })
      await listen()
    })
  }
  takeTurns().catch(() => undefined)
  const stopListening = whenEnded.listen(() => end.abort())
  return () => {
    stopListening()
    end.abort()
    channel.close()
  }
}
