/** Stored objects: lengths, associated data, and the root that binds every segment to the slip (docs/PROTOCOL.md §3). */
import { concat, demand, encodeCbor, hash, label } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import type { SuiteId } from "../suite/index.ts"
import { OBJECT_HEADER, openObject, sealObject, SEGMENT_PLAIN, SEGMENT_STORED } from "./floe.ts"

/** 16 GiB, in bytes. */
export const MAX_OBJECT_PLAIN = 2 ** 34

/** An empty object is one empty last segment. */
export function segmentCount(plain: number): number {
  return Math.max(1, Math.ceil(plain / SEGMENT_PLAIN))
}

/** Header and segments of an object with this plaintext length, in bytes. */
export function storedLength(plain: number): number {
  return OBJECT_HEADER + plain + (SEGMENT_STORED - SEGMENT_PLAIN) * segmentCount(plain)
}

/** How many segments and plaintext bytes an object of this stored length has. Throws open-failed on an impossible one. */
export function shapeOf(stored: number): { segments: number; plain: number } {
  const segments = Math.ceil((stored - OBJECT_HEADER) / SEGMENT_STORED)
  const plain = stored - OBJECT_HEADER - segments * (SEGMENT_STORED - SEGMENT_PLAIN)
  demand(segments >= 1 && plain >= 0 && plain <= MAX_OBJECT_PLAIN && storedLength(plain) === stored, "object length")
  return { segments, plain }
}

/** H("segments", header, SHA-256 of each stored segment). */
export function segmentsRoot(header: Bytes, hashes: readonly Bytes[]): Bytes {
  return hash("segments", header, ...hashes)
}

/** Associated data of an attachment. The message is not in it: the signed slip binds it, so that a forward may re-use it. */
export function objectAad(suite: SuiteId, org: string, obj: string): Bytes {
  return concat(label("object"), encodeCbor([suite, org, obj]))
}

/** Header || segments of a plaintext that is in memory as a whole. */
export async function sealWhole(key: Bytes, aad: Bytes, plain: Bytes): Promise<Bytes> {
  const object = await sealObject(key, aad)
  const count = segmentCount(plain.length)
  const segments: Promise<Bytes>[] = []
  for (let i = 0; i < count; i++)
    segments.push(object.seal(plain.subarray(i * SEGMENT_PLAIN, (i + 1) * SEGMENT_PLAIN), i, i === count - 1))
  return concat(object.header, ...(await Promise.all(segments)))
}

/** Throws open-failed unless the bytes are one whole object under this key. */
export async function openWhole(key: Bytes, aad: Bytes, stored: Bytes): Promise<Bytes> {
  const { segments } = shapeOf(stored.length)
  const object = await openObject(key, aad, stored.slice(0, OBJECT_HEADER))
  const plain: Promise<Bytes>[] = []
  for (let i = 0; i < segments; i++) {
    const start = OBJECT_HEADER + i * SEGMENT_STORED
    plain.push(object.open(stored.subarray(start, start + SEGMENT_STORED), i, i === segments - 1))
  }
  return concat(...(await Promise.all(plain)))
}
