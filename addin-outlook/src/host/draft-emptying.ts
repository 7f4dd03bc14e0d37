/**
 * Emptying an Outlook draft, and putting it back when that did not work.
 * Promises: a draft counts as empty only after it was read back, saved and read back again; whatever fails, the draft is
 * put back and compared, and the error says whether it is whole again.
 */
import { DraftNotEmptied, SendStopped } from "@smp/shared/send"
import type { StagedMessage } from "@smp/shared/send"
import { HEADER, INTENT, NOTICE, textHash } from "../guard/marks.ts"
import type { NoticeMark } from "../guard/marks.ts"
import { fingerprintNow } from "./draft-reading.ts"
import type { DraftReading, ReadingParts } from "./draft-reading.ts"
import type { DraftNotice } from "./notice-text.ts"
import type { OutlookAttachment, OutlookPort } from "./outlook-port.ts"

export interface EmptyingParts extends ReadingParts {
  readonly supports: OutlookPort["supports"]
}
const READ_BACK_MS = 400
const READ_BACKS = 8

interface Emptied {
  readonly notice: DraftNotice
  readonly staged: StagedMessage
}

/** @throws DraftNotEmptied; SendStopped draft-changed: somebody typed on, and all of it stands in the draft. */
export async function emptyDraft(parts: EmptyingParts, reading: DraftReading, emptied: Emptied): Promise<void> {
  try {
    // Pictures inside the text would be uploaded anew with the new text; what could not be put back goes last.
    await removeAttachments(parts, ({ kind }) => kind !== "cloud")
    if (!(await isTypedOn(parts, reading))) return await replaceText(parts, reading, emptied)
  } catch (cause) {
    throw new DraftNotEmptied(await putBack(parts, reading), cause)
  }
  throw (await areFilesBack(parts, reading)) ? new SendStopped("draft-changed") : new DraftNotEmptied(false)
}

/** Many files take seconds. Where pictures went out of the text, it is another one by that alone. */
async function isTypedOn({ item }: EmptyingParts, { draft, body, form, files }: DraftReading): Promise<boolean> {
  if (files.some((file) => file?.isInline === true)) return false
  return (await item.subject()) !== draft.subject || (await item.body(form)) !== body
}

async function areFilesBack(parts: EmptyingParts, reading: DraftReading): Promise<boolean> {
  try {
    await putFilesBack(parts, reading)
    return (await parts.item.attachments()).length === reading.files.length
  } catch {
    return false
  }
}

async function replaceText(parts: EmptyingParts, { form }: DraftReading, { notice, staged }: Emptied): Promise<void> {
  await parts.item.setSubject(notice.subject)
  await parts.item.setBody(form === "html" ? notice.html : notice.text, form)
  await removeAttachments(parts, () => true)
  await markAsNotice(parts, { id: staged.id, reference: "", hash: textHash(notice.text) })
  await readBack(parts, notice)
  await parts.item.save()
  await readBack(parts, notice)
  if (parts.supports("1.11")) await parts.item.setSessionValue(INTENT, null)
}

/** So that the send event knows this draft, and lets only the untouched notice through. */
export async function markAsNotice({ item, supports }: EmptyingParts, mark: NoticeMark): Promise<void> {
  await item.setHeader(HEADER, mark.id)
  if (supports("1.11")) await item.setSessionValue(NOTICE, JSON.stringify(mark))
}

/** Ids are positions in Outlook for Windows and on the Mac: from the last one, and listed anew after each. */
async function removeAttachments({ item }: EmptyingParts, isMeant: (one: OutlookAttachment) => boolean): Promise<void> {
  let listed = (await item.attachments()).filter(isMeant)
  for (let last = listed.at(-1); last !== undefined; last = listed.at(-1)) {
    await item.removeAttachment(last.id)
    const left = (await item.attachments()).filter(isMeant)
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

/** Those that are missing, by their names: several may have the same. */
async function putFilesBack({ item }: EmptyingParts, { files }: DraftReading): Promise<void> {
  const left = (await item.attachments()).map(({ name }) => name)
  for (const file of files) {
    const at = file === null ? -1 : left.indexOf(file.name)
    if (at >= 0) left.splice(at, 1)
    else if (file !== null) await item.addAttachment(file.name, file.base64, file.isInline)
  }
}
