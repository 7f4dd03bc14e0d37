/**
 * Seals and sends the segments of one object: several of them in one request, three requests in flight.
 * Promises: memory holds three requests, whatever the size and over all uploads that follow one another; on a slow line requests are short, so that little is sent again after a cut and progress is seen.
 */
import { equalBytes } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { SEGMENT_PLAIN, SEGMENT_STORED } from "../envelope/index.ts"
import type { ObjectSealer, SegmentEngine } from "../envelope/index.ts"
import type { ObjectId } from "../wire/index.ts"
import type { ByteSource } from "./byte-source.ts"
import type { UploadCalls } from "./upload-calls.ts"
import type { SegmentPages } from "./upload-journal.ts"

export interface SegmentsToSend {
  readonly client: Pick<UploadCalls, "putChunks">
  readonly obj: ObjectId
  readonly sealer: ObjectSealer
  readonly engine: SegmentEngine
  /** As long as the object's plaintext, padding included. */
  readonly source: ByteSource
  readonly segments: number
  readonly pages: SegmentPages
  /** The notes outlive this process: what the plain bytes were is worth knowing. */
  readonly isNoted: boolean
  readonly isReceived: (index: number) => boolean
  readonly onSent: (plainBytes: number) => void
  readonly signal: AbortSignal
}

/** Requests in flight: two hide the round trip on a LAN, three also on a slow line; more only costs memory. */
const IN_FLIGHT = 3
/** Most segments in one request; with eight, which the server takes, a client holds 6 MiB more. */
const MOST_IN_BATCH = 4
/** A request that took less may be twice as long the next time, one that took more is to be half as long. */
const QUICK_MS = 1_000
const SLOW_MS = 4_000
const UNKNOWN = new Uint8Array(32)
/**
 * Rooms of uploads that are done, for those to come. They are never given back to the system: a server that answered
 * early may still be sent what lies in them.
 */
const idleRooms: Bytes[] = []

export async function sendSegments(job: SegmentsToSend): Promise<void> {
  const stop = new AbortController()
  const signal = AbortSignal.any([job.signal, stop.signal])
  const pace = { chunks: 1 }
  let next = 0
  const worker = async () => {
    const batch = new Batch({ ...job, signal }, pace)
    while (next < job.segments) {
      const end = Math.min(next + pace.chunks, job.segments)
      const first = next
      next = end
      for (let index = first; index < end; index += 1) await batch.add(index)
      await batch.send()
    }
    batch.leave()
  }
  const workers = Array.from({ length: Math.min(IN_FLIGHT, job.segments) }, worker)
  try {
    await Promise.all(workers)
  } catch (error) {
    stop.abort(error)
    await Promise.allSettled(workers)
    throw error
  }
}

/** Consecutive segments that travel in one request. */
class Batch {
  readonly #job: SegmentsToSend
  readonly #pace: { chunks: number }
  readonly #room: Bytes
  /** One piece of the file after the other is read into it. */
  readonly #plain: Bytes
  #first = 0
  #length = 0
  #plainLength = 0
  #hashes: { plain: Bytes; stored: Bytes }[] = []

  constructor(job: SegmentsToSend, pace: { chunks: number }) {
    this.#job = job
    this.#pace = pace
    const chunks = Math.min(MOST_IN_BATCH, job.segments)
    this.#room = (chunks === MOST_IN_BATCH ? idleRooms.pop() : undefined) ?? new Uint8Array(chunks * SEGMENT_STORED)
    this.#plain = new Uint8Array(Math.min(SEGMENT_PLAIN, job.source.size))
  }

  /** Seals the segment, unless the server holds it under a hash that we know; then what was gathered is sent. */
  async add(index: number): Promise<void> {
    const { source, engine, pages, sealer, segments, isNoted, isReceived, signal } = this.#job
    signal.throwIfAborted()
    const start = index * SEGMENT_PLAIN
    const end = Math.min(start + SEGMENT_PLAIN, source.size)
    const plain = await source.slice(start, end, this.#plain.subarray(0, end - start))
    const known = isReceived(index) ? pages.get(index) : null
    const plainHash = isNoted || known !== null ? await engine.sha256(plain) : UNKNOWN
    // Read again and compared: the file may have changed since, and then the new content is what is sent.
    if (known !== null && equalBytes(known.plain, plainHash)) {
      await this.send()
      this.#job.onSent(plain.length)
      return
    }
    if (this.#hashes.length === 0) this.#first = index
    const stored = await sealer.sealInto(this.#room.subarray(this.#length), plain, index, index === segments - 1)
    this.#length += stored.length
    this.#plainLength += plain.length
    this.#hashes.push({ plain: plainHash, stored: await engine.sha256(stored) })
  }

  async send(): Promise<void> {
    const hashes = this.#hashes
    if (hashes.length === 0) return
    const { client, obj, pages, onSent, signal } = this.#job
    const started = performance.now()
    const digests = hashes.map(({ stored }) => stored)
    await client.putChunks({ obj, first: this.#first, stored: this.#room.subarray(0, this.#length), digests }, signal)
    this.#learn(performance.now() - started)
    for (const [position, each] of hashes.entries()) await pages.set(this.#first + position, each)
    const sent = this.#plainLength
    this.#hashes = []
    this.#length = 0
    this.#plainLength = 0
    onSent(sent)
  }

  leave(): void {
    const isWhole = this.#room.length === MOST_IN_BATCH * SEGMENT_STORED
    if (isWhole && idleRooms.length < IN_FLIGHT) idleRooms.push(this.#room)
  }

  #learn(milliseconds: number): void {
    const pace = this.#pace
    if (milliseconds > SLOW_MS) pace.chunks = Math.max(1, Math.floor(pace.chunks / 2))
    else if (milliseconds < QUICK_MS && this.#hashes.length >= pace.chunks)
      pace.chunks = Math.min(MOST_IN_BATCH, pace.chunks * 2)
  }
}
