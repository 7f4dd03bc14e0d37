/** Verified attachments into a directory. */
import { createHash } from "node:crypto"
import { mkdir } from "node:fs/promises"
import { resolve } from "node:path"
import { safeFileName } from "@smp/shared/bytes"
import { openAttachment } from "@smp/shared/read"
import type { OpenedAttachment, OpenedMessage } from "@smp/shared/read"
import { endProgress, showProgress } from "./terminal.ts"
import { writeWhole } from "./write-whole.ts"

export interface SavedAttachment {
  readonly name: string
  readonly size: number
  /** Hexadecimal; null only for a file above 64 MiB that was not saved. */
  readonly sha256: string | null
  readonly path: string | null
}

export async function saveAttachments(message: OpenedMessage, directory: string): Promise<SavedAttachment[]> {
  await mkdir(directory, { recursive: true })
  const saved: SavedAttachment[] = []
  for (const attachment of message.attachments) saved.push(await saveOne(message, attachment, resolve(directory)))
  return saved
}

async function saveOne(
  message: OpenedMessage,
  attachment: OpenedAttachment,
  directory: string,
): Promise<SavedAttachment> {
  const hash = createHash("sha256")
  const hashed = async function* () {
    for await (const piece of openAttachment(message, attachment.obj, { onProgress: report(attachment.name) })) {
      hash.update(piece)
      yield piece
    }
  }
  try {
    const path = await writeWhole(directory, safeFileName(attachment.name), hashed())
    return { name: attachment.name, size: attachment.size, sha256: hash.digest("hex"), path }
  } finally {
    endProgress()
  }
}

const report = (name: string) => (bytes: number, total: number) =>
  showProgress(`Saving ${name}, ${total === 0 ? 100 : Math.floor((100 * bytes) / total)} %`)
