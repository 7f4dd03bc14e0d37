/**
 * The whole send, the same for every host: check keys, encrypt the text, upload the files, seal, hand over in one commit,
 * close the draft (docs/PROTOCOL.md §3–§6).
 * Promises: until the hand-over nothing has been told to anybody and cancelling leaves a complete draft; a hand-over is
 * repeated byte for byte under one Idempotency-Key, so it happens once; after a crash `resumeSends` knows what was done.
 * Never: sends by ordinary mail, lowers a rule because the server says so.
 */
import { newId } from "../bytes/index.ts"
import { deleteUploadRecord, isProblem, NetworkError, newIdempotencyKey } from "../client/index.ts"
import type { CommitReply } from "../client/index.ts"
import { messageId } from "../wire/index.ts"
import type { MessageCommit } from "../wire/index.ts"
import { checkDraft } from "./draft-limits.ts"
import { finishInHost } from "./finish-in-host.ts"
import { openSendJournal } from "./journal.ts"
import type { SendRecord } from "./journal.ts"
import type { Draft } from "./mail-host.ts"
import { reviewForSend } from "./review-for-send.ts"
import type { Review } from "./review.ts"
import { buildCommit, sealDraft } from "./seal-draft.ts"
import type { Run, SendJob, SendResult } from "./send-job.ts"
import { isPassing, isUncertain, SendStopped, stopOf } from "./send-stopped.ts"
import type { SendStopCode, TextPlace } from "./send-stopped.ts"
import { stageAndEmpty, unstage } from "./staged-hand-over.ts"
import { uploadFiles, uploadName } from "./upload-files.ts"

/** @throws SendStopped: nothing was handed over (or `isUnknown`). */
export async function sendSecure(job: SendJob): Promise<SendResult> {
  const journal = await openSendJournal(job.account, job.journal)
  const run: Run = { job, journal, record: null, told: [], isHandedOver: false, isStaged: false, isEmptied: false }
  try {
    const { reply, changed } = await handOver(run)
    return await finish(run, reply, changed)
  } catch (error) {
    throw await stop(run, error)
  }
}

async function handOver(run: Run): Promise<{ reply: CommitReply; changed: boolean }> {
  const { job, journal } = run
  const draft = await job.host.snapshot()
  checkDraft(draft)
  job.onProgress?.({ step: "keys" })
  const review = await reviewForSend(job, draft)
  job.signal?.throwIfAborted()
  const record = await beginRecord(run, draft, review)
  const files = await uploadFiles(run, draft, review)
  job.onProgress?.({ step: "encrypt" })
  const sealed = await sealDraft(run, { draft, review, files, record })
  job.signal?.throwIfAborted()
  const commit = await buildCommit(run, sealed, { draft, review })
  await journal.putCommit(record.id, commit)
  await journal.put({ ...record, ready: true, objects: run.record?.objects ?? [] })
  await job.onHandOver?.(record.id)
  const changed = await job.host.hasChanged()
  job.signal?.throwIfAborted()
  if (job.host.empty !== undefined) await stageAndEmpty(run, { commit, key: record.id, id: record.msg, changed })
  job.onProgress?.({ step: "hand-over" })
  run.isHandedOver = true
  // From here on cancelling would only hide what happened: no signal.
  return { reply: await commitOrAsk(run, commit, record.id), changed }
}

/** The answer may be lost after the server did its part, or a gateway's come in its place: then the server is asked. */
async function commitOrAsk(run: Run, commit: MessageCommit, key: string): Promise<CommitReply> {
  const { client } = run.job.account
  try {
    return await client.commitMessage(commit, key, { noticesByClient: run.job.host.sendsNotices === true })
  } catch (error) {
    const isAnswered = !(error instanceof NetworkError) && !isProblem(error, "service.fault")
    if (isAnswered && !isProblem(error, "service.unavailable")) throw error
    const reply = await client.handedOver(key).catch(() => null)
    if (reply === null) throw error
    return reply
  }
}

async function finish(run: Run, reply: CommitReply, draftChanged: boolean): Promise<SendResult> {
  const sent = { id: reply.id, reference: reply.reference, at: reply.at, draftChanged }
  const { account, host } = run.job
  const hostError = await finishInHost(account.client, host, sent)
  await forget(run)
  run.job.onProgress?.({ step: "done" })
  return { ...sent, hostError, told: run.told }
}

async function beginRecord(run: Run, draft: Draft, review: Review): Promise<SendRecord> {
  const { job, journal } = run
  const held = job.resume === undefined ? null : await journal.get(job.resume)
  const record: SendRecord = {
    v: 1,
    // A prepared hand-over may have arrived: what is sealed anew is another message under another key.
    id: held !== null && !held.ready ? held.id : newIdempotencyKey(),
    startedAt: Date.now(),
    org: job.org,
    msg: messageId.parse(newId("msg")),
    subject: draft.subject,
    people: review.people.map(({ address }) => address),
    files: draft.attachments.map(({ name }) => name),
    objects: held?.objects ?? [],
    ready: false,
  }
  run.record = record
  await journal.put(record)
  return record
}

/** Worth going on with later: the line, the server's load or space, or the sign-in, but nothing about the message. */
const isRepairable = (code: SendStopCode): boolean =>
  isPassing(code) || code === "storage.full" || code === "upload.too_many" || code === "session.required"

/** What is left behind depends on why: a cancelled send leaves nothing, a cut line leaves what is needed to go on. */
async function stop(run: Run, error: unknown): Promise<SendStopped> {
  const text = await unstage(run)
  if (run.job.signal?.aborted === true && !run.isHandedOver && !run.isEmptied) return cancel(run, error, text)
  const { code } = stopOf(error, { resume: null, isUnknown: false })
  const isUnknown = run.isHandedOver && isUncertain(code)
  const resume = isRepairable(code) || isUnknown ? (run.record?.id ?? null) : null
  if (resume === null && run.isStaged && text === "draft") await dropUploads(run)
  if (resume === null) await forget(run)
  return stopOf(error, { resume, isUnknown, text: isUnknown ? "server" : text })
}

async function cancel(run: Run, cause: unknown, text: TextPlace): Promise<SendStopped> {
  await dropUploads(run)
  await forget(run)
  return new SendStopped("cancelled", { cause, text })
}

async function dropUploads(run: Run): Promise<void> {
  for (const obj of run.record?.objects ?? []) await run.job.account.client.abortUpload(obj).catch(() => undefined)
}

/** A device without room keeps what is left: `resumeSends` asks about it. It changes nothing about what happened. */
const forget = (run: Run): Promise<void> => forgetAll(run).catch(() => undefined)

async function forgetAll(run: Run): Promise<void> {
  if (run.record === null) return
  for (let index = 0; index < run.record.files.length; index += 1) {
    await deleteUploadRecord(run.journal.uploads, uploadName(run, index))
  }
  await run.journal.remove(run.record.id)
  if (run.job.resume !== undefined) await run.journal.remove(run.job.resume)
}
