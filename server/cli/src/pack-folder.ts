/** An evidence pack as a folder: each file is there whole or not at all. */
import { createReadStream } from "node:fs"
import { open, readdir } from "node:fs/promises"
import { join } from "node:path"
import { copyBytes } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import type { PackSource, PackTarget } from "@smp/shared/evidence"
import { writeWhole } from "./write-whole.ts"

export function packFolder(directory: string): PackSource & PackTarget {
  return {
    list: () => readdir(directory),
    read: (name) => readPieces(join(directory, name)),
    slice: (name, from, to) => readSlice(join(directory, name), from, to),
    write: async (name, pieces) => {
      await writeWhole(directory, name, pieces)
    },
  }
}

async function* readPieces(path: string): AsyncGenerator<Bytes> {
  for await (const piece of createReadStream(path)) yield copyBytes(piece as Buffer)
}

async function readSlice(path: string, from: number, to: number): Promise<Bytes> {
  const file = await open(path)
  try {
    const bytes = new Uint8Array(Math.max(0, to - from))
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
    return bytes.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
