/**
 * What a restarted client must know to go on with an upload: key, FLOE header, and per segment the hash of its plain and
 * of its stored bytes. Kept in pages, so that a large file does not rewrite its whole list at every step.
 * The store is given by the host and must be sealed (shared/send/journal): `fk` opens the attachment.
 */
import { decodeCbor, encodeCbor, readMap } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { segmentCount } from "../envelope/index.ts"
import type { ObjectId } from "../wire/index.ts"
import type { LocalStore } from "./local-store.ts"

export interface UploadRecord {
  readonly obj: ObjectId
  readonly fk: Bytes
  readonly header: Bytes
  /** Plain size of the file without padding. */
  readonly size: number
  /** Plain size with padding. */
  readonly padded: number
}

interface SegmentHashes {
  readonly plain: Bytes
  readonly stored: Bytes
}

const PAGE = 256
const EMPTY = new Uint8Array(32)

export interface SegmentPages {
  get(index: number): SegmentHashes | null
  set(index: number, hashes: SegmentHashes): Promise<void>
  flush(): Promise<void>
}

export async function readUploadRecord(store: LocalStore, name: string): Promise<UploadRecord | null> {
  const bytes = await store.get(`${name}/upload`)
  if (bytes === null) return null
  const map = readMap(decodeCbor(bytes, 8192), ["v", "obj", "fk", "header", "size", "padded"])
  return map as unknown as UploadRecord
}

export async function writeUploadRecord(store: LocalStore, name: string, record: UploadRecord): Promise<void> {
  await store.set(`${name}/upload`, encodeCbor({ v: 1, ...record }))
}

export async function deleteUploadRecord(store: LocalStore, name: string): Promise<void> {
  const segments = segmentCount((await readUploadRecord(store, name))?.padded ?? 0)
  for (let page = 0; page * PAGE < segments; page += 1) await store.delete(`${name}/segments/${page}`)
  await store.delete(`${name}/upload`)
}

/** Loads all pages; `set` keeps them in memory and writes a page after every eighth change. */
export async function openSegmentPages(
  store: LocalStore | null,
  name: string,
  segments: number,
): Promise<SegmentPages> {
  const pages: Bytes[] = []
  for (let page = 0; page * PAGE < segments; page += 1) {
    const held = (await store?.get(`${name}/segments/${page}`)) ?? null
    pages.push(held !== null && held.length === PAGE * 64 ? held : new Uint8Array(PAGE * 64))
  }
  const changed = new Set<number>()
  let changes = 0
  const flush = async () => {
    const due = [...changed]
    changed.clear()
    changes = 0
    for (const page of due) await store?.set(`${name}/segments/${page}`, pages[page] ?? EMPTY)
  }
  return {
    get: (index) => {
      const at = (index % PAGE) * 64
      const slot = pages[Math.floor(index / PAGE)]?.slice(at, at + 64)
      if (slot === undefined || slot.every((byte) => byte === 0)) return null
      return { plain: slot.slice(0, 32), stored: slot.slice(32) }
    },
    set: async (index, hashes) => {
      const page = Math.floor(index / PAGE)
      const at = (index % PAGE) * 64
      pages[page]?.set(hashes.plain, at)
      pages[page]?.set(hashes.stored, at + 32)
      changed.add(page)
      changes += 1
      if (changes >= 8) await flush()
    },
    flush,
  }
}
