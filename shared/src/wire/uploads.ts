/**
 * Resumable upload of FLOE objects: header at creation, then stored segments as chunks of 524,288 bytes (the last may be
 * shorter). PUT /api/uploads/{obj}/chunks/{first}: body = up to MOST_CHUNKS stored segments one after the other, header
 * `Chunk-Digests: base64url(SHA-256 of each)`, 204. The request proof covers H("chunks", SHA-256 of each) instead of the
 * body's SHA-256. Chunks may come in any order and again; of a request that is cut, whole chunks count. They are durable
 * once `complete` was answered with 204.
 */
import * as z from "zod/mini"
import { bytesOf, count, instant, objectId, organizationId } from "./primitives.ts"

export const CHUNK_BYTES = 524_288
/** Most chunks in one request. */
export const MOST_CHUNKS = 8
/** POST /api/uploads: idempotent for the same owner and the same values. */
export const uploadCreate = z.strictObject({
  obj: objectId,
  org: organizationId,
  header: bytesOf(74),
  /** Stored bytes with the 74-byte header. */
  length: z.int().check(z.minimum(106), z.maximum(17_180_917_834)),
  chunks: z.int().check(z.minimum(1), z.maximum(32_768)),
})
/** GET /api/uploads/{obj}; also the reply of POST. `received`: ranges [first, last] of chunks that are held. */
export const uploadState = z.object({
  obj: objectId,
  chunks: count,
  received: z.array(z.tuple([count, count])),
  complete: z.boolean(),
  expiresAt: instant,
})
export type UploadState = z.infer<typeof uploadState>
/** POST /api/uploads/{obj}/complete { root }: all chunks synced and the root equal, else upload.incomplete with `missing`. */
export const uploadComplete = z.strictObject({ root: bytesOf(32) })
/** DELETE /api/uploads/{obj} -> 204 */
