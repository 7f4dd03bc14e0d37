/** One try to send what was prepared, and what follows from its end. */
import { finishSend, interruptedSends, resumeSends, sendSecure, SendStopped } from "@smp/shared/send"
import type { SendProgress, SendResult } from "@smp/shared/send"
import { ApiProblem, NetworkError } from "@smp/shared/client"
import { ProtocolError } from "@smp/shared/bytes"
import { DraftProblem } from "./prepare.ts"
import { isSameSend } from "./send-state.ts"
import type { Failure, Prepared } from "./send-state.ts"

const DAY = 86_400_000

export interface Attempt {
  readonly prepared: Prepared
  /** Journal entry of an earlier try. */
  readonly resume: string | null
  readonly signal: AbortSignal
  readonly onProgress: (progress: SendProgress) => void
}

/** @throws SendStopped. */
export async function send({ prepared, resume, signal, onProgress }: Attempt): Promise<SendResult> {
  const { account, draft, review, options, contact } = prepared
  return sendSecure({
    account,
    host: draft,
    org: review.org,
    review,
    journal: account.store,
    signal,
    onProgress,
    options: {
      reply: options.reply,
      replyAll: options.reply && options.replyAll,
      forward: options.forward,
      receipts: options.receipts,
      shared: options.shared,
      hideSubject: options.hideSubject,
      label: options.label,
      password: options.password,
      firstContact: contact.own,
      firstContactOfAll: contact.all,
      expires: options.expiresInDays === null ? null : Date.now() + options.expiresInDays * DAY,
    },
    ...(resume === null ? {} : { resume }),
  })
}

/** An upload of this draft that an earlier window or an earlier Thunderbird did not finish; null: none. */
export async function findInterrupted({ account, review, draft }: Prepared): Promise<string | null> {
  const entries = await interruptedSends({ account, journal: account.store })
  return entries.find((entry) => isSameSend(entry, review, draft.draft.subject))?.journalId ?? null
}

/**
 * The answer to the hand-over was lost: asks the server, and hands over again, byte for byte, if it had not arrived.
 * @throws SendStopped while the server still does not answer.
 */
export async function settleUnknown({ account, draft }: Prepared, journalId: string): Promise<SendResult> {
  const entries = await resumeSends({ account, journal: account.store })
  const entry = entries.find((one) => one.journalId === journalId)
  // Another window may have asked before, and then it is no entry any more.
  const reply =
    entry?.state === "handed-over"
      ? entry
      : ((await finishSend({ account, journal: account.store, journalId })) ??
        (await account.client.handedOver(journalId)))
  if (reply === null) throw new SendStopped("offline")
  const draftChanged = await draft.hasChanged()
  const sent = { id: reply.id, reference: reply.reference, at: reply.at, draftChanged }
  const hostError = await draft.finish(sent).then(
    () => null,
    (problem: unknown) => problem,
  )
  return { ...sent, hostError, told: [] }
}

/** Every error, as what the page can say. */
export function failureOf(problem: unknown): Failure {
  if (problem instanceof DraftProblem) return problem.failure
  if (problem instanceof SendStopped) return { code: problem.code, people: problem.people, files: problem.files }
  if (problem instanceof NetworkError) return { code: "offline", people: [], files: [] }
  if (problem instanceof ProtocolError || problem instanceof ApiProblem)
    return { code: problem.code, people: [], files: [] }
  return { code: "fault", people: [], files: [] }
}
