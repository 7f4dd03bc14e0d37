/**
 * A body of chunks, each announced by its SHA-256 in the header field `Chunk-Digests` (shared/wire: uploads).
 * The request proof covers that list, so who asks for what is judged before a byte of the body is read; every chunk is
 * hashed while it arrives and handed on when it is whole and has its hash.
 * Promises: a chunk is copied once, into a buffer that is used again; what arrives faster than it is stored waits on the
 * line; all bodies together hold a bounded number of buffers.
 */
import { createHash } from "node:crypto"
import type { Hash } from "node:crypto"
import type { IncomingMessage } from "node:http"
import { hash, release } from "@smp/shared/bytes"
import { CHUNK_BYTES, MOST_CHUNKS } from "@smp/shared/wire"
import type { Context } from "hono"
import type { ArrivingChunks, TakeChunk } from "../services/files.service.ts"
import { Refusal, refuseRequest } from "../services/refusal.ts"
import type { Env } from "./app.ts"
import { checkBodyHead } from "./body.ts"
import { headerOf } from "./request-head.ts"
import type { Route } from "./route.ts"

export interface AnnouncedChunks extends ArrivingChunks {
  /** What the request proof covers. */
  readonly digest: Uint8Array
}

/** @throws Refusal upload.chunk_refused, request.too_large, request.unsupported_media */
export function announcedChunks(context: Context<Env>, route: Route): AnnouncedChunks {
  const { length } = checkBodyHead(context, route)
  const digests = digestsOf(headerOf(context, "chunk-digests") ?? "")
  const { incoming } = context.env
  return {
    digests,
    length,
    digest: hash("chunks", ...digests),
    receive: (lengths, take) => new Receiver(incoming, { digests, lengths, take }).done,
  }
}

function digestsOf(text: string): Uint8Array[] {
  const bytes = /^[A-Za-z0-9_-]*$/.test(text) ? Buffer.from(text, "base64url") : Buffer.alloc(0)
  const count = bytes.length / 32
  if (!Number.isInteger(count) || count < 1 || count > MOST_CHUNKS)
    refuseRequest("upload.chunk_refused", "The hashes of the chunks are missing.")
  return Array.from({ length: count }, (_, index) => new Uint8Array(bytes.subarray(index * 32, index * 32 + 32)))
}

/** 128 MiB; a body holds three at most. Whoever comes then is asked to come again. */
const MOST_BUFFERS = 256
const KEPT_BUFFERS = 16
/** Chunks of one body that may wait to be stored while the next one arrives. */
const STORING = 2

const idle: Buffer[] = []
let taken = 0

function takeBuffer(): Buffer {
  if (taken >= MOST_BUFFERS) refuseRequest("service.unavailable", undefined, { retryAfter: 1 })
  taken += 1
  return idle.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES)
}

function giveBuffer(buffer: Buffer): void {
  taken -= 1
  if (idle.length < KEPT_BUFFERS) idle.push(buffer)
}

interface Expected {
  readonly digests: readonly Uint8Array[]
  /** Their sum is the announced length of the body. */
  readonly lengths: readonly number[]
  readonly take: TakeChunk
}

class Receiver {
  readonly done: Promise<void>
  readonly #incoming: IncomingMessage
  readonly #expected: Expected
  #settle: { resolve: () => void; reject: (reason: unknown) => void } = { resolve: () => {}, reject: () => {} }
  #isOver = false
  #outcome: () => void = () => {}
  #position = 0
  #filled = 0
  #buffer: Buffer | null = null
  #hash: Hash | null = null
  #storing = 0

  constructor(incoming: IncomingMessage, expected: Expected) {
    this.#incoming = incoming
    this.#expected = expected
    this.done = new Promise((resolve, reject) => (this.#settle = { resolve, reject }))
    incoming.on("data", this.#onPart)
    incoming.once("error", this.#onCut)
    incoming.once("close", this.#onCut)
    if (incoming.destroyed) this.#onCut()
  }

  readonly #onPart = (part: Buffer<ArrayBuffer>): void => {
    try {
      for (let at = 0; at < part.length && !this.#isOver;) at += this.#put(part, at)
      release(part)
    } catch (error) {
      this.#fail(error)
    }
  }

  // A line that breaks is the asker's matter, not a fault of this server.
  readonly #onCut = (): void => {
    if (this.#position < this.#expected.lengths.length)
      this.#fail(new Refusal("request.malformed", "The body was cut."))
  }

  /** How many bytes of the part belonged to the chunk that is arriving. */
  #put(part: Buffer, at: number): number {
    const length =
      this.#expected.lengths[this.#position] ?? refuseRequest("upload.chunk_refused", "The body is longer.")
    const piece = part.subarray(at, at + length - this.#filled)
    this.#buffer ??= takeBuffer()
    this.#hash ??= createHash("sha256")
    this.#buffer.set(piece, this.#filled)
    this.#hash.update(piece)
    this.#filled += piece.length
    if (this.#filled === length) this.#finish(this.#buffer, this.#hash)
    return piece.length
  }

  #finish(buffer: Buffer, hashed: Hash): void {
    const position = this.#position
    const digest = this.#expected.digests[position] ?? new Uint8Array()
    if (!hashed.digest().equals(digest)) refuseRequest("upload.chunk_refused", "The digest does not fit the chunk.")
    const chunk = { position, bytes: buffer.subarray(0, this.#filled), digest }
    this.#buffer = null
    this.#hash = null
    this.#filled = 0
    this.#position += 1
    this.#storing += 1
    if (this.#storing >= STORING) this.#incoming.pause()
    this.#expected
      .take(chunk)
      .finally(() => {
        this.#storing -= 1
        giveBuffer(buffer)
      })
      .then(this.#onStored, (error: unknown) => {
        this.#fail(error)
        this.#onStored()
      })
  }

  readonly #onStored = (): void => {
    if (this.#position < this.#expected.lengths.length && !this.#isOver) this.#incoming.resume()
    else if (this.#storing === 0) this.#end(this.#settle.resolve)
  }

  #fail(reason: unknown): void {
    if (!this.#isOver) this.#end(() => this.#settle.reject(reason))
  }

  /** Answered when nothing is being stored any more; what is left of the body runs into the void. */
  #end(settle: () => void): void {
    if (!this.#isOver) {
      this.#isOver = true
      this.#outcome = settle
      this.#incoming.off("data", this.#onPart)
      this.#incoming.resume()
      if (this.#buffer !== null) giveBuffer(this.#buffer)
      this.#buffer = null
    }
    if (this.#storing === 0) this.#outcome()
  }
}
