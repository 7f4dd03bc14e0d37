/** What the steps of one message in the pane share. */
import type { Account } from "@smp/shared/account"
import type { DraftSaving } from "@smp/shared/drafts"
import type { Mailbox } from "@smp/shared/send"
import type { DraftId } from "@smp/shared/wire"
import type { OutlookPort } from "../../host/outlook-port.ts"
import type { KeptWriting } from "../write/kept-writing.ts"
import type { WriteState } from "../write/write-state.ts"
import type { ComposeState, Holder, Prepared } from "./flow-state.ts"

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
  /** The draft that was to go on here and could not be fetched: what "Try again" fetches where there is nothing else. */
  wanted: DraftId | null
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
  wanted: null,
  abort: null,
  prepared: null,
  isMarked: false,
  leftBehind: new Set(),
})

/** What holds the text now. */
export const holderOf = ({ writing, wanted, saving }: Run): Holder =>
  writing === null && wanted === null
    ? { from: "outlook" }
    : { from: "pane", isKept: wanted !== null || saving.state === "saved" }

export function showWriting({ run, show }: Scene, writing: WriteState): void {
  run.writing = writing
  show({ at: "write", writing, saving: run.saving, turn: run.turn })
}
