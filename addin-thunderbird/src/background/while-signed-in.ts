/**
 * While somebody is signed in and Thunderbird runs: readers are let in, and what happens is told to the pages. Beside
 * everything else: no answer to Thunderbird waits for it. One line to the server serves all windows.
 */
import type { Watch } from "@smp/shared/read"
import { stayAwake } from "../host/thunderbird-host.ts"
import { readSettings } from "../settings.ts"
import { forgetAsking, watchReaders } from "./letting-in.ts"
import { followLive } from "./live.ts"

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

async function begin(mine: string): Promise<void> {
  try {
    const { resumeHere } = await import("../account/signed-in.ts")
    const account = await resumeHere()
    if (account === null || whose !== mine) return
    const leave = new AbortController()
    let readers: Watch | null = null
    stop = begun(leave, () => readers?.stop())
    readers = await watchReaders(account)
    if (leave.signal.aborted) return readers.stop()
    await followLive(account, { signal: leave.signal, onWanted: () => readers?.look() })
  } catch {
    // Nobody waits for an answer here; the next life of this page, or the next sign-in, tries again.
    if (whose === mine) whose = undefined
  }
}

function begun(leave: AbortController, stopReaders: () => void): () => void {
  const sleep = stayAwake()
  return () => {
    leave.abort()
    stopReaders()
    sleep()
  }
}
