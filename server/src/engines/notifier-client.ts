/** The notifier as the web role sees it: somebody to wake. The queue is the truth, a lost wake-up costs a second. */
import { callClient } from "./socket/call-client.ts"
import { nothing } from "./socket/contract.ts"

export const notifierContract = { wake: { request: nothing, reply: nothing, isRepeatable: true } } as const

/** So many messages of a burst as are committed in this time are told of together. */
const GATHER_MS = 10

/** Returns at once and never fails; wakes that come while one is under way are one more. */
export function notifierWake(socket: string): () => void {
  const { wake } = callClient(socket, notifierContract, { patienceMs: 0, timeoutMs: 2_000 })
  let isUnderWay = false
  let isAskedAgain = false
  const run = async (): Promise<void> => {
    isUnderWay = true
    do {
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS).unref())
      isAskedAgain = false
      await wake({}).catch(() => undefined)
    } while (isAskedAgain)
    isUnderWay = false
  }
  return () => {
    if (isUnderWay) isAskedAgain = true
    else void run()
  }
}
