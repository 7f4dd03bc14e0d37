/**
 * While somebody is signed in and Thunderbird runs: readers are let in, and what happens is told to the pages. Beside
 * everything else: no answer to Thunderbird waits for it. One line to the server serves all windows.
 */
import { stayAwake } from "../host/thunderbird-host.ts"
import { readSettings } from "../settings.ts"
import { forgetAsking, watchReaders } from "./letting-in.ts"
import { followLive } from "./live.ts"

const AGAIN_MS = { first: 2_000, last: 60_000 }

/** Of whom; null while nobody is signed in, undefined before anybody asked. */
let whose: string | null | undefined
let stop: () => void = () => undefined

/** To be called when the event page comes to life, and when settings change. */
export async function workWhileSignedIn(): Promise<void> {
  const { account, server } = await readSettings()
  const now = account === null || server === null ? null : `${server} ${account.address}`
  if (now === whose) return
  stop()
  stop = () => undefined
  whose = now
  await (now === null ? forgetAsking() : begin(now))
}

/** Again and again until it stands: a computer that wakes up is often offline at first, and no event tells when it is not. */
async function begin(mine: string): Promise<void> {
  const leave = new AbortController()
  const sleep = stayAwake()
  stop = () => {
    leave.abort()
    sleep()
  }
  for (let wait = AGAIN_MS.first; !leave.signal.aborted; wait = Math.min(2 * wait, AGAIN_MS.last)) {
    try {
      const isSignedIn = await work(leave.signal)
      if (isSignedIn || whose !== mine) return
      // The next sign-in may be the same person's.
      whose = undefined
      return stop()
    } catch {
      await pause(wait)
    }
  }
}

/** @returns false: somebody has to sign in first. @throws NetworkError, ApiProblem, ProtocolError */
async function work(signal: AbortSignal): Promise<boolean> {
  const { resumeHere } = await import("../account/signed-in.ts")
  const account = await resumeHere()
  if (account === null) return false
  if (signal.aborted) return true
  const readers = await watchReaders(account)
  signal.addEventListener("abort", () => readers.stop())
  if (signal.aborted) readers.stop()
  else await followLive(account, { signal, onWanted: () => readers.look() })
  return true
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
