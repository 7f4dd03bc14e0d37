/** A message as files that people keep: evidence in one ZIP file, or a mail file. Fetched when somebody asks for it. */
import type { Account } from "@smp/shared/account"
import { makeEvidence, REPORT_WORDS, zippedPack } from "@smp/shared/evidence"
import { mailFileName, mailFileOf } from "@smp/shared/export"
import { openAttachment } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import { saveFile } from "./save-file.ts"

export interface KeepJob {
  readonly account: Account
  readonly message: OpenedMessage
  /** The Delivery Slip in words. */
  readonly slipText: string
  readonly language: keyof typeof REPORT_WORDS
  readonly signal: AbortSignal
}

/** Room for base64 and for the proofs, in parts of the files' size. */
const MAIL_SHARE = 1.4
const EVIDENCE_SHARE = 2.5

const filesSize = ({ attachments }: OpenedMessage) => attachments.reduce((sum, { size }) => sum + size, 0)

export async function keepEvidence({ account, message, slipText, language, signal }: KeepJob): Promise<void> {
  const name = `evidence-${message.reference}`
  const pieces = zippedPack(name, (target) =>
    makeEvidence({ account, message, target, slipText, words: REPORT_WORDS[language] }),
  )
  await saveFile({ name: `${name}.zip`, size: null, about: filesSize(message) * EVIDENCE_SHARE, pieces, signal })
}

export async function keepMail({ account, message, slipText, signal }: KeepJob): Promise<void> {
  const copy = {
    message,
    origin: account.client.origin,
    slipText,
    open: ({ obj }: OpenedMessage["attachments"][number]) => openAttachment(message, obj, { signal }),
  }
  const about = filesSize(message) * MAIL_SHARE
  await saveFile({ name: mailFileName(copy), size: null, about, pieces: mailFileOf(copy), signal })
}
