/**
 * File store on a local or mounted disk. 16 segments share an extent file; a side file lists what was received.
 * What is synced when (docs/adr/0020): an extent as soon as it is full, behind the upload's back; whatever is left, and
 * the folders, before `finish` answers. The side file never: after a crash it is a hint that is checked.
 */
import { createHash, createHmac } from "node:crypto"
import { constants } from "node:fs"
import { mkdir, open, readFile, rm } from "node:fs/promises"
import type { FileHandle } from "node:fs/promises"
import { dirname, join } from "node:path"
import { equalBytes } from "@smp/shared/bytes"
import { SEGMENT } from "./file-store.ts"
import type { FileStore, StagedObject } from "./file-store.ts"

const PER_EXTENT = 16
const RECORD = 36
/** Kept open for whoever comes next, beyond those that somebody is using. */
const OPEN_HANDLES = 64

interface Staging {
  digests: Map<number, Uint8Array>
  /** Where the next record goes. */
  end: number
  /** By number of the extent: settled when everything that was written to it is on the disk. */
  synced: Map<number, Promise<void>>
  /** Names of extents by their number: worked out once for sixteen segments. */
  names: Map<number, string>
}
interface HeldFile {
  readonly opened: Promise<FileHandle>
  users: number
}

export function diskFileStore(repository: string): FileStore {
  const staging = new Map<string, Promise<Staging>>()
  const handles = new Map<string, HeldFile>()
  let lastSync: Promise<void> = Promise.resolve()
  const path = (object: StagedObject, name: string): string => {
    const opaque = createHmac("sha256", object.place).update(name).digest("hex")
    return join(repository, opaque.slice(0, 2), opaque.slice(2))
  }
  const extent = (object: StagedObject, index: number): string =>
    path(object, `extent ${Math.floor(index / PER_EXTENT)}`)
  const listPath = (object: StagedObject): string => path(object, "received")

  const heldFile = (name: string): HeldFile => {
    const held = { opened: openForWriting(name), users: 0 }
    held.opened.catch(() => handles.get(name) === held && handles.delete(name))
    return held
  }
  /** Made where it is missing, and open for as long as `work` takes. */
  const withFile = async <T>(name: string, work: (file: FileHandle) => Promise<T>): Promise<T> => {
    const held = handles.get(name) ?? heldFile(name)
    // Newest last.
    handles.delete(name)
    handles.set(name, held)
    held.users += 1
    try {
      return await work(await held.opened)
    } finally {
      held.users -= 1
      await closeIdle()
    }
  }
  const closeIdle = async (): Promise<void> => {
    for (const [name, { users }] of handles) {
      if (handles.size <= OPEN_HANDLES) return
      if (users === 0) await letGo(name)
    }
  }
  const letGo = async (name: string): Promise<void> => {
    const held = handles.get(name)
    handles.delete(name)
    await (await held?.opened.catch(() => null))?.close()
  }
  const stage = (object: StagedObject): Promise<Staging> => {
    const key = Buffer.from(object.place).toString("hex")
    let known = staging.get(key)
    if (known === undefined) {
      known = openStaging(object)
      staging.set(key, known)
      known.catch(() => staging.delete(key))
    }
    return known
  }
  /** After a kill the side file is believed only where the bytes still hash to what it says. */
  const openStaging = async (object: StagedObject): Promise<Staging> => {
    const records = await readIfThere(listPath(object))
    const digests = new Map<number, Uint8Array>()
    for (let at = 0; at + RECORD <= records.length; at += RECORD) {
      const index = records.readUInt32BE(at)
      const digest = new Uint8Array(records.subarray(at + 4, at + RECORD))
      if (index < object.chunks && (await isHeld(object, index, digest))) digests.set(index, digest)
    }
    return { digests, end: records.length - (records.length % RECORD), synced: new Map(), names: new Map() }
  }
  /** After a failed sync the kernel calls lost pages clean, and they still read well: everything must come again. */
  const syncExtent = async (object: StagedObject, staged: Staging, number: number): Promise<void> => {
    try {
      await withFile(extent(object, number * PER_EXTENT), (file) => file.datasync())
    } catch (error) {
      staged.digests.clear()
      staged.end = 0
      await withFile(listPath(object), (list) => list.truncate(0))
      throw error
    }
  }
  /** One after the other: the disk has better things to do than several at once. */
  const syncSoon = (object: StagedObject, staged: Staging, number: number): void => {
    const sync = lastSync.then(() => syncExtent(object, staged, number))
    staged.synced.set(number, sync)
    lastSync = sync.catch(() => undefined)
  }
  const isHeld = async (object: StagedObject, index: number, digest: Uint8Array): Promise<boolean> => {
    try {
      const segment = await readSegment(extent(object, index), index)
      // The last segment may be shorter; its own head says how long it is.
      const length = index === object.chunks - 1 ? segment.readUInt32BE(0) : SEGMENT
      return createHash("sha256").update(segment.subarray(0, length)).digest().equals(digest)
    } catch {
      return false
    }
  }
  const release = async (object: StagedObject): Promise<void> => {
    staging.delete(Buffer.from(object.place).toString("hex"))
    await letGo(listPath(object))
  }
  const extentFiles = (object: StagedObject): string[] =>
    Array.from({ length: Math.ceil(object.chunks / PER_EXTENT) }, (_, number) => extent(object, number * PER_EXTENT))

  return {
    write: async (object, index, segment, digest) => {
      const staged = await stage(object)
      const held = staged.digests.get(index)
      if (held !== undefined && equalBytes(held, digest)) return
      const number = Math.floor(index / PER_EXTENT)
      staged.digests.delete(index)
      staged.synced.delete(number)
      const name = staged.names.get(number) ?? extent(object, index)
      staged.names.set(number, name)
      await withFile(name, (file) => writeAll(file, segment, (index % PER_EXTENT) * SEGMENT))
      const record = Buffer.alloc(RECORD)
      record.writeUInt32BE(index)
      record.set(digest, 4)
      const at = staged.end
      staged.end += RECORD
      await withFile(listPath(object), (list) => writeAll(list, record, at))
      staged.digests.set(index, digest)
      if (indexesOf(object, number).every((each) => staged.digests.has(each))) syncSoon(object, staged, number)
    },
    received: async (object) => (await stage(object)).digests,
    finish: async (object) => {
      const staged = await stage(object)
      const folders = new Set<string>([repository])
      for (const [number, file] of extentFiles(object).entries()) {
        await (staged.synced.get(number) ?? syncExtent(object, staged, number))
        folders.add(dirname(file))
        await letGo(file)
      }
      for (const folder of folders) await syncFolder(folder)
      await release(object)
      await rm(listPath(object), { force: true })
    },
    read: async (object, index, length) => {
      const segment = await readSegment(extent(object, index), index)
      if (segment.length < length) throw new Error("segment cut")
      return segment.subarray(0, length)
    },
    remove: async (object) => {
      // One that is still to come would make its file again.
      await lastSync
      await release(object)
      const files = [...extentFiles(object), listPath(object)]
      for (const file of files) {
        await letGo(file)
        await rm(file, { force: true })
      }
      for (const folder of new Set(files.map((file) => dirname(file)))) await syncFolder(folder).catch(ifThere)
    },
    close: async () => {
      await lastSync
      staging.clear()
      for (const name of handles.keys()) await letGo(name)
    },
  }
}

/** Indexes of the segments in one extent. */
function indexesOf(object: StagedObject, number: number): number[] {
  const first = number * PER_EXTENT
  return Array.from({ length: Math.min(PER_EXTENT, object.chunks - first) }, (_, position) => first + position)
}

async function openForWriting(file: string): Promise<FileHandle> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  return open(file, constants.O_RDWR | constants.O_CREAT, 0o600)
}

async function readIfThere(file: string): Promise<Buffer> {
  return (await readFile(file).catch(ifThere)) ?? Buffer.alloc(0)
}

/** What is not there is no fault. */
function ifThere(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

async function readSegment(file: string, index: number): Promise<Buffer> {
  const opened = await open(file, "r")
  try {
    const buffer = Buffer.allocUnsafe(SEGMENT)
    const { bytesRead } = await opened.read(buffer, 0, SEGMENT, (index % PER_EXTENT) * SEGMENT)
    return buffer.subarray(0, bytesRead)
  } finally {
    await opened.close()
  }
}

async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder, "r")
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}
