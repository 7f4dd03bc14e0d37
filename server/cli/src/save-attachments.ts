/** Verified attachments into a directory. A file gets its name only after its last segment was checked. */
import { createHash, randomBytes } from "node:crypto"
import { mkdir, open, link, rm } from "node:fs/promises"
import { extname, join, resolve } from "node:path"
import { safeFileName } from "@smp/shared/bytes"
import { openAttachment } from "@smp/shared/read"
import type { OpenedAttachment, OpenedMessage } from "@smp/shared/read"
import { endProgress, showProgress } from "./terminal.ts"

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
  const partial = join(directory, `.${randomBytes(8).toString("hex")}.part`)
  const hash = createHash("sha256")
  try {
    const file = await open(partial, "wx", 0o600)
    try {
      for await (const piece of openAttachment(message, attachment.obj, { onProgress: report(attachment.name) })) {
        hash.update(piece)
        await file.writeFile(piece)
      }
      await file.sync()
    } finally {
      await file.close()
    }
    const path = await takeName(partial, directory, safeFileName(attachment.name))
    return { name: attachment.name, size: attachment.size, sha256: hash.digest("hex"), path }
  } finally {
    endProgress()
    await rm(partial, { force: true })
  }
}

const report = (name: string) => (bytes: number, total: number) =>
  showProgress(`Saving ${name}, ${total === 0 ? 100 : Math.floor((100 * bytes) / total)} %`)

/** Never over a file that is there: `name (2).pdf`. */
async function takeName(partial: string, directory: string, name: string): Promise<string> {
  const extension = extname(name)
  const stem = name.slice(0, name.length - extension.length)
  for (let attempt = 1; ; attempt += 1) {
    const path = join(directory, attempt === 1 ? name : `${stem} (${attempt})${extension}`)
    try {
      await link(partial, path)
      return path
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EEXIST"
      if (!isTaken || attempt >= 1_000) throw error
    }
  }
}
