/** Writes an evidence pack of one message: checks it as a stranger would, and keeps the answers that the check rested on. */
import type { Account } from "../account/index.ts"
import { sha256Stream, utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { mailFileOf } from "../export/index.ts"
import { openAttachment } from "../read/index.ts"
import { internalsOf } from "../read/opened-message.ts"
import type { OpenedMessage } from "../read/index.ts"
import type { ObjectId } from "../wire/index.ts"
import { keepAnswers } from "./answers.ts"
import { checkMessage } from "./check-message.ts"
import {
  ANSWERS_FILE,
  encodeAnswers,
  MAIL_FILE,
  objectFile,
  PACK_FILE,
  REPORT_FILE,
  signEvidence,
  SLIP_FILE,
} from "./pack-format.ts"
import type { Answers, PackedFile } from "./pack-format.ts"
import { reportOf } from "./report.ts"
import type { ReportWords } from "./report.ts"
import { fetchSealed } from "./sealed-objects.ts"

/** A new, empty place for the pack's files. */
export interface PackTarget {
  write(name: string, pieces: AsyncIterable<Bytes> | Iterable<Bytes>): Promise<void>
}

export interface PackJob {
  readonly account: Account
  readonly message: OpenedMessage
  readonly target: PackTarget
  /** The Delivery Slip in words, in the host's language. */
  readonly slipText: string
  readonly words: ReportWords
  readonly now?: number
}

/** @throws ProtocolError when the message does not pass the check that its readers of tomorrow will make. */
export async function makeEvidence(job: PackJob): Promise<void> {
  const { account, message, target } = job
  const { sealed } = internalsOf(message)
  const told = {
    at: job.now ?? Date.now(),
    addr: account.address,
    role: message.role,
    org: message.org,
    msg: message.id,
    ck: sealed.contentKey,
    rk: sealed.recordKey,
  }
  const answers: Answers = new Map()
  const checked = await checkMessage(keepAnswers(account.client, answers), told)
  const files: PackedFile[] = []
  const add = async (name: string, pieces: AsyncIterable<Bytes> | Iterable<Bytes>) =>
    files.push(await writeHashed(target, name, pieces))
  await add(ANSWERS_FILE, [encodeAnswers(answers)])
  for (const { obj } of checked.message.attachments) {
    await add(objectFile(obj), fetchSealed(account.client, message.id, obj))
  }
  await add(SLIP_FILE, [utf8(job.slipText)])
  const origin = account.client.origin
  const open = ({ obj }: { obj: ObjectId }) => openAttachment(message, obj)
  await add(MAIL_FILE, mailFileOf({ message: checked.message, origin, slipText: job.slipText, open }))
  await add(REPORT_FILE, [utf8(reportOf(checked, { ...told, origin }, job.words))])
  await target.write(PACK_FILE, [
    await signEvidence(account.keySet, account.ownKeys.newest.statement.raw, { ...told, origin, files }),
  ])
}

async function writeHashed(
  target: PackTarget,
  name: string,
  pieces: AsyncIterable<Bytes> | Iterable<Bytes>,
): Promise<PackedFile> {
  const digest = await sha256Stream()
  let size = 0
  const counted = async function* () {
    for await (const piece of pieces) {
      digest.update(piece)
      size += piece.length
      yield piece
    }
  }
  await target.write(name, counted())
  return { name, size, sha: digest.digest() }
}
