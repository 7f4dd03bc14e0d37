/** An attachment from the disk, read in pieces. */
import { open } from "node:fs/promises"
import type { FileHandle } from "node:fs/promises"
import { basename, extname } from "node:path"
import type { Bytes } from "@smp/shared/bytes"
import type { ByteSource } from "@smp/shared/client"
import type { DraftAttachment } from "@smp/shared/send"
import { Refused } from "./usage.ts"

const TYPES: Readonly<Record<string, string>> = {
  ".pdf": "application/pdf",
  ".txt": "text/plain",
  ".csv": "text/csv",
  ".html": "text/html",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".zip": "application/zip",
  ".json": "application/json",
  ".xml": "application/xml",
  ".md": "text/markdown",
  ".eml": "message/rfc822",
  ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

/** The handle stays open until the process ends: what is sent is the file as it was opened. */
export async function attachmentFrom(path: string): Promise<DraftAttachment> {
  const file = await open(path, "r").catch(() => {
    throw new Refused(`${path} cannot be read`)
  })
  const { size } = await file.stat()
  const name = basename(path)
  const type = TYPES[extname(name).toLowerCase()] ?? "application/octet-stream"
  return { name, type, size, cid: null, source: sourceFromFile(file, size) }
}

export function sourceFromFile(file: FileHandle, size: number): ByteSource {
  return { size, slice: (start, end, into = new Uint8Array(end - start)) => readPiece(file, start, into) }
}

async function readPiece(file: FileHandle, start: number, piece: Bytes): Promise<Bytes> {
  let read = 0
  while (read < piece.length) {
    const { bytesRead } = await file.read(piece, read, piece.length - read, start + read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return read === piece.length ? piece : piece.slice(0, read)
}
