/**
 * For hosts whose draft lies on somebody's mail server: the sealed copy goes to our server first, then the draft is
 * emptied, then the message is handed over.
 * Promises: at every moment the whole text is in the draft, or sealed on the server for its author alone; nothing is
 * handed over unless the host confirmed that its draft is empty.
 */
import type { MessageCommit, MessageId } from "../wire/index.ts"
import { DraftNotEmptied } from "./mail-host.ts"
import type { Run } from "./send-job.ts"
import { SendStopped } from "./send-stopped.ts"
import type { TextPlace } from "./send-stopped.ts"

interface Prepared {
  readonly commit: MessageCommit
  readonly key: string
  readonly id: MessageId
  /** The draft is not the snapshot any more. */
  readonly changed: boolean
}

/** @throws SendStopped draft-changed, draft-not-emptied; ApiProblem, NetworkError of the staging. */
export async function stageAndEmpty(run: Run, { commit, key, id, changed }: Prepared): Promise<void> {
  const { host, account, signal } = run.job
  if (changed) throw new SendStopped("draft-changed")
  run.isStaged = true
  await account.client.stage(key, commit, signal)
  signal?.throwIfAborted()
  try {
    await host.empty?.({ id, key })
  } catch (error) {
    run.isEmptied = error instanceof DraftNotEmptied && !error.isDraftWhole
    throw error instanceof SendStopped ? error : new SendStopped("draft-not-emptied", { cause: error })
  }
  run.isEmptied = true
}

/** Before the hand-over the staged copy goes away again, unless it is the only whole one. Says where the text is. */
export async function unstage(run: Run): Promise<TextPlace> {
  if (!run.isStaged || run.record === null) return "draft"
  if (run.isEmptied) return "staged"
  try {
    await run.job.account.client.removeStaged(run.record.id)
    return "draft"
  } catch {
    return "draft-and-staged"
  }
}
