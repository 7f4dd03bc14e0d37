/** "Latest": the log's signed word that no newer leaf of an index exists up to a size (docs/PROTOCOL.md §7.2). */
import { demand, readBytes, readCount, readNullable, readText } from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import type { LogKey } from "./checkpoints.ts"
import { readLogWord, signLogWord } from "./log-words.ts"

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

export async function signLatest(latest: Latest, logKey: LogKey): Promise<SignedObject> {
  const { origin, index, st, seq, size, at } = latest
  demand((st === null) === (seq === null), "latest: st and seq")
  return signLogWord("latest", logKey, { origin, index, st, seq, size, at })
}

/** Throws open-failed unless the log with this key signed it. */
export async function readLatest(signed: SignedObject, pub: Bytes): Promise<Latest> {
  const body = await readLogWord("latest", signed, { pub, keys: ["origin", "index", "st", "seq", "size", "at"] })
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
