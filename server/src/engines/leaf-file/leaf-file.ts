/**
 * The leaves of one log in one append-only file: u16 length, leaf, first four bytes of its SHA-256.
 * Promises: appended leaves are on disk when `append` resolves; a tail that a crash left half written was never
 * answered for, and is cut off when the file is opened.
 * Never: changes or removes what was answered for. A file that is damaged before its end is not opened.
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs"
import { open } from "node:fs/promises"
import type { FileHandle } from "node:fs/promises"
import { dirname } from "node:path"
import { concat, copyBytes, equalBytes, sha256, u16 } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { syncFolder } from "../durable-file.ts"

const CHECK = 4
const MOST_LENGTH = 256
/** More than one append writes. */
const MOST_TAIL = 2 << 20

export class LeafFile {
  readonly #file: FileHandle
  #end: number

  readonly #path: string

  private constructor(file: FileHandle, path: string, end: number) {
    this.#file = file
    this.#path = path
    this.#end = end
  }

  /**
   * Opens or makes the file; gives its whole entries in order.
   * @param isAnswered false for the first entry of a tail that was written whole and never answered for: it is cut off
   * @throws LeafFileDamaged
   */
  static async open(
    path: string,
    isAnswered: (leaf: Bytes) => boolean = () => true,
  ): Promise<{ file: LeafFile; leaves: Bytes[] }> {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const isNew = !existsSync(path)
    const { leaves, end } = isNew ? { leaves: [], end: 0 } : readEntries(readFileSync(path), path, isAnswered)
    const handle = await open(path, isNew ? "wx" : "r+", 0o600)
    await handle.truncate(end)
    await handle.sync()
    if (isNew) syncFolder(dirname(path))
    return { file: new LeafFile(handle, path, end), leaves }
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

  /** @throws LeafFileDamaged */
  readAll(): Bytes[] {
    return readEntries(readFileSync(this.#path).subarray(0, this.#end), this.#path, () => true).leaves
  }

  get end(): number {
    return this.#end
  }

  /** Takes back what was appended since `end` was this, and was answered for to nobody. */
  async cutTo(end: number): Promise<void> {
    this.#end = end
    await this.#file.truncate(end).catch(() => undefined)
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}

function check(leaf: Bytes): Bytes {
  return sha256(leaf).slice(0, CHECK)
}

/** Somebody or something changed what was answered for. Only a backup helps: no process may go on as if nothing were. */
export class LeafFileDamaged extends Error {}

type IsAnswered = (leaf: Bytes) => boolean

function readEntries(bytes: Buffer, path: string, isAnswered: IsAnswered): { leaves: Bytes[]; end: number } {
  const leaves: Bytes[] = []
  let end = 0
  for (let read = readEntry(bytes, end); read !== null; read = readEntry(bytes, end)) {
    if (!isAnswered(read.leaf)) return { leaves, end }
    leaves.push(read.leaf)
    end = read.end
  }
  // What a crash cut short is one append at most, and nothing whole stands behind it.
  let isDamaged = bytes.length - end > MOST_TAIL
  for (let at = end + 1; at < bytes.length && !isDamaged; at++) isDamaged = isTail(bytes, at)
  if (isDamaged) throw new LeafFileDamaged(`${path} is damaged at byte ${end}: restore it from a backup`)
  return { leaves, end }
}

function readEntry(bytes: Buffer, start: number): { leaf: Bytes; end: number } | null {
  if (start + 2 > bytes.length) return null
  const from = start + 2
  const to = from + bytes.readUInt16BE(start)
  if (to === from || to - from > MOST_LENGTH || to + CHECK > bytes.length) return null
  const leaf = copyBytes(bytes.subarray(from, to))
  return equalBytes(check(leaf), bytes.subarray(to, to + CHECK)) ? { leaf, end: to + CHECK } : null
}

/** Whole entries from here to the very end. */
function isTail(bytes: Buffer, start: number): boolean {
  let read = readEntry(bytes, start)
  while (read !== null && read.end < bytes.length) read = readEntry(bytes, read.end)
  return read !== null
}
