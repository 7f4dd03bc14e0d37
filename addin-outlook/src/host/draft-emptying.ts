/**
 * Emptying an Outlook draft, and putting it back when that did not work.
 * Promises: a draft counts as empty only after it was read back, saved and read back again; whatever fails, the draft is
 * put back and compared, and the error says whether it is whole again.
 */
import { DraftNotEmptied } from "@smp/shared/send"
import type { StagedMessage } from "@smp/shared/send"
import { HEADER, INTENT, NOTICE, textHash } from "../guard/marks.ts"
import type { NoticeMark } from "../guard/marks.ts"
import { fingerprintNow } from "./draft-reading.ts"
import type { DraftReading, ReadingParts } from "./draft-reading.ts"
import type { DraftNotice } from "./notice-text.ts"
import type { OutlookPort } from "./outlook-port.ts"

export interface EmptyingParts extends ReadingParts {
  readonly supports: OutlookPort["supports"]
}
const READ_BACK_MS = 400
const READ_BACKS = 8

/** @throws DraftNotEmptied */
export async function emptyDraft(
  parts: EmptyingParts,
  reading: DraftReading,
  { notice, staged }: { notice: DraftNotice; staged: StagedMessage },
): Promise<void> {
  try {
    await removeAttachments(parts)
    await parts.item.setSubject(notice.subject)
    await parts.item.setBody(reading.form === "html" ? notice.html : notice.text, reading.form)
    await markAsNotice(parts, { id: staged.id, reference: "", hash: textHash(notice.text) })
    await readBack(parts, notice)
    await parts.item.save()
    await readBack(parts, notice)
    if (parts.supports("1.11")) await parts.item.setSessionValue(INTENT, null)
  } catch (cause) {
    throw new DraftNotEmptied(await putBack(parts, reading), cause)
  }
}

/** So that the send event knows this draft, and lets only the untouched notice through. */
export async function markAsNotice({ item, supports }: EmptyingParts, mark: NoticeMark): Promise<void> {
  await item.setHeader(HEADER, mark.id)
  if (supports("1.11")) await item.setSessionValue(NOTICE, JSON.stringify(mark))
}

/** Ids are positions in Outlook for Windows and on the Mac: from the last one, and listed anew after each. */
async function removeAttachments({ item }: EmptyingParts): Promise<void> {
  let listed = await item.attachments()
  while (listed.length > 0) {
    const last = listed.at(-1)
    if (last !== undefined) await item.removeAttachment(last.id)
    const left = await item.attachments()
    if (left.length >= listed.length) throw new Error("an attachment was not removed")
    listed = left
  }
}

/** Outlook may show an older text for some seconds; a text that stays another one is not the notice. */
async function readBack({ item, pause }: EmptyingParts, notice: DraftNotice): Promise<void> {
  const wanted = textHash(notice.text)
  for (let attempt = 1; ; attempt += 1) {
    const isEmptied =
      (await item.subject()) === notice.subject &&
      textHash(await item.body("text")) === wanted &&
      (await item.attachments()).length === 0
    if (isEmptied) return
    if (attempt === READ_BACKS) throw new Error("the draft is not the notice")
    await pause(READ_BACK_MS)
  }
}

/** true: the draft holds again what it held. Every step is tried, whatever became of the one before. */
async function putBack(parts: EmptyingParts, reading: DraftReading): Promise<boolean> {
  const { item, supports, pause } = parts
  const attempt = (step: () => Promise<unknown>) => step().catch(() => undefined)
  if (supports("1.11")) {
    await attempt(() => item.setSessionValue(INTENT, "secure"))
    await attempt(() => item.setSessionValue(NOTICE, null))
  }
  await attempt(() => item.setHeader(HEADER, null))
  await attempt(() => item.setSubject(reading.draft.subject))
  await attempt(() => item.setBody(reading.body, reading.form))
  await attempt(() => putFilesBack(parts, reading))
  for (let read = 0; read < READ_BACKS; read += 1) {
    const now = await fingerprintNow(parts, reading.form).catch(() => null)
    if (now === reading.fingerprint) {
      await attempt(() => item.save())
      return true
    }
    await pause(READ_BACK_MS)
  }
  return false
}

/** In their old order: from the first one that is missing, all that follow are added again. */
async function putFilesBack({ item }: EmptyingParts, { files }: DraftReading): Promise<void> {
  // Removal went from the last one, so those that are left are the first ones.
  const left = (await item.attachments()).length
  for (const file of files.slice(left)) {
    if (file !== null) await item.addAttachment(file.name, file.base64, file.isInline)
  }
}
