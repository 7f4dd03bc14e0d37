/**
 * The whole send, the same for every host: check keys, encrypt the text, upload the files, seal, hand over in one commit,
 * close the draft (docs/PROTOCOL.md §3–§6).
 * Promises: until the hand-over nothing has been told to anybody and cancelling leaves a complete draft; a hand-over is
 * repeated byte for byte under one Idempotency-Key, so it happens once; after a crash `resumeSends` knows what was done.
 * Never: sends by ordinary mail, lowers a rule because the server says so.
 */
import type { Account } from "../account/index.ts"
import { newId, normalizeAddress, ProtocolError, toBase64url } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { deleteUploadRecord, newIdempotencyKey, signedToText, uploadObject } from "../client/index.ts"
import type { ByteSource, CommitReply, LocalStore } from "../client/index.ts"
import { encodeGrant, sealMessage } from "../envelope/index.ts"
import type { SealedFile, SealedMessage } from "../envelope/index.ts"
import { INLINE_BODY_BYTES, messageId, objectId } from "../wire/index.ts"
import type { MessageCommit, OrganizationId } from "../wire/index.ts"
import { addresseesOf, checkDraft, MAX_FIRST_CONTACTS, shortName } from "./draft-limits.ts"
import type { Addressee } from "./draft-limits.ts"
import { openSendJournal } from "./journal.ts"
import type { SendJournal, SendRecord } from "./journal.ts"
import type { Draft, DraftAttachment, MailHost, SentMessage } from "./mail-host.ts"
import { plainTextOf } from "./plain-text.ts"
import { reviewRecipients } from "./review.ts"
import type { Review, ReviewedPerson } from "./review.ts"
import { SendStopped, stopOf } from "./send-stopped.ts"
import type { SendStopCode } from "./send-stopped.ts"
import { uploadSealedBody } from "./upload-body.ts"

export interface SendOptions {
  readonly hideSubject: boolean
  /** Milliseconds since 1970, null: no end. */
  readonly expires: number | null
  readonly reply: boolean
  readonly replyAll: boolean
  readonly forward: boolean
  readonly label: string | null
  /** Readers' clients sign that they displayed it. */
  readonly receipts: boolean
  /** Encrypted form fields, and clear searchable ones. */
  readonly fields: readonly (readonly [string, string])[]
  readonly extension: readonly (readonly [string, string])[]
}

export const DEFAULT_OPTIONS: SendOptions = {
  hideSubject: false,
  expires: null,
  reply: true,
  replyAll: true,
  forward: true,
  label: null,
  receipts: true,
  fields: [],
  extension: [],
}

/** In this order: keys, attachments, encrypt, hand-over, done. */
export type SendProgress =
  | { readonly step: "keys" | "encrypt" | "hand-over" | "done" }
  | {
      readonly step: "attachments"
      readonly file: { readonly name: string; readonly index: number; readonly bytes: number; readonly total: number }
      /** Of all attachments. */
      readonly bytes: number
      readonly total: number
    }

export interface SendJob {
  readonly account: Account
  readonly host: MailHost
  readonly org: OrganizationId
  /** What the person looked at; used as it is while it is younger than ten minutes. */
  readonly review?: Review
  /** Addresses whose changed key the person accepted in the review, by looking at both fingerprints. */
  readonly options?: Partial<SendOptions>
  readonly journal: LocalStore
  /** Entry of the journal to go on with: its uploads are used again. */
  readonly resume?: string
  readonly onProgress?: (progress: SendProgress) => void
  readonly signal?: AbortSignal
}

export interface SendResult {
  readonly id: SentMessage["id"]
  readonly reference: string
  readonly at: number
  readonly draftChanged: boolean
  /** The message is handed over, but the host could not close its draft: why. */
  readonly hostError: unknown
}

const REVIEW_AGE_MS = 10 * 60_000
/** First-contact tickets end with the agent's weekly key (docs/PROTOCOL.md, H8): at most 30 days. */
const TICKET_MS = 30 * 24 * 3600_000

/** @throws SendStopped: nothing was handed over (or `isUnknown`). */
export async function sendSecure(job: SendJob): Promise<SendResult> {
  const journal = await openSendJournal(job.account, job.journal)
  const run: Run = { job, journal, record: null, isHandedOver: false }
  try {
    const { reply, changed } = await handOver(run)
    return await finish(run, reply, changed)
  } catch (error) {
    throw await stop(run, error)
  }
}

interface Run {
  readonly job: SendJob
  readonly journal: SendJournal
  record: SendRecord | null
  /** The commit left this process at least once. */
  isHandedOver: boolean
}

async function handOver(run: Run): Promise<{ reply: CommitReply; changed: boolean }> {
  const { job, journal } = run
  const draft = await job.host.snapshot()
  checkDraft(draft)
  job.onProgress?.({ step: "keys" })
  const review = await reviewFor(job, draft)
  job.signal?.throwIfAborted()
  const record = await beginRecord(run, draft, review)
  const files = await uploadFiles(run, draft, review)
  job.onProgress?.({ step: "encrypt" })
  const sealed = await seal(run, { draft, review, files, record })
  job.signal?.throwIfAborted()
  const commit = await buildCommit(run, sealed, review)
  await journal.putCommit(record.id, commit)
  await journal.put({ ...record, ready: true, objects: run.record?.objects ?? [] })
  const changed = await job.host.hasChanged()
  job.signal?.throwIfAborted()
  job.onProgress?.({ step: "hand-over" })
  run.isHandedOver = true
  // From here on cancelling would only hide what happened: no signal.
  return { reply: await job.account.client.commitMessage(commit, record.id), changed }
}

async function finish(run: Run, reply: CommitReply, draftChanged: boolean): Promise<SendResult> {
  const sent = { id: reply.id, reference: reply.reference, at: reply.at, draftChanged }
  let hostError: unknown = null
  try {
    await run.job.host.finish(sent)
  } catch (error) {
    hostError = error
  }
  await forget(run)
  run.job.onProgress?.({ step: "done" })
  return { ...sent, hostError }
}

async function reviewFor(job: SendJob, draft: Draft): Promise<Review> {
  if (normalizeAddress(draft.from.address) !== job.account.address) throw new SendStopped("other-sender")
  const given = job.review
  const isUsable = given !== undefined && isReviewOf(given, draft, job.org)
  const review = isUsable ? given : await reviewRecipients(job.account, draft, job.org)
  const changed = review.people.filter(
    ({ state, address }) => state.kind === "key-changed" && !isAccepted(job, address, state.statement.kid),
  )
  if (changed.length > 0) throw new SendStopped("key-changed", { people: changed.map(({ address }) => address) })
  for (const { state, address } of review.people) {
    if (state.kind === "refused") throw new SendStopped(state.code, { people: [address] })
  }
  const contacts = review.people.filter(({ state }) => state.kind === "first-contact")
  if (contacts.length > MAX_FIRST_CONTACTS) throw new SendStopped("too-many-first-contacts")
  if (job.options?.hideSubject === true && !review.allows.hideSubject) throw new SendStopped("policy-forbids")
  return review
}

/** Still young, and of exactly the people of this draft in their roles. */
function isReviewOf(review: Review, draft: Draft, org: OrganizationId): boolean {
  const names = (people: readonly Addressee[]) =>
    people
      .map(({ role, address }) => `${role} ${address}`)
      .sort()
      .join()
  return (
    review.org === org && Date.now() - review.at < REVIEW_AGE_MS && names(review.people) === names(addresseesOf(draft))
  )
}

/** Accepted means pinned: `view.acceptKey` after the person compared the fingerprints. */
function isAccepted(job: SendJob, address: string, kid: Bytes): boolean {
  const pin = job.account.pins.get(address)
  return pin !== null && toBase64url(pin.kid) === toBase64url(kid)
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

const uploadName = (run: Run, index: number): string => `${run.job.resume ?? run.record?.id ?? ""}/file/${index}`

async function uploadFiles(run: Run, draft: Draft, review: Review): Promise<SealedFile[]> {
  const { job } = run
  const total = draft.attachments.reduce((sum, { size }) => sum + size, 0)
  const sealed: SealedFile[] = []
  let before = 0
  for (const [index, attachment] of draft.attachments.entries()) {
    const report = (bytes: number, of: number) =>
      job.onProgress?.({
        step: "attachments",
        file: { name: attachment.name, index, bytes, total: of },
        bytes: before + bytes,
        total,
      })
    report(0, attachment.size)
    const file = await uploadObject({
      client: job.account.client,
      org: job.org,
      suite: job.account.keySet.suite,
      source: readable(attachment),
      file: { name: attachment.name, type: attachment.type, cid: attachment.cid },
      pad: review.policy.policy.pad,
      journal: { store: run.journal.uploads, name: uploadName(run, index) },
      onBegun: (obj) => noteObject(run, obj),
      onProgress: report,
      ...(job.signal ? { signal: job.signal } : {}),
    })
    sealed.push(file)
    before += attachment.size
  }
  return sealed
}

/** A file that cannot be read any more stops the send under its own name. */
function readable({ source, name }: DraftAttachment): ByteSource {
  return {
    size: source.size,
    slice: async (start, end) => {
      const piece = await source.slice(start, end).catch((error: unknown) => {
        throw new SendStopped("file-unreadable", { files: [name], cause: error })
      })
      // Shorter than asked: the file was cut while it was being read.
      if (piece.length !== end - start) throw new SendStopped("file-unreadable", { files: [name] })
      return piece
    },
  }
}

async function noteObject(run: Run, obj: string): Promise<void> {
  if (run.record === null) return
  run.record = { ...run.record, objects: [...new Set([...run.record.objects, objectId.parse(obj)])] }
  await run.journal.put(run.record)
}

interface SealParts {
  readonly draft: Draft
  readonly review: Review
  readonly files: readonly SealedFile[]
  readonly record: SendRecord
}

function seal(run: Run, { draft, review, files, record }: SealParts): Promise<SealedMessage> {
  const { account, org } = run.job
  const options = { ...DEFAULT_OPTIONS, ...run.job.options }
  const at = Date.now()
  const recipients = (role: ReviewedPerson["role"]) =>
    review.people.filter((person) => person.role === role).map(toRecipient)
  const html = draft.html
  return sealMessage({
    suite: account.keySet.suite,
    org,
    msg: record.msg,
    at,
    from: { statement: account.ownKeys.newest.statement, keySet: account.keySet, name: shortName(draft.from.name) },
    to: recipients("to"),
    cc: recipients("cc"),
    bcc: recipients("bcc"),
    subject: draft.subject,
    hideSubject: options.hideSubject,
    html,
    text: draft.text ?? (html === null ? null : plainTextOf(html)),
    fields: options.fields,
    files: [...files],
    holders: [],
    agent: review.agent,
    ctl: {
      reply: options.reply,
      all: options.replyAll,
      fwd: options.forward,
      exp: options.expires,
      fyeo: 0,
      label: options.label,
      rcpt: options.receipts,
    },
    thread: draft.thread,
    ext: options.extension,
    pol: review.policy.policy.hash,
    logs: [...review.logs],
    pad: review.policy.policy.pad,
    ticketExpires: at + TICKET_MS,
  })
}

function toRecipient({ address, name, state }: ReviewedPerson) {
  switch (state.kind) {
    case "verified":
    case "key-changed":
      return { addr: address, name, statement: state.statement } as const
    case "first-contact":
      return { addr: address, name, mode: state.mode } as const
    case "refused":
      throw new ProtocolError("hidden-reader", "a refused recipient")
  }
}

async function buildCommit(run: Run, sealed: SealedMessage, review: Review): Promise<MessageCommit> {
  const body =
    sealed.body.length <= INLINE_BODY_BYTES
      ? { inline: toBase64url(sealed.body) }
      : { obj: await uploadSealedBody(run.job, sealed.body) }
  if ("obj" in body) await noteObject(run, body.obj)
  return {
    org: run.job.org,
    header: signedToText(sealed.header),
    slip: toBase64url(sealed.slip),
    core: toBase64url(sealed.core),
    body,
    grants: sealed.grants.map((grant) => toBase64url(encodeGrant(grant))),
    tickets: sealed.tickets.map(signedToText),
    bccRecord: toBase64url(sealed.bccRecord),
    bcc: review.people.filter(({ role }) => role === "bcc").map(({ address }) => address),
  }
}

/** Worth going on with later: the line, the server's load or space, or the sign-in, but nothing about the message. */
const PASSING: ReadonlySet<SendStopCode> = new Set(["offline", "service.unavailable", "request.rate_limited"])
const REPAIRABLE: ReadonlySet<SendStopCode> = new Set([...PASSING, "storage.full", "session.required"])

/** What is left behind depends on why: a cancelled send leaves nothing, a cut line leaves what is needed to go on. */
async function stop(run: Run, error: unknown): Promise<SendStopped> {
  if (run.job.signal?.aborted === true && !run.isHandedOver) return cancel(run, error)
  const { code } = stopOf(error, { resume: null, isUnknown: false })
  const resume = REPAIRABLE.has(code) ? (run.record?.id ?? null) : null
  if (resume === null) await forget(run)
  return stopOf(error, { resume, isUnknown: run.isHandedOver && PASSING.has(code) })
}

async function cancel(run: Run, cause: unknown): Promise<SendStopped> {
  for (const obj of run.record?.objects ?? []) await run.job.account.client.abortUpload(obj).catch(() => undefined)
  await forget(run)
  return new SendStopped("cancelled", { cause })
}

async function forget(run: Run): Promise<void> {
  if (run.record === null) return
  for (let index = 0; index < run.record.files.length; index += 1) {
    await deleteUploadRecord(run.journal.uploads, uploadName(run, index))
  }
  await run.journal.remove(run.record.id)
  if (run.job.resume !== undefined) await run.journal.remove(run.job.resume)
}
