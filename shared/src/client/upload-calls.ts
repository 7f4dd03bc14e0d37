/** Staged objects (shared/wire: uploads). */
import { toBase64, toBase64url } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { uploadState } from "../wire/index.ts"
import type { ObjectId, uploadCreate, UploadState } from "../wire/index.ts"
import { asJson, asNothing, exchange } from "./http-call.ts"
import type { Line } from "./http-call.ts"

type Input<Schema extends { _zod: { input: unknown } }> = Schema["_zod"]["input"]

interface Chunk {
  readonly obj: ObjectId
  readonly index: number
  readonly stored: Bytes
  /** SHA-256 of `stored`. */
  readonly digest: Bytes
}

export interface UploadCalls {
  createUpload(body: Input<typeof uploadCreate>, signal?: AbortSignal): Promise<UploadState>
  uploadState(obj: ObjectId, signal?: AbortSignal): Promise<UploadState>
  putChunk(chunk: Chunk, signal?: AbortSignal): Promise<void>
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
    putChunk: ({ obj, index, stored, digest }, signal) =>
      exchange(
        line,
        {
          method: "PUT",
          path: `/api/uploads/${obj}/chunks/${index}`,
          bytes: stored,
          digest,
          // RFC 9530: the server refuses a chunk that changed on its way.
          headers: { "content-digest": `sha-256=:${toBase64(digest)}:` },
          timeoutMs: CHUNK_TIMEOUT_MS,
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
