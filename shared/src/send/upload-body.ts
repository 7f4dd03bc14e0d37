/** A body that is too large to travel inside the commit goes up as an object first; it is sealed already. */
import type { Account } from "../account/index.ts"
import { newId, sha256Async, toBase64url } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { SEGMENT_STORED, segmentsRoot } from "../envelope/index.ts"
import { objectId } from "../wire/index.ts"
import type { ObjectId, OrganizationId } from "../wire/index.ts"

const HEADER_BYTES = 74

/** `body`: FLOE header and segments. */
export async function uploadSealedBody(
  job: { readonly account: Account; readonly org: OrganizationId; readonly signal?: AbortSignal },
  body: Bytes,
): Promise<ObjectId> {
  const { client } = job.account
  const obj = objectId.parse(newId("obj"))
  const header = body.slice(0, HEADER_BYTES)
  const chunks = Math.ceil((body.length - HEADER_BYTES) / SEGMENT_STORED)
  await client.createUpload({ obj, org: job.org, header: toBase64url(header), length: body.length, chunks }, job.signal)
  const digests: Bytes[] = []
  for (let index = 0; index < chunks; index += 1) {
    const start = HEADER_BYTES + index * SEGMENT_STORED
    const stored = body.slice(start, start + SEGMENT_STORED)
    const digest = await sha256Async(stored)
    digests.push(digest)
    await client.putChunks({ obj, first: index, stored, digests: [digest] }, job.signal)
  }
  await client.completeUpload(obj, segmentsRoot(header, digests), job.signal)
  return obj
}
