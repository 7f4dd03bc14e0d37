/** What the steps of one message in the pane share. */
import type { Account } from "@smp/shared/account"
import type { DraftSaving } from "@smp/shared/drafts"
import type { Mailbox } from "@smp/shared/send"
import type { OutlookPort } from "../../host/outlook-port.ts"
import type { KeptWriting } from "../write/kept-writing.ts"
import type { WriteState } from "../write/write-state.ts"
import type { ComposeState, Prepared } from "./flow-state.ts"

export interface Run {
  readonly without: Set<string>
  sender: Mailbox | null
  writing: WriteState | null
  /** The draft as which it is kept; null: nothing was written here yet. */
  kept: KeptWriting | null
  saving: DraftSaving
  /** Counts the texts that came from elsewhere: the editor begins anew with each. */
  turn: number
  /** After a draft was discarded. */
  undo: (() => Promise<void>) | null
  abort: AbortController | null
  prepared: Prepared | null
  isMarked: boolean
  /** Keys of sealed copies that this pane left on the server, to be removed once the text has gone another way. */
  readonly leftBehind: Set<string>
}
export interface Scene {
  readonly account: Account
  /** null: the message is written in the pane from the start. */
  readonly outlook: OutlookPort | null
  readonly run: Run
  readonly read: () => ComposeState
  readonly show: (state: ComposeState) => void
}

export const newRun = (writing: WriteState | null): Run => ({
  without: new Set(),
  sender: null,
  writing,
  kept: null,
  saving: { state: "nothing" },
  turn: 0,
  undo: null,
  abort: null,
  prepared: null,
  isMarked: false,
  leftBehind: new Set(),
})

export function showWriting({ run, show }: Scene, writing: WriteState): void {
  run.writing = writing
  show({ at: "write", writing, saving: run.saving, turn: run.turn })
}
