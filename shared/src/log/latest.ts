/** "Latest": the log's signed word that no newer leaf of an index exists up to a size (docs/PROTOCOL.md §7.2). */
import {
  concat,
  decodeCbor,
  demand,
  encodeCbor,
  equalBytes,
  label,
  readBytes,
  readCount,
  readMap,
  readNullable,
  readOneOf,
  readText,
  u16,
} from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import { signRaw, verifyRaw } from "../suite/index.ts"
import { logKid } from "./checkpoints.ts"
import type { LogKey } from "./checkpoints.ts"

export interface Latest {
  readonly origin: string
  /** Log index of the name, 32 bytes. */
  readonly index: Bytes
  /** Statement hash of the newest leaf; null: signed "no key up to `size`". */
  readonly st: Bytes | null
  /** seq of that statement; null exactly when `st` is. */
  readonly seq: number | null
  readonly size: number
  /** Milliseconds since 1970 UTC, by the log's clock. */
  readonly at: number
}

const MAX_BODY = 8192

function signedBytes(pub: Bytes, body: Bytes): Bytes {
  return concat(label("latest"), u16(1), logKid(pub), body)
}

export async function signLatest(latest: Latest, logKey: LogKey): Promise<SignedObject> {
  const { origin, index, st, seq, size, at } = latest
  demand((st === null) === (seq === null), "latest: st and seq")
  const body = encodeCbor({ v: 1, origin, index, st, seq, size, at })
  return { b: body, k: logKid(logKey.pub), s: await signRaw(logKey.signKey, signedBytes(logKey.pub, body)) }
}

/** Throws open-failed unless the log with this key signed it. */
export async function readLatest(signed: SignedObject, pub: Bytes): Promise<Latest> {
  demand(equalBytes(signed.k, logKid(pub)), "latest: another log")
  await verifyRaw(pub, signedBytes(pub, signed.b), signed.s)
  const body = readMap(decodeCbor(signed.b, MAX_BODY), ["v", "origin", "index", "st", "seq", "size", "at"])
  readOneOf(body.v, [1])
  const st = readNullable(body.st, (value) => readBytes(value, 32))
  const seq = readNullable(body.seq, readCount)
  demand((st === null) === (seq === null), "latest: st and seq")
  return {
    origin: readText(body.origin, 255),
    index: readBytes(body.index, 32),
    st,
    seq,
    size: readCount(body.size),
    at: readCount(body.at),
  }
}
