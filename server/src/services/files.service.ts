/**
 * Uploads and downloads of FLOE objects.
 * Promises: a chunk counts only when its digest is right, and is read only for whom it may count; `complete` answers after everything is on the disk and the
 * signed root fits; objects of others do not exist for the asker.
 */
import { concat, equalBytes, hash, toBase64url } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { CHUNK_BYTES } from "@smp/shared/wire"
import type { ObjectId, UploadState } from "@smp/shared/wire"
import { randomBytes } from "node:crypto"
import type { StoredObject } from "../data/object.store.ts"
import type { FileStore, StagedObject } from "../engines/file-store/file-store.ts"
import type { OpenOrganization, OrganizationHouse } from "./organization-house.ts"
import { objectRemoval } from "./object-removal.ts"
import { notFound, refuseRequest } from "./refusal.ts"
import { bytesOfText } from "./texts.ts"
import { uploadTurns } from "./upload-turns.ts"

const HEADER = 74
const KEPT_MS = 3 * 24 * 3600_000
const MOST_MISSING = 1000
/** Looked for at once. */
const SWEPT = 100
const LEAST_WAIT_S = 60
/** Takes one chunk that has its hash; the bytes are its own until the promise is settled. */
export type TakeChunk = (chunk: {
  readonly position: number
  readonly bytes: Uint8Array
  readonly digest: Uint8Array
}) => Promise<void>

/** Chunks that somebody announced and that still wait on the line. */
export interface ArrivingChunks {
  /** SHA-256 of each. */
  readonly digests: readonly Uint8Array[]
  /** Announced length of all together. */
  readonly length: number
  /** @throws Refusal upload.chunk_refused, request.malformed, service.unavailable; whatever `take` throws */
  receive(lengths: readonly number[], take: TakeChunk): Promise<void>
}

export type Files = ReturnType<typeof filesService>

export function filesService(parts: {
  house: OrganizationHouse
  store: FileStore
  now: () => number
  hasRoom: () => boolean
  report: (fault: unknown) => void
  /** What one person may have lying here that no message lists. */
  most: { readonly openUploads: number; readonly openUploadBytes: number }
}) {
  const { house, store, now, most } = parts
  const owners = new Map<string, OpenOrganization>()
  const known = new Map<string, StoredObject>()
  const turns = uploadTurns()
  const removal = objectRemoval(parts)

  const find = async (id: string): Promise<{ organization: OpenOrganization; object: StoredObject } | null> => {
    for (const organization of owners.has(id) ? [owners.get(id) as OpenOrganization] : house.all()) {
      const object = known.get(id) ?? (await organization.objects.find(id))
      if (object === null) continue
      owners.set(id, organization)
      known.set(id, object)
      if (owners.size > 1000) forget(owners.keys().next().value ?? "")
      return { organization, object }
    }
    return null
  }
  const forget = (id: string): void => {
    owners.delete(id)
    known.delete(id)
  }
  const own = async (owner: string, id: string) => {
    const found = await find(id)
    return found === null || found.object.owner !== owner || found.object.message !== null ? notFound() : found
  }
  const staged = ({ engine }: OpenOrganization, object: StoredObject): StagedObject => ({
    place: engine.open(`location|${object.id}`, object.location),
    chunks: object.chunks,
  })
  const drop = (organization: OpenOrganization, object: StoredObject, before?: number): Promise<void> =>
    turns.end(object.id, async () => {
      await removal.remove(organization, object.id, before)
      forget(object.id)
    })
  const makeComplete = async (organization: OpenOrganization, object: StoredObject, root: Bytes): Promise<void> => {
    const place = staged(organization, object)
    const digests = await store.received(place)
    const missing = Array.from({ length: object.chunks }, (_, index) => index).filter((index) => !digests.has(index))
    if (missing.length > 0) refuseRequest("upload.incomplete", undefined, { missing: missing.slice(0, MOST_MISSING) })
    const hashes = Array.from({ length: object.chunks }, (_, index) => new Uint8Array(digests.get(index) ?? []))
    if (!equalBytes(hash("segments", new Uint8Array(object.header), ...hashes), root))
      refuseRequest("upload.chunk_refused", "The root does not fit.")
    await store.finish(place)
    await organization.objects.complete(object.id, root, concat(...hashes))
    forget(object.id)
  }
  const stateOf = async (organization: OpenOrganization, object: StoredObject): Promise<UploadState> => {
    const isComplete = object.hashes !== null
    const held = isComplete
      ? [[0, object.chunks - 1] as [number, number]]
      : ranges([...(await store.received(staged(organization, object))).keys()])
    return {
      obj: object.id as ObjectId,
      chunks: object.chunks,
      received: held,
      complete: isComplete,
      expiresAt: object.expiresAt,
    }
  }
  const openElsewhere = async (owner: string, here: OpenOrganization): Promise<{ count: number; bytes: number }> => {
    const open = { count: 0, bytes: 0 }
    for (const { id, objects } of house.all()) {
      if (id === here.id) continue
      const { count, bytes } = await objects.openOf(owner)
      open.count += count
      open.bytes += bytes
    }
    return open
  }
  const refuseMore = async (owner: string): Promise<never> => {
    const ends = await Promise.all(house.all().map(async ({ objects }) => (await objects.openOf(owner)).until))
    const first = Math.min(...ends.map((end) => end ?? Infinity), now() + KEPT_MS)
    return refuseRequest("upload.too_many", undefined, {
      retryAfter: Math.max(LEAST_WAIT_S, Math.ceil((first - now()) / 1000)),
    })
  }
  return {
    create: async (
      owner: string,
      input: { obj: string; org: string; header: string; length: number; chunks: number },
    ): Promise<UploadState> => {
      const organization = house.get(input.org)
      if (!parts.hasRoom()) refuseRequest("storage.full", undefined, { retryAfter: 60 })
      const isShape = input.chunks === Math.max(1, Math.ceil((input.length - HEADER) / CHUNK_BYTES))
      if (!isShape) refuseRequest("request.malformed", "Length and number of chunks do not fit.")
      const header = bytesOfText(input.header)
      const held = await find(input.obj)
      if (held === null) {
        const location = organization.engine.seal(`location|${input.obj}`, randomBytes(16))
        const { length, chunks } = input
        const elsewhere = await openElsewhere(owner, organization)
        const room = { count: most.openUploads - elsewhere.count, bytes: most.openUploadBytes - elsewhere.bytes }
        const object = { id: input.obj, owner, header, length, chunks, location, expiresAt: now() + KEPT_MS }
        if (!(await organization.objects.create(object, room))) await refuseMore(owner)
      }
      const found = (await find(input.obj)) ?? notFound()
      const { object } = found
      const isSame =
        object.owner === owner &&
        object.length === input.length &&
        equalBytes(new Uint8Array(object.header), header) &&
        found.organization.id === input.org
      if (!isSame || object.message !== null) return refuseRequest("upload.taken")
      return stateOf(found.organization, object)
    },
    state: async (owner: string, id: string): Promise<UploadState> => {
      const { organization, object } = await own(owner, id)
      return stateOf(organization, object)
    },
    /** Whole chunks are kept, also of a request that is refused or cut further on. */
    putChunks: async (
      owner: string,
      id: string,
      { first, chunks }: { first: number; chunks: ArrivingChunks },
    ): Promise<void> => {
      const { organization, object } = await own(owner, id)
      if (!(Number.isSafeInteger(first) && first >= 0 && first + chunks.digests.length <= object.chunks))
        refuseRequest("upload.chunk_refused", "There is no chunk of this index.")
      const lengths = chunks.digests.map((_, position) => segmentLength(object, first + position))
      if (lengths.reduce((sum, length) => sum + length, 0) !== chunks.length)
        refuseRequest("upload.chunk_refused", "The chunks have another length.")
      if (object.hashes !== null) return
      if (!parts.hasRoom()) refuseRequest("storage.full", undefined, { retryAfter: 60 })
      const place = staged(organization, object)
      await chunks.receive(lengths, ({ position, bytes, digest }) =>
        turns.write(id, async () => {
          const { object: held } = await own(owner, id)
          // It was completed since the request began: these bytes are there.
          if (held.hashes === null) await store.write(place, first + position, bytes, digest)
        }),
      )
    },
    complete: async (owner: string, id: string, rootText: string): Promise<void> => {
      await own(owner, id)
      const root = bytesOfText(rootText)
      await turns.end(id, async () => {
        const { organization, object } = await own(owner, id)
        if (object.hashes === null) return makeComplete(organization, object, root)
        if (object.root === null || !equalBytes(new Uint8Array(object.root), root))
          refuseRequest("upload.chunk_refused", "The root does not fit.")
      })
    },
    abort: async (owner: string, id: string): Promise<void> => {
      const { organization, object } = await own(owner, id)
      await drop(organization, object)
    },
    forget,
    /** Complete objects of this owner that no message lists yet, in the order asked for. @throws Refusal message.refused */
    staged: async (organization: OpenOrganization, owner: string, ids: readonly string[]): Promise<StoredObject[]> => {
      const found = new Map((await organization.objects.findAll(ids)).map((object) => [object.id, object]))
      return ids.map((id) => {
        const object = found.get(id)
        const isReady =
          object !== undefined && object.owner === owner && object.hashes !== null && object.message === null
        return isReady ? object : refuseRequest("message.refused", "An attachment is not there, or not yours to send.")
      })
    },
    describe: async (organization: OpenOrganization, id: string) => {
      const object = (await organization.objects.find(id)) ?? notFound()
      return {
        obj: id as ObjectId,
        length: object.length,
        header: toBase64url(new Uint8Array(object.header)),
        hashes: toBase64url(new Uint8Array(object.hashes ?? notFound())),
      }
    },
    readChunk: async (organization: OpenOrganization, id: string, index: number): Promise<Buffer> => {
      const object = (await find(id))?.object ?? notFound()
      if (!(Number.isSafeInteger(index) && index >= 0 && index < object.chunks)) notFound()
      return store.read(staged(organization, object), index, segmentLength(object, index))
    },
    /** A body that was too large to lie in its row: header and all segments. */
    readAll: async (organization: OpenOrganization, id: string): Promise<Bytes> => {
      const object = (await organization.objects.find(id)) ?? notFound()
      const place = staged(organization, object)
      const segments: Uint8Array[] = []
      for (let index = 0; index < object.chunks; index++)
        segments.push(await store.read(place, index, segmentLength(object, index)))
      return concat(new Uint8Array(object.header), ...segments)
    },
    /** Uploads that nobody finished: gone after three days. What an earlier end left of its files goes too. */
    sweep: async (at: number): Promise<void> => {
      await removal.finishAll()
      for (const organization of house.all()) {
        for (let found = SWEPT; found === SWEPT;) {
          const over = await organization.objects.expired(at, SWEPT)
          for (const object of over) await drop(organization, object, at)
          found = over.length
        }
      }
    },
  }
}

const segmentLength = (object: Pick<StoredObject, "length" | "chunks">, index: number): number =>
  index < object.chunks - 1 ? CHUNK_BYTES : object.length - HEADER - (object.chunks - 1) * CHUNK_BYTES

function ranges(indexes: number[]): [number, number][] {
  const found: [number, number][] = []
  for (const index of indexes.toSorted((a, b) => a - b)) {
    const last = found.at(-1)
    if (last !== undefined && last[1] === index - 1) last[1] = index
    else found.push([index, index])
  }
  return found
}
