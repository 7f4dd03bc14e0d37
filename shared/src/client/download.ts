/**
 * Fetches and opens one attachment in order (docs/PROTOCOL.md §3, §5.1).
 * Promises: the list of segment hashes is checked against the signed root before the first chunk is asked for, every
 * segment against the list before it is decrypted, the plain hash before the last piece is given out: whoever got to
 * the end of the iteration holds the whole file.
 * Never: gives out a byte that was not authenticated.
 */
import { fromBase64url, refuse } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { checkFileComplete, openFileSegment, prepareFile } from "../envelope/open.ts"
import type { OpenedCore, PreparedFile } from "../envelope/open.ts"
import type { MessageId, ObjectId } from "../wire/index.ts"
import type { ApiClient } from "./api-client.ts"

export interface DownloadJob {
  readonly client: Pick<ApiClient, "attachment" | "chunk">
  readonly msg: MessageId
  readonly opened: OpenedCore
  readonly obj: ObjectId
  readonly onProgress?: (bytes: number, total: number) => void
  readonly signal?: AbortSignal
}

/** Chunks asked for ahead of the one that is being decrypted. */
const AHEAD = 3

/** @throws ProtocolError open-failed at the first wrong byte; ApiProblem, NetworkError, the signal's reason. */
export async function* downloadObject(job: DownloadJob): AsyncGenerator<Bytes, void, undefined> {
  const file = await prepare(job)
  const ahead = new Map<number, Promise<Bytes>>()
  let given = 0
  for (let index = 0; index < file.segments; index += 1) {
    for (let wanted = index; wanted < Math.min(index + AHEAD, file.segments); wanted += 1) {
      if (ahead.has(wanted)) continue
      const chunk = job.client.chunk(job.msg, job.obj, wanted, job.signal)
      // Looked at when its turn comes; until then a failure must not count as unhandled.
      chunk.catch(() => undefined)
      ahead.set(wanted, chunk)
    }
    const stored = (await ahead.get(index)) ?? refuse("open-failed", "segment missing")
    ahead.delete(index)
    const piece = await openFileSegment(file, stored, index)
    given += piece.length
    if (index === file.segments - 1) checkFileComplete(file)
    job.onProgress?.(given, file.entry.size)
    yield piece
  }
}

async function prepare({ client, msg, opened, obj, signal }: DownloadJob): Promise<PreparedFile> {
  const index = opened.manifest.files.findIndex((entry) => entry.obj === obj)
  if (index === -1) return refuse("open-failed", "no such file")
  const reply = await client.attachment(msg, obj, signal)
  if (reply.obj !== obj || reply.length !== opened.slip.objs[index]?.[1]) return refuse("open-failed", "another object")
  return prepareFile({ opened, index, objectHeader: fromBase64url(reply.header), hashes: fromBase64url(reply.hashes) })
}
