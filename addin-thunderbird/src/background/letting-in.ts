/**
 * Waiting readers are let in where no person has to decide. Whoever asks is told to the person at this computer: once by a
 * notification, and by the number on the button of the space as long as the question is open.
 */
import type { Account } from "@smp/shared/account"
import type { Watch } from "@smp/shared/read"
import { notices } from "../host/thunderbird-host.ts"
import { openAskingWindow } from "../asking-window.ts"
import { backgroundStrings } from "../strings/background.ts"
import { noteAsking } from "./asking.ts"
import { showBadge } from "./space.ts"

/** The notification's own name: another question replaces it. */
const QUESTION = "asking"

export async function watchReaders(account: Account): Promise<Watch> {
  const { watchWanted } = await import("@smp/shared/read")
  return watchWanted(account, {
    onWaiting: (waiting) => {
      const asking = waiting.filter(({ decision }) => decision.kind === "ask")
      void tell(asking.map(({ address }) => address)).catch(() => undefined)
    },
    // The line is cut, or the session ended: the next look finds out.
    onFailure: () => undefined,
  })
}

async function tell(addresses: readonly string[]): Promise<void> {
  const change = await noteAsking(addresses)
  if (change === null) return
  await showBadge()
  const text = backgroundStrings()
  // Others may see the screen: who asks, and for what, stands on the page alone.
  if (change.hasNew) await notices.show(QUESTION, { title: text.asking, message: text.askingText })
}

/** Nobody is signed in any more, so nobody is asked. */
export const forgetAsking = (): Promise<void> => tell([])

/** The notification was pressed. */
export const answerNotification = (name: string): void => {
  if (name === QUESTION) void openAskingWindow()
}
