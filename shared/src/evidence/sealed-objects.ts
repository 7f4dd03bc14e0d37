/** The sealed files of a pack: FLOE header and segments, one after the other, as the server stores them. */
import { concat, fromBase64url, sha256Async } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import type { ApiClient } from "../client/index.ts"
import { OBJECT_HEADER, SEGMENT_STORED, shapeOf } from "../envelope/index.ts"
import { checkFileComplete, openFileSegment, prepareFile } from "../envelope/open.ts"
import type { OpenedCore } from "../envelope/open.ts"
import type { MessageId, ObjectId } from "../wire/index.ts"

/** As the server holds it; whether it is right is said when it is opened. */
export async function* fetchSealed(
  client: Pick<ApiClient, "attachment" | "chunk">,
  msg: MessageId,
  obj: ObjectId,
): AsyncGenerator<Bytes> {
  const { header, length } = await client.attachment(msg, obj)
  yield fromBase64url(header)
  for (let index = 0; index < shapeOf(length).segments; index += 1) yield await client.chunk(msg, obj, index)
}

/** Bytes `from` to `to` of a stored object. */
export type ReadSlice = (from: number, to: number) => Promise<Bytes>

/** The file in order, every byte checked against the signed root. Throws open-failed. */
export async function* openSealed(opened: OpenedCore, obj: string, read: ReadSlice): AsyncGenerator<Bytes> {
  const index = opened.manifest.files.findIndex((file) => file.obj === obj)
  const length = opened.slip.objs[index]?.[1] ?? 0
  const count = shapeOf(length).segments
  const segment = (at: number) =>
    read(OBJECT_HEADER + at * SEGMENT_STORED, Math.min(OBJECT_HEADER + (at + 1) * SEGMENT_STORED, length))
  const hashes: Bytes[] = []
  for (let at = 0; at < count; at += 1) hashes.push(await sha256Async(await segment(at)))
  const file = await prepareFile({
    opened,
    index,
    objectHeader: await read(0, OBJECT_HEADER),
    hashes: concat(...hashes),
  })
  for (let at = 0; at < count; at += 1) {
    const piece = await openFileSegment(file, await segment(at), at)
    if (at === count - 1) checkFileComplete(file)
    yield piece
  }
}
