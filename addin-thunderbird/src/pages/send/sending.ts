/** One try to send what was prepared, and what follows from its end. */
import { finishInHost, finishSend, resumeSends, secretsToTell, sendSecure, SendStopped } from "@smp/shared/send"
import type { SendProgress, SendResult } from "@smp/shared/send"
import { ApiProblem, NetworkError } from "@smp/shared/client"
import { ProtocolError } from "@smp/shared/bytes"
import { DraftProblem } from "./prepare.ts"
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

/**
 * The answer to the hand-over was lost: asks the server, and hands over again, byte for byte, if it had not arrived.
 * @throws SendStopped while the server still does not answer.
 */
export async function settleUnknown(prepared: Prepared, journalId: string): Promise<SendResult> {
  const { account, draft } = prepared
  const entries = await resumeSends({ account, journal: account.store })
  const entry = entries.find((one) => one.journalId === journalId)
  // Another window may have asked before, and then it is no entry any more.
  const reply =
    entry?.state === "handed-over"
      ? entry
      : ((await finishSend({ account, journal: account.store, journalId })) ??
        (await account.client.handedOver(journalId)))
  if (reply === null) throw new SendStopped("offline")
  return finishHandedOver(prepared, reply, await draft.hasChanged())
}

type HandedOver = Pick<SendResult, "id" | "reference" | "at">

/** What follows from a hand-over whose answer came late. */
export async function finishHandedOver(
  { account, draft, review, options, contact }: Prepared,
  { id, reference, at }: HandedOver,
  draftChanged: boolean,
): Promise<SendResult> {
  const sent = { id, reference, at, draftChanged }
  const hostError = await finishInHost(account.client, draft, sent)
  const chosen = { label: options.label, firstContact: contact.own, firstContactOfAll: contact.all }
  const told = await secretsToTell(account, { review, options: chosen, msg: id })
  return { ...sent, hostError, told }
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
