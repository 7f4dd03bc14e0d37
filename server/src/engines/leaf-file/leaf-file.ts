/**
 * The leaves of one log in one append-only file: u16 length, leaf, first four bytes of its SHA-256.
 * Promises: appended leaves are on disk when `append` resolves; a tail that a crash left half written was never
 * answered for, and is cut off when the file is opened.
 * Never: changes or removes a whole entry.
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs"
import { open } from "node:fs/promises"
import type { FileHandle } from "node:fs/promises"
import { dirname } from "node:path"
import { concat, copyBytes, equalBytes, sha256, u16 } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { syncFolder } from "../durable-file.ts"

const CHECK = 4

export class LeafFile {
  readonly #file: FileHandle
  #end: number

  private constructor(file: FileHandle, end: number) {
    this.#file = file
    this.#end = end
  }

  /** Opens or makes the file; gives its whole entries in order. */
  static async open(path: string): Promise<{ file: LeafFile; leaves: Bytes[] }> {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const isNew = !existsSync(path)
    const { leaves, end } = isNew ? { leaves: [], end: 0 } : readEntries(readFileSync(path))
    const handle = await open(path, isNew ? "wx" : "r+", 0o600)
    await handle.truncate(end)
    await handle.sync()
    if (isNew) syncFolder(dirname(path))
    return { file: new LeafFile(handle, end), leaves }
  }

  /** One call at a time. After a failure the file is as before. */
  async append(leaves: readonly Bytes[]): Promise<void> {
    const bytes = concat(...leaves.flatMap((leaf) => [u16(leaf.length), leaf, check(leaf)]))
    try {
      for (let written = 0; written < bytes.length;) {
        const { bytesWritten } = await this.#file.write(bytes, written, bytes.length - written, this.#end + written)
        written += bytesWritten
      }
      await this.#file.datasync()
    } catch (fault) {
      await this.#file.truncate(this.#end).catch(() => undefined)
      throw fault
    }
    this.#end += bytes.length
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}

function check(leaf: Bytes): Bytes {
  return sha256(leaf).slice(0, CHECK)
}

function readEntries(bytes: Buffer): { leaves: Bytes[]; end: number } {
  const leaves: Bytes[] = []
  let end = 0
  while (end + 2 <= bytes.length) {
    const from = end + 2
    const to = from + bytes.readUInt16BE(end)
    if (to + CHECK > bytes.length) break
    const leaf = copyBytes(bytes.subarray(from, to))
    if (!equalBytes(check(leaf), bytes.subarray(to, to + CHECK))) break
    leaves.push(leaf)
    end = to + CHECK
  }
  return { leaves, end }
}
