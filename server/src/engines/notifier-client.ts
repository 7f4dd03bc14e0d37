/** The notifier as the web role sees it: somebody to wake. The queue is the truth, a lost wake-up costs two seconds. */
import { afterBurst } from "./after-burst.ts"
import { callClient } from "./socket/call-client.ts"
import { nothing } from "./socket/contract.ts"

export const notifierContract = { wake: { request: nothing, reply: nothing, isRepeatable: true } } as const

/** Messages that keep coming are taken in first: their notices begin when there is a pause, or after a second. */
const BURST = { pauseMs: 50, latestMs: 1_000 }

/** Returns at once and never fails. */
export function notifierWake(socket: string): () => void {
  const { wake } = callClient(socket, notifierContract, { patienceMs: 0, timeoutMs: 2_000 })
  return afterBurst(BURST, () => void wake({}).catch(() => undefined)).nudge
}
