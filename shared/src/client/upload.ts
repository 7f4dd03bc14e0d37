/**
 * Encrypts and uploads one file (docs/PROTOCOL.md §3, FLOE objects).
 * Promises: memory holds a few segments, whatever the size (send-segments.ts); after a restart the same header and key are used and only
 * what the server does not hold is sealed again; the signed root covers exactly the stored segments; the signed digest is
 * that of the bytes in them.
 * Never: sends a plain byte, keeps a key after return (the journal does, sealed, until the message is handed over).
 */
import { equalBytes, newId, paddedLength, randomBytes, safeFileName, toBase64url } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import {
  objectAad,
  SEGMENT_PLAIN,
  segmentCount,
  segmentsRoot,
  sealObject,
  storedLength,
  webCryptoEngine,
} from "../envelope/index.ts"
import type { SealedFile, SegmentEngine } from "../envelope/index.ts"
import type { SuiteId } from "../suite/index.ts"
import { objectId } from "../wire/index.ts"
import type { ObjectId, OrganizationId, UploadState } from "../wire/index.ts"
import type { ApiClient } from "./api-client.ts"
import { zeroFilled } from "./byte-source.ts"
import type { ByteSource } from "./byte-source.ts"
import { ApiProblem } from "./problems.ts"
import { sendSegments } from "./send-segments.ts"
import { deleteUploadRecord, openSegmentPages, readUploadRecord, writeUploadRecord } from "./upload-journal.ts"
import type { LocalStore } from "./local-store.ts"
import type { SegmentPages, UploadRecord } from "./upload-journal.ts"

export interface UploadedFile {
  readonly name: string
  readonly type: string
  readonly cid: string | null
}

export interface UploadJob {
  readonly client: Pick<ApiClient, "createUpload" | "putChunks" | "completeUpload"> & Partial<Pick<ApiClient, "engine">>
  readonly org: OrganizationId
  readonly suite: SuiteId
  readonly source: ByteSource
  readonly file: UploadedFile
  /** Zero-fill to Padmé size (policy `pad`). */
  readonly pad: boolean
  /** Where to note progress, and under which name; absent: an interrupted upload starts again. */
  readonly journal?: { readonly store: LocalStore; readonly name: string }
  /** The server knows the object from now on: whoever cancels drops it there. */
  readonly onBegun?: (obj: ObjectId) => Promise<void>
  readonly onProgress?: (bytes: number, total: number) => void
  readonly signal?: AbortSignal
}

/** Up to this size the manifest carries the plain SHA-256, computed on the way (docs/PROTOCOL.md §3). */
const HASHED_SIZE = 64 << 20
/** How often missing chunks are sent again after `complete` named them. */
const COMPLETE_TRIES = 3

/** The file was not the same from its first byte that was sent to its last one. */
export class FileChanged extends Error {}

/** @throws ApiProblem, NetworkError, FileChanged, or the signal's reason; the journal then allows to go on. */
export async function uploadObject(job: UploadJob): Promise<SealedFile> {
  const record = await beginRecord(job)
  const segments = segmentCount(record.padded)
  const pages = await openSegmentPages(job.journal?.store ?? null, job.journal?.name ?? "", segments)
  const upload: Upload = { job, record, segments, pages, source: zeroFilled(job.source, record.padded) }
  const state = await job.client.createUpload(
    {
      obj: record.obj,
      org: job.org,
      header: toBase64url(record.header),
      length: storedLength(record.padded),
      chunks: segments,
    },
    job.signal,
  )
  await job.onBegun?.(record.obj)
  if (state.complete && !(await isAsSent(upload))) return startAgain(upload)
  if (!state.complete) await sendMissing(upload, receivedBy(state))
  const root = state.complete ? rootOf(upload) : await complete(upload)
  const sha = record.size <= HASHED_SIZE ? await plainSha256(upload) : null
  return {
    entry: {
      obj: record.obj,
      fk: record.fk,
      name: safeFileName(job.file.name),
      type: job.file.type,
      size: record.size,
      sha,
      cid: job.file.cid,
      disp: job.file.cid === null ? "attachment" : "inline",
    },
    object: [record.obj, storedLength(record.padded), root],
  }
}

interface Upload {
  readonly job: UploadJob
  readonly record: UploadRecord
  readonly segments: number
  readonly pages: SegmentPages
  readonly source: ByteSource
}

async function beginRecord(job: UploadJob): Promise<UploadRecord> {
  const { size } = job.source
  const padded = job.pad ? paddedLength(size) : size
  const held = job.journal ? await readUploadRecord(job.journal.store, job.journal.name) : null
  if (held !== null && held.size === size && held.padded === padded) return held
  const obj: ObjectId = objectId.parse(newId("obj"))
  const fk = randomBytes(32)
  const { header } = await sealObject(fk, objectAad(job.suite, job.org, obj))
  const record = { obj, fk, header, size, padded }
  if (job.journal) await writeUploadRecord(job.journal.store, job.journal.name, record)
  return record
}

function receivedBy(state: UploadState): (index: number) => boolean {
  return (index) => state.received.some(([first, last]) => first <= index && index <= last)
}

/** Seals and sends every segment that the server does not hold under a hash that we know. */
async function sendMissing(upload: Upload, isReceived: (index: number) => boolean): Promise<void> {
  const { job, record, segments, pages, source } = upload
  const engine = engineOf(job)
  // The same header again: the key stays, every segment gets a nonce of its own as always.
  const sealer = await sealObject(record.fk, objectAad(job.suite, job.org, record.obj), record.header, { engine })
  let sent = 0
  try {
    await sendSegments({
      client: job.client,
      obj: record.obj,
      sealer,
      engine,
      source,
      segments,
      pages,
      isNoted: job.journal !== undefined,
      isReceived,
      onSent: (bytes) => {
        sent += bytes
        job.onProgress?.(Math.min(sent, record.size), record.size)
      },
      signal: job.signal ?? new AbortController().signal,
    })
  } finally {
    await pages.flush()
  }
}

async function complete(upload: Upload): Promise<Bytes> {
  for (let attempt = 1; ; attempt += 1) {
    const root = rootOf(upload)
    try {
      await upload.job.client.completeUpload(upload.record.obj, root, upload.job.signal)
      return root
    } catch (error) {
      const missing =
        error instanceof ApiProblem && error.code === "upload.incomplete" ? error.problem.missing : undefined
      if (missing === undefined || missing.length === 0 || attempt >= COMPLETE_TRIES) throw error
      const lost = new Set(missing)
      await sendMissing(upload, (index) => !lost.has(index))
    }
  }
}

function storedHashes(upload: Upload): Bytes[] {
  return Array.from({ length: upload.segments }, (_, index) => upload.pages.get(index)?.stored ?? new Uint8Array())
}

/** All hashes are known, and the file still is what was sealed: it may have changed since, or be another of its length. */
async function isAsSent(upload: Upload): Promise<boolean> {
  for (let index = 0; index < upload.segments; index += 1) {
    if (!(await isPieceAsSent(upload, index, await pieceAt(upload, index)))) return false
  }
  return true
}

async function isPieceAsSent({ job, pages }: Upload, index: number, piece: Bytes): Promise<boolean> {
  const known = pages.get(index)
  return known !== null && equalBytes(known.plain, await engineOf(job).sha256(piece))
}

function pieceAt({ source }: Upload, index: number): Promise<Bytes> {
  const start = index * SEGMENT_PLAIN
  return source.slice(start, Math.min(start + SEGMENT_PLAIN, source.size))
}

function rootOf(upload: Upload): Bytes {
  return segmentsRoot(upload.record.header, storedHashes(upload))
}

/** Complete on the server, but not what is to be sent, or our notes are gone and there is nothing to sign: under a new id. */
async function startAgain(upload: Upload): Promise<SealedFile> {
  const { journal } = upload.job
  if (journal) await deleteUploadRecord(journal.store, journal.name)
  return uploadObject(upload.job)
}

const engineOf = ({ client }: UploadJob): SegmentEngine => client.engine ?? webCryptoEngine

/** @throws FileChanged when a piece is not the one that was sealed. */
async function plainSha256(upload: Upload): Promise<Bytes> {
  const { job, record } = upload
  const hash = engineOf(job).hasher()
  for (let index = 0; index === 0 || index * SEGMENT_PLAIN < record.size; index += 1) {
    const piece = await pieceAt(upload, index)
    // Without notes nobody knows what a piece was.
    if (job.journal && !(await isPieceAsSent(upload, index, piece))) throw new FileChanged("the file changes")
    await hash.update(piece.subarray(0, record.size - index * SEGMENT_PLAIN))
  }
  return hash.digest()
}
