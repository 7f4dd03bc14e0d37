/** Staged objects (shared/wire: uploads). */
import { concat, hash, toBase64url } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { uploadState } from "../wire/index.ts"
import type { ObjectId, uploadCreate, UploadState } from "../wire/index.ts"
import { asJson, asNothing, exchange } from "./http-call.ts"
import type { Line } from "./http-call.ts"

type Input<Schema extends { _zod: { input: unknown } }> = Schema["_zod"]["input"]

interface Chunks {
  readonly obj: ObjectId
  /** Index of the first one. */
  readonly first: number
  /** One stored segment after the other, at most MOST_CHUNKS. */
  readonly stored: Bytes
  /** SHA-256 of each. */
  readonly digests: readonly Bytes[]
}

export interface UploadCalls {
  createUpload(body: Input<typeof uploadCreate>, signal?: AbortSignal): Promise<UploadState>
  uploadState(obj: ObjectId, signal?: AbortSignal): Promise<UploadState>
  putChunks(chunks: Chunks, signal?: AbortSignal): Promise<void>
  completeUpload(obj: ObjectId, root: Bytes, signal?: AbortSignal): Promise<void>
  abortUpload(obj: ObjectId): Promise<void>
}

/** A chunk is 512 KiB: two minutes are 35 kbit/s, below which an upload has no future. */
const CHUNK_TIMEOUT_MS = 120_000

export function uploadCalls(line: Line): UploadCalls {
  return {
    createUpload: (json, signal) =>
      exchange(line, { method: "POST", path: "/api/uploads", json, idempotent: true, signal }, asJson(uploadState)),
    uploadState: (obj, signal) =>
      exchange(line, { method: "GET", path: `/api/uploads/${obj}`, signal }, asJson(uploadState)),
    putChunks: ({ obj, first, stored, digests }, signal) =>
      exchange(
        line,
        {
          method: "PUT",
          path: `/api/uploads/${obj}/chunks/${first}`,
          bytes: stored,
          // Each byte is hashed once: the proof covers the list, and the list every chunk.
          digest: hash("chunks", ...digests),
          headers: { "chunk-digests": toBase64url(concat(...digests)) },
          timeoutMs: CHUNK_TIMEOUT_MS * digests.length,
          signal,
        },
        asNothing,
      ),
    completeUpload: (obj, root, signal) =>
      exchange(
        line,
        {
          method: "POST",
          path: `/api/uploads/${obj}/complete`,
          json: { root: toBase64url(root) },
          idempotent: true,
          signal,
        },
        asNothing,
      ),
    abortUpload: (obj) => exchange(line, { method: "DELETE", path: `/api/uploads/${obj}` }, asNothing),
  }
}
