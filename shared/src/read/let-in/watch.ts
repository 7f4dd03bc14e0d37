/** For hosts that stay open: asks who waits, every few seconds, and lets in whom no person has to decide about. */
import type { Account } from "../../account/index.ts"
import type { WantedReader } from "../../wire/index.ts"
import { letInByRule } from "./let-in.ts"
import type { WaitingReader } from "./waiting-readers.ts"

const EVERY_MS = 4_000
/** What could not be let in is tried again: the line was cut, or a checkpoint was on its way. */
const AGAIN_MS = 60_000

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
  let seen = "[]"
  let due = Infinity
  let isBusy = false
  let isStopped = false
  const lookOnce = async () => {
    const list = await account.client.wanted()
    const now = Date.now()
    if (keyOf(list) === seen && now < due) return
    const { letIn, waiting } = list.length === 0 ? NOBODY : await letInByRule(account, now, list)
    seen = letIn.length > 0 ? "" : keyOf(list)
    due = Math.min(
      now + AGAIN_MS,
      ...waiting.map(({ decision }) => (decision.kind === "later" ? decision.until : Infinity)),
    )
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
