/** Opening attachments, segment by segment and at any offset (docs/PROTOCOL.md §3, §5.1). */
import { demand, equalBytes, isAllZero, paddedLength, sha256Async, sha256Stream } from "../bytes/index.ts"
import type { Bytes, Sha256Stream } from "../bytes/index.ts"
import type { ManifestEntry } from "./content.ts"
import { openObject, SEGMENT_PLAIN } from "./floe.ts"
import type { ObjectOpener } from "./floe.ts"
import { objectAad, segmentsRoot, shapeOf } from "./objects.ts"
import type { OpenedCore } from "./open.ts"

/** Segments that may be in flight before the one whose turn it is; those of random access are further away. */
const MOST_EARLY = 8

export interface FileToOpen {
  readonly opened: OpenedCore
  /** Place in manifest and slip. */
  readonly index: number
  /** Stored header of the object, 74 bytes. */
  readonly objectHeader: Bytes
  /** SHA-256 of every stored segment, one after the other. */
  readonly hashes: Bytes
}

export interface PreparedFile {
  readonly entry: ManifestEntry
  readonly segments: number
  readonly object: ObjectOpener
  readonly hashes: Bytes
  /** Digest of the file up to segment `next`, and the few segments that came before their turn. */
  readonly digest: {
    readonly state: Sha256Stream
    next: number
    readonly early: Map<number, Bytes>
  }
}

/** Checks the list of segment hashes against the signed root, before anything is fetched. Throws open-failed. */
export async function prepareFile({ opened, index, objectHeader, hashes }: FileToOpen): Promise<PreparedFile> {
  const { header, slip, manifest } = opened
  const entry = manifest.files[index]
  const object = slip.objs[index]
  demand(entry !== undefined && object !== undefined, "no such file")
  const [obj, length, root] = object
  const { segments, plain } = shapeOf(length)
  demand(hashes.length === 32 * segments && equalBytes(segmentsRoot(objectHeader, [hashes]), root), "segment root")
  demand(plain === entry.size || plain === paddedLength(entry.size), "file size")
  const opener = await openObject(entry.fk, objectAad(header.suite, header.org, obj), objectHeader)
  return { entry, segments, object: opener, hashes, digest: { state: await sha256Stream(), next: 0, early: new Map() } }
}

/**
 * The plaintext of stored segment `index`, filling removed; any order, several at once. Throws open-failed, also when
 * the last segment completes a file whose digest is another. A saved file counts only after checkFileComplete.
 */
export async function openFileSegment(file: PreparedFile, stored: Bytes, index: number): Promise<Bytes> {
  const { entry, segments, object, hashes } = file
  demand(index >= 0 && index < segments, "segment index")
  demand(equalBytes(await sha256Async(stored), hashes.subarray(32 * index, 32 * index + 32)), "segment hash")
  const plain = await object.open(stored, index, index === segments - 1)
  const kept = Math.min(plain.length, Math.max(0, entry.size - index * SEGMENT_PLAIN))
  demand(isAllZero(plain.subarray(kept)), "file filling")
  const content = plain.subarray(0, kept)
  addToDigest(file, content, index)
  return content
}

/** Throws open-failed unless every segment was opened and the whole file has the digest that the sender signed. */
export function checkFileComplete({ entry, segments, digest }: PreparedFile): void {
  demand(entry.sha === null || digest.next === segments, "file not complete")
}

function addToDigest({ entry, segments, digest }: PreparedFile, content: Bytes, index: number): void {
  const { state, early } = digest
  if (entry.sha === null || index < digest.next || index > digest.next + MOST_EARLY) return
  early.set(index, content)
  for (let ready = early.get(digest.next); ready !== undefined; ready = early.get(digest.next)) {
    state.update(ready)
    early.delete(digest.next++)
    if (digest.next === segments) demand(equalBytes(state.digest(), entry.sha), "file digest")
  }
}
