/** "Head": the log's signed word that a chain has no newer entry up to a size (docs/PROTOCOL.md §7.3). */
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

export interface Head {
  readonly origin: string
  /** chainKey of the chain. */
  readonly key: Bytes
  /** Number of its newest entry; null: signed "no entry up to `size`". */
  readonly n: number | null
  /** That entry; null exactly when `n` is. */
  readonly entry: Bytes | null
  readonly size: number
  /** Milliseconds since 1970 UTC, by the log's clock. */
  readonly at: number
}

const MAX_BODY = 8192

function signedBytes(pub: Bytes, body: Bytes): Bytes {
  return concat(label("head"), u16(1), logKid(pub), body)
}

export async function signHead(head: Head, logKey: LogKey): Promise<SignedObject> {
  const { origin, key, n, entry, size, at } = head
  demand((n === null) === (entry === null), "head: n and entry")
  const body = encodeCbor({ v: 1, origin, key, n, entry, size, at })
  return { b: body, k: logKid(logKey.pub), s: await signRaw(logKey.signKey, signedBytes(logKey.pub, body)) }
}

/** Throws open-failed unless the log with this key signed it. */
export async function readHead(signed: SignedObject, pub: Bytes): Promise<Head> {
  demand(equalBytes(signed.k, logKid(pub)), "head: another log")
  await verifyRaw(pub, signedBytes(pub, signed.b), signed.s)
  const body = readMap(decodeCbor(signed.b, MAX_BODY), ["v", "origin", "key", "n", "entry", "size", "at"])
  readOneOf(body.v, [1])
  const n = readNullable(body.n, readCount)
  const entry = readNullable(body.entry, (value) => readBytes(value, 32))
  demand((n === null) === (entry === null), "head: n and entry")
  return {
    origin: readText(body.origin, 255),
    key: readBytes(body.key, 32),
    n,
    entry,
    size: readCount(body.size),
    at: readCount(body.at),
  }
}
