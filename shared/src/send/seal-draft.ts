/** From a reviewed draft and its uploaded files to the one body that is handed over. */
import type { Account } from "../account/index.ts"
import { ProtocolError, toBase64url } from "../bytes/index.ts"
import { signedToText } from "../client/index.ts"
import { encodeGrant, sealMessage } from "../envelope/index.ts"
import type { Recipient, SealedFile, SealedMessage } from "../envelope/index.ts"
import { INLINE_BODY_BYTES, messageId } from "../wire/index.ts"
import type { MessageCommit, MessageId } from "../wire/index.ts"
import { firstContactOf, toldSecret } from "./contact-secrets.ts"
import type { ToldSecret } from "./contact-secrets.ts"
import { shortName } from "./draft-limits.ts"
import type { SendRecord } from "./journal.ts"
import type { Draft } from "./mail-host.ts"
import { plainTextOf } from "./plain-text.ts"
import type { Review, ReviewedPerson } from "./review.ts"
import { contactModeOf } from "./review-for-send.ts"
import { DEFAULT_OPTIONS } from "./send-job.ts"
import type { Run, SendOptions } from "./send-job.ts"
import { uploadSealedBody } from "./upload-body.ts"
import { noteObject } from "./upload-files.ts"

/** First-contact tickets end with the agent's weekly key (docs/PROTOCOL.md, H8): at most 30 days. */
const TICKET_MS = 30 * 24 * 3600_000

interface SealParts {
  readonly draft: Draft
  readonly review: Review
  readonly files: readonly SealedFile[]
  readonly record: SendRecord
}

export async function sealDraft(run: Run, { draft, review, files, record }: SealParts): Promise<SealedMessage> {
  const { account, org } = run.job
  const options = { ...DEFAULT_OPTIONS, ...run.job.options }
  const at = Date.now()
  const readers = await Promise.all(
    review.people.map(async (person) => ({
      role: person.role,
      reader: await toRecipient(run, review, { person, record }),
    })),
  )
  const recipients = (role: ReviewedPerson["role"]) =>
    readers.filter((held) => held.role === role).map(({ reader }) => reader)
  run.told = await secretsToTell(account, { review, options: run.job.options, msg: record.msg })
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
    holders: review.archives.map((statement) => ({ statement, scope: "all" as const })),
    agent: review.agent,
    ctl: {
      reply: options.reply,
      all: options.replyAll,
      fwd: options.forward,
      exp: options.expires,
      fyeo: options.password ? 1 : 0,
      label: options.label,
      rcpt: options.receipts,
      ...(options.shared ? { share: true } : {}),
    },
    thread: draft.thread,
    ext: options.extension,
    pol: review.policy.policy.hash,
    logs: [...review.logs],
    pad: review.policy.policy.pad,
    ticketExpires: at + TICKET_MS,
  })
}

async function toRecipient(
  { job }: Run,
  review: Review,
  { person: { address, name, state }, record: { msg } }: { person: ReviewedPerson; record: SendRecord },
): Promise<Recipient> {
  switch (state.kind) {
    case "verified":
    case "key-changed":
      return { addr: address, name, statement: state.statement }
    case "first-contact":
      return {
        addr: address,
        name,
        ...(await firstContactOf(job.account, contactModeOf(review, job.options, address) ?? state.mode, {
          msg,
          addr: address,
        })),
      }
    case "refused":
      throw new ProtocolError("hidden-reader", "a refused recipient")
  }
}

/** What the sender of this message has to tell its readers; the same each time it is asked. */
export async function secretsToTell(
  account: Account,
  { review, options, msg }: { review: Review; options: Partial<SendOptions> | undefined; msg: MessageId },
): Promise<ToldSecret[]> {
  const told: ToldSecret[] = []
  for (const { address, state } of review.people) {
    if (state.kind !== "first-contact") continue
    const secret = await toldSecret(account, contactModeOf(review, options, address) ?? state.mode, {
      msg,
      addr: address,
    })
    if (secret !== null) told.push(secret)
  }
  return told
}

export async function buildCommit(
  run: Run,
  sealed: SealedMessage,
  { draft, review }: Pick<SealParts, "draft" | "review">,
): Promise<MessageCommit> {
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
    boxes: sealed.boxes.map(({ addr, box, share }) => ({
      address: addr,
      box: toBase64url(box),
      share: share === null ? null : toBase64url(share),
    })),
    bccRecord: toBase64url(sealed.bccRecord),
    bcc: review.people.filter(({ role }) => role === "bcc").map(({ address }) => address),
    ...(run.job.draft ? { draft: run.job.draft } : {}),
    ...followed(draft),
  }
}

function followed({ follows, thread }: Draft): Pick<MessageCommit, "follows"> {
  if (follows) return { follows: { msg: follows.msg, as: follows.as } }
  return thread === null ? {} : { follows: { msg: messageId.parse(thread.prev[0]), as: "reply" } }
}
