/** After a crash: what became of sends that were under way (docs/PROTOCOL.md §3; decisions: handed over, by Idempotency-Key). */
import type { Account } from "../account/index.ts"
import type { LocalStore } from "../client/index.ts"
import type { MessageId } from "../wire/index.ts"
import { openSendJournal } from "./journal.ts"
import type { SendJournal, SendRecord } from "./journal.ts"
import { stopOf } from "./send-stopped.ts"

export type ResumedSend = {
  readonly journalId: string
  readonly subject: string
  readonly people: readonly string[]
  readonly files: readonly string[]
  readonly startedAt: number
  /** Known from the server alone: another client of this person prepared it, and its copy may be the only whole one. */
  readonly isElsewhere: boolean
} & (
  | { readonly state: "handed-over"; readonly id: MessageId; readonly reference: string; readonly at: number }
  /** Nothing was handed over; `finishSend` hands over what was prepared. */
  | { readonly state: "prepared" }
  /** Uploads are incomplete; `sendSecure` with `resume` goes on, with the draft at hand. */
  | { readonly state: "interrupted" }
)

interface ResumeJob {
  readonly account: Account
  readonly journal: LocalStore
}

/**
 * Asks the server about every prepared hand-over; entries that turn out handed over leave the journal. What the server
 * holds staged for this person, and this journal does not know, comes last.
 */
export async function resumeSends({ account, journal: store }: ResumeJob): Promise<ResumedSend[]> {
  const journal = await openSendJournal(account, store)
  const sends: ResumedSend[] = []
  for (const held of await journal.list()) {
    const { id, ready } = held
    const entry = shownOf(held)
    const reply = ready ? await account.client.handedOver(id) : null
    if (reply !== null) {
      await removeIfRoom(journal, id)
      sends.push({ ...entry, state: "handed-over", ...reply })
    } else {
      sends.push({ ...entry, state: ready ? "prepared" : "interrupted" })
    }
  }
  return [...sends, ...(await stagedElsewhere(account, new Set(sends.map(({ journalId }) => journalId))))]
}

/** A device without room keeps the entry, and asks about it again: what was handed over is not called otherwise. */
const removeIfRoom = (journal: SendJournal, id: string) => journal.remove(id).catch(() => undefined)

/**
 * Uploads of this device that can be gone on with. Nothing is asked, and nothing leaves the journal: what became of
 * other sends is for whoever shows it to a person.
 */
export async function interruptedSends({ account, journal: store }: ResumeJob): Promise<ResumedSend[]> {
  const held = await (await openSendJournal(account, store)).list()
  return held.filter(({ ready }) => !ready).map((entry) => ({ ...shownOf(entry), state: "interrupted" }))
}

type Shown = ReturnType<typeof shownOf>

/**
 * A hand-over of this device whose answer never arrived, if the server has it: asked about are those that are meant, and
 * what is found leaves the journal.
 */
export async function lateAnswer(
  { account, journal: store }: ResumeJob,
  isMeant: (entry: Shown) => boolean,
): Promise<Extract<ResumedSend, { state: "handed-over" }> | null> {
  const journal = await openSendJournal(account, store)
  for (const held of await journal.list()) {
    const entry = shownOf(held)
    const reply = held.ready && isMeant(entry) ? await account.client.handedOver(held.id) : null
    if (reply === null) continue
    await removeIfRoom(journal, held.id)
    return { ...entry, state: "handed-over", ...reply }
  }
  return null
}

const shownOf = ({ id, subject, people, files, startedAt }: SendRecord) =>
  ({ journalId: id, subject, people, files, startedAt, isElsewhere: false }) as const

/** Sealed copies whose hand-over was prepared by another client of this person, or by one that forgot. */
async function stagedElsewhere(account: Account, known: ReadonlySet<string>): Promise<ResumedSend[]> {
  const staged = await account.client.stagedMessages()
  return staged
    .filter(({ key }) => !known.has(key))
    .map(({ key, subject, people, at }) => ({
      journalId: key,
      subject: subject ?? "",
      people,
      files: [],
      startedAt: at,
      isElsewhere: true,
      state: "prepared",
    }))
}

interface FinishJob extends ResumeJob {
  readonly journalId: string
  /** The host's own mail program sends the notice, as it would have after the first try. */
  readonly noticesByClient?: boolean
}

/** Hands over what was prepared before the crash, byte for byte. @throws SendStopped. */
export async function finishSend(job: FinishJob) {
  const journal = await openSendJournal(job.account, job.journal)
  const commit = (await journal.commit(job.journalId)) ?? (await job.account.client.staged(job.journalId))
  if (commit === null) return null
  try {
    const how = { noticesByClient: job.noticesByClient === true }
    const reply = await job.account.client.commitMessage(commit, job.journalId, how)
    await removeIfRoom(journal, job.journalId)
    return reply
  } catch (error) {
    throw stopOf(error, { resume: job.journalId, isUnknown: true })
  }
}

/** Gives up an interrupted send: its uploads and its staged copy are removed from the server. */
export async function discardSend(job: ResumeJob & { readonly journalId: string }): Promise<void> {
  const journal = await openSendJournal(job.account, job.journal)
  const held = await journal.get(job.journalId)
  await job.account.client.removeStaged(job.journalId)
  for (const obj of held?.objects ?? []) await job.account.client.abortUpload(obj).catch(() => undefined)
  await journal.remove(job.journalId)
}
