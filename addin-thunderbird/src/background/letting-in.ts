/**
 * While somebody is signed in and Thunderbird runs: waiting readers are let in where no person has to decide, and whoever
 * asks is counted for the settings page. Beside everything else: no answer to Thunderbird waits for it.
 */
import type { Watch } from "@smp/shared/read"
import { memory, stayAwake } from "../host/thunderbird-host.ts"
import { readSettings } from "../settings.ts"

const ASKING = "asking"

/** Of whom; null while nobody is signed in. */
let whose: string | null = null
let stop: () => void = () => undefined

/** To be called when the event page comes to life, and when settings change. */
export async function letInWhileSignedIn(): Promise<void> {
  const { account, server } = await readSettings()
  const now = account === null || server === null ? null : `${server} ${account.address}`
  if (now === whose) return
  stop()
  stop = () => undefined
  whose = now
  if (now !== null) await begin(now)
}

async function begin(mine: string): Promise<void> {
  try {
    const [{ resumeHere }, { watchWanted }] = await Promise.all([
      import("../account/signed-in.ts"),
      import("@smp/shared/read"),
    ])
    const account = await resumeHere()
    if (account === null || whose !== mine) return
    const sleep = stayAwake()
    const watch: Watch = watchWanted(account, {
      onWaiting: (waiting) => {
        const people = new Set(waiting.filter(({ decision }) => decision.kind === "ask").map(({ address }) => address))
        void memory.local.set(ASKING, people.size)
      },
      // The line is cut, or the session ended: the next look finds out.
      onFailure: () => undefined,
    })
    stop = () => {
      watch.stop()
      sleep()
    }
  } catch {
    // Nobody waits for an answer here; the next life of this page, or the next sign-in, tries again.
    if (whose === mine) whose = null
  }
}

/** How many people ask to be let in again. */
export async function countAsking(): Promise<number> {
  const held = await memory.local.get(ASKING)
  return typeof held === "number" ? held : 0
}
