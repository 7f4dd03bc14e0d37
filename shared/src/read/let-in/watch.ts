/** For hosts that stay open: asks who waits, every few seconds, and lets in whom no person has to decide about. */
import type { Account } from "../../account/index.ts"
import type { WantedReader } from "../../wire/index.ts"
import { letInByRule } from "./let-in.ts"
import type { WaitingReader } from "./waiting-readers.ts"

const EVERY_MS = 4_000
/** What could not be let in is tried again, soon at first (the log's word is often on its way), then more and more rarely. */
const AGAIN_MS = { first: 4_000, last: 60_000 }

export interface Watching {
  /** Those whom a person may let in, whenever they changed. */
  readonly onWaiting: (waiting: readonly WaitingReader[]) => void
  /** A passing failure; it goes on. */
  readonly onFailure: (error: unknown) => void
}

export interface Watch {
  /** Looks at once, for example after a person decided. */
  look(): void
  stop(): void
}

export function watchWanted(account: Account, { onWaiting, onFailure }: Watching): Watch {
  let seen = ""
  let due = Infinity
  let wait = AGAIN_MS.first
  let isBusy = false
  let isStopped = false
  const lookOnce = async () => {
    const list = await account.client.wanted()
    const now = Date.now()
    if (keyOf(list) === seen && now < due) return
    if (keyOf(list) !== seen) wait = AGAIN_MS.first
    const { letIn, waiting } = list.length === 0 ? NOBODY : await letInByRule(account, now, list)
    seen = letIn.length > 0 ? "" : keyOf(list)
    const isSettled = letIn.length + waiting.length === list.length
    due = Math.min(
      now + (isSettled ? AGAIN_MS.last : wait),
      ...waiting.map(({ decision }) => (decision.kind === "later" ? decision.until : Infinity)),
    )
    wait = Math.min(2 * wait, AGAIN_MS.last)
    if (!isStopped) onWaiting(waiting)
  }
  const look = () => {
    if (isBusy || isStopped) return
    isBusy = true
    lookOnce()
      .catch(onFailure)
      .finally(() => (isBusy = false))
  }
  const timer = setInterval(look, EVERY_MS)
  look()
  return {
    look: () => {
      seen = ""
      look()
    },
    stop: () => {
      isStopped = true
      clearInterval(timer)
    },
  }
}

const NOBODY = { letIn: [], waiting: [] }
const keyOf = (list: readonly WantedReader[]): string =>
  JSON.stringify(list.map(({ message, address, kid, mac }) => [message, address, kid, mac]))
