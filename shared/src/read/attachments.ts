/** Attachments of an opened message, verified segment by segment. */
import { concat, refuse } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { downloadObject } from "../client/index.ts"
import type { ObjectId } from "../wire/index.ts"
import { internalsOf } from "./opened-message.ts"
import type { OpenedMessage } from "./opened-message.ts"
import { postDownloaded } from "./receipts.ts"

export interface AttachmentOptions {
  readonly onProgress?: (bytes: number, total: number) => void
  readonly signal?: AbortSignal
}

/**
 * The file in order. Throws open-failed at the first wrong byte: until the iteration ended by itself the file is not
 * complete and must not be kept under its name.
 */
export async function* openAttachment(
  message: OpenedMessage,
  obj: ObjectId,
  options: AttachmentOptions = {},
): AsyncGenerator<Bytes, void, undefined> {
  const { account, sealed } = internalsOf(message)
  const attachment =
    message.attachments.find((candidate) => candidate.obj === obj) ?? refuse("open-failed", "no such file")
  if (attachment.recalledAt !== null && message.role !== "from") refuse("recalled", "recalled file")
  yield* downloadObject({ client: account.client, msg: message.id, opened: sealed, obj, ...options })
  // An inline picture is part of the text: showing it is not a download.
  if (attachment.disposition === "attachment") await postDownloaded(message, obj)
}

/** Largest picture that is loaded by itself, and of all together. */
const MAX_INLINE = 8 << 20
const MAX_INLINE_TOTAL = 32 << 20

/** Pictures that the HTML shows by `cid:`, by content id; one that does not verify is left out. */
export async function inlinePictures(message: OpenedMessage): Promise<Map<string, { bytes: Bytes }>> {
  const pictures = new Map<string, { bytes: Bytes }>()
  let total = 0
  for (const { obj, cid, size, disposition } of message.attachments) {
    if (cid === null || disposition !== "inline" || size > MAX_INLINE || total + size > MAX_INLINE_TOTAL) continue
    total += size
    const bytes = await readWhole(message, obj)
    if (bytes !== null) pictures.set(cid, { bytes })
  }
  return pictures
}

async function readWhole(message: OpenedMessage, obj: ObjectId): Promise<Bytes | null> {
  const pieces: Bytes[] = []
  try {
    for await (const piece of openAttachment(message, obj)) pieces.push(piece)
    return concat(...pieces)
  } catch {
    return null
  }
}
