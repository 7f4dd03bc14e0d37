/**
 * One compose window of Thunderbird as the send needs it (shared/send, MailHost).
 * Promises: the draft is read once; the window is closed only after the hand-over and only if nobody has changed it; the
 * readable copies that Thunderbird saved of this draft are deleted then.
 */
import { sourceFromBlob } from "@smp/shared/client"
import { showReference } from "@smp/shared/read"
import type { Draft, DraftAttachment, MailHost, SentMessage } from "@smp/shared/send"
import { fromBase64url } from "@smp/shared/bytes"
import { messageId } from "@smp/shared/wire"
import { draftMemory, forgetCopies } from "../draft-memory.ts"
import type { DraftThread } from "../draft-memory.ts"
import { readSettings } from "../settings.ts"
import { words } from "../strings/strings.ts"
import { fingerprint } from "./draft-reading.ts"
import type { DraftReading } from "./draft-reading.ts"
import { readMailHtml } from "./mail-html.ts"
import { writeSentCopy } from "./sent-copy.ts"
import { drafts, mails } from "./thunderbird-host.ts"

/** What became of the draft after the hand-over. */
interface Closing {
  windowClosed: boolean
  /** Somebody wrote on, during the hand-over too: the window stays. */
  isChanged: boolean
  copiesDeleted: boolean
  /** null: the user wants no notice in Sent. */
  filed: boolean | null
}

export interface ThunderbirdDraft extends MailHost {
  readonly draft: Draft
  readonly closing: Closing
  isOpen(): Promise<boolean>
  /** Its window, and the readable copies that Thunderbird saved of it, go. */
  close(): Promise<void>
}

/** @throws when the window has gone or a file cannot be read. */
export async function openDraft(
  tabId: number,
  { without, passedOn }: { readonly without: ReadonlySet<string>; readonly passedOn: readonly DraftAttachment[] },
): Promise<ThunderbirdDraft> {
  const reading = await drafts.read(tabId)
  const thread = await draftMemory.get(tabId, "thread")
  const draft = toDraft(reading, { thread, without, passedOn })
  const read = fingerprint(reading)
  const closing: Closing = { windowClosed: false, isChanged: false, copiesDeleted: false, filed: null }
  const isOpen = () => drafts.exists(tabId)
  const hasChanged = async () => (await isOpen()) && fingerprint(await drafts.read(tabId)) !== read
  const close = async () => {
    const saved = (await draftMemory.get(tabId, "saved")) ?? []
    const copies = [...saved.map(({ id }) => id), ...(reading.draftOf === null ? [] : [reading.draftOf])]
    if (await isOpen()) await drafts.close(tabId)
    closing.windowClosed = true
    await mails.delete(copies)
    await forgetCopies(saved)
    closing.copiesDeleted = copies.length > 0
  }
  return {
    draft,
    closing,
    isOpen,
    close,
    snapshot: () => Promise.resolve(draft),
    hasChanged,
    finish: async (sent) => {
      closing.filed = await fileCopy(reading, draft, sent)
      closing.isChanged = sent.draftChanged || (await hasChanged())
      if (!closing.isChanged) await close()
    },
  }
}

async function fileCopy(reading: DraftReading, draft: Draft, sent: SentMessage): Promise<boolean | null> {
  const { server, sentCopy } = await readSettings()
  if (!sentCopy || server === null) return null
  const first = draft.to[0] ?? draft.cc[0] ?? draft.from
  const more = draft.to.length + draft.cc.length - 1
  const text = words.sentCopy
  const mail = await writeSentCopy({
    origin: server,
    id: sent.id,
    reference: showReference(sent.reference),
    at: sent.at,
    from: draft.from,
    to: [...draft.to],
    cc: [...draft.cc],
    text: {
      subject: text.subject(
        showReference(sent.reference),
        first.name === "" ? first.address : first.name,
        Math.max(0, more),
      ),
      body: text.body(showReference(sent.reference)),
    },
  })
  return mails.fileSent(reading.identityId, mail).catch(() => false)
}

interface Besides {
  readonly thread: DraftThread | null
  readonly without: ReadonlySet<string>
  readonly passedOn: readonly DraftAttachment[]
}

function toDraft(reading: DraftReading, { thread, without, passedOn }: Besides): Draft {
  const html = reading.html === null ? null : readMailHtml(reading.html)
  const keep = ({ address }: { address: string }) => !without.has(address.toLowerCase())
  const files = reading.attachments.map(({ name, file }) => ({
    name,
    type: file.type === "" ? "application/octet-stream" : file.type,
    size: file.size,
    source: sourceFromBlob(file),
    cid: null,
  }))
  return {
    from: reading.from,
    to: reading.to.filter(keep),
    cc: reading.cc.filter(keep),
    bcc: reading.bcc.filter(keep),
    subject: reading.subject,
    html: html?.html ?? null,
    text: html === null ? reading.text : null,
    attachments: [...passedOn, ...files, ...(html?.pictures ?? [])],
    thread: thread === null ? null : toThread(thread),
    follows: thread === null ? null : { msg: messageId.parse(thread.prev), as: thread.as },
  }
}

function toThread({ root, prev, hash }: DraftThread): NonNullable<Draft["thread"]> {
  return { root: messageId.parse(root), prev: [messageId.parse(prev), fromBase64url(hash)] }
}
