/**
 * Fetches and opens one attachment in order (docs/PROTOCOL.md §3, §5.1).
 * Promises: the list of segment hashes is checked against the signed root before the first chunk is asked for, every
 * segment against the list before it is decrypted, the plain hash before the last piece is given out: whoever got to
 * the end of the iteration holds the whole file.
 * Never: gives out a byte that was not authenticated.
 */
import { sha256 as streamingSha256 } from "@noble/hashes/sha2.js"
import { equalBytes, fromBase64url, refuse, sha256Async } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { objectAad, openObject, segmentCount, segmentsRoot } from "../envelope/index.ts"
import type { ManifestEntry } from "../envelope/index.ts"
import type { SuiteId } from "../suite/index.ts"
import type { MessageId, ObjectId, OrganizationId } from "../wire/index.ts"
import type { ApiClient } from "./api-client.ts"

export interface DownloadJob {
  readonly client: Pick<ApiClient, "attachment" | "chunk">
  readonly msg: MessageId
  readonly org: OrganizationId
  readonly suite: SuiteId
  /** From the verified manifest. */
  readonly entry: ManifestEntry
  /** [obj, stored length, root] from the verified slip. */
  readonly object: readonly [string, number, Bytes]
  readonly onProgress?: (bytes: number, total: number) => void
  readonly signal?: AbortSignal
}

/** Chunks asked for ahead of the one that is being decrypted. */
const AHEAD = 3
const HEADER_BYTES = 74
const SEGMENT_OVERHEAD = 32

/** @throws ProtocolError open-failed at the first wrong byte; ApiProblem, NetworkError, the signal's reason. */
export async function* downloadObject(job: DownloadJob): AsyncGenerator<Bytes, void, undefined> {
  const obj = job.object[0] as ObjectId
  const { header, hashes, padded } = await fetchHashes(job, obj)
  const opener = await openObject(job.entry.fk, objectAad(job.suite, job.org, obj), header)
  const hash = job.entry.sha === null ? null : streamingSha256.create()
  const ahead = new Map<number, Promise<Bytes>>()
  let given = 0
  for (let index = 0; index < hashes.length; index += 1) {
    for (let wanted = index; wanted < Math.min(index + AHEAD, hashes.length); wanted += 1) {
      if (ahead.has(wanted)) continue
      const chunk = job.client.chunk(job.msg, obj, wanted, job.signal)
      // Looked at when its turn comes; until then a failure must not count as unhandled.
      chunk.catch(() => undefined)
      ahead.set(wanted, chunk)
    }
    const stored = (await ahead.get(index)) ?? new Uint8Array()
    ahead.delete(index)
    if (!equalBytes(await sha256Async(stored), hashes[index] ?? new Uint8Array())) refuse("open-failed", "segment hash")
    const isLast = index === hashes.length - 1
    const plain = await opener.open(stored, index, isLast)
    const piece = cutFilling(plain, given, job.entry.size)
    given += piece.length
    hash?.update(piece)
    if (isLast) checkWhole(job.entry, given, padded, hash === null ? null : new Uint8Array(hash.digest()))
    job.onProgress?.(given, job.entry.size)
    yield piece
  }
}

async function fetchHashes(job: DownloadJob, obj: ObjectId): Promise<{ header: Bytes; hashes: Bytes[]; padded: number }> {
  const reply = await job.client.attachment(job.msg, obj, job.signal)
  const header = fromBase64url(reply.header)
  const list = fromBase64url(reply.hashes)
  const [, length, root] = job.object
  const count = Math.floor(list.length / 32)
  const padded = length - HEADER_BYTES - count * SEGMENT_OVERHEAD
  const fits = reply.obj === obj && reply.length === length && list.length === count * 32 && count > 0
  if (!fits || padded < job.entry.size || segmentCount(padded) !== count) refuse("open-failed", "segment list")
  const hashes = Array.from({ length: count }, (_, index) => list.slice(index * 32, index * 32 + 32))
  if (!equalBytes(segmentsRoot(header, hashes), root)) refuse("open-failed", "segment root")
  return { header, hashes, padded }
}

/** What of this segment belongs to the file; everything after the size must be zero (padding). */
function cutFilling(plain: Bytes, given: number, size: number): Bytes {
  const kept = Math.max(0, Math.min(plain.length, size - given))
  for (let at = kept; at < plain.length; at += 1) if (plain[at] !== 0) refuse("open-failed", "zero filling")
  return kept === plain.length ? plain : plain.slice(0, kept)
}

function checkWhole(entry: ManifestEntry, given: number, padded: number, digest: Bytes | null): void {
  if (given !== entry.size || padded < entry.size) refuse("open-failed", "file size")
  if (digest === null && entry.size <= 64 << 20) refuse("open-failed", "file hash missing")
  if (digest !== null && (entry.sha === null || !equalBytes(digest, entry.sha))) refuse("open-failed", "file hash")
}

