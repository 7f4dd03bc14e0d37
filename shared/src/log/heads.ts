/** "Head": the log's signed word that a chain has no newer entry up to a size (docs/PROTOCOL.md §7.3). */
import { demand, readBytes, readCount, readNullable, readText } from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import type { LogKey } from "./checkpoints.ts"
import { readLogWord, signLogWord } from "./log-words.ts"

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

export async function signHead(head: Head, logKey: LogKey): Promise<SignedObject> {
  const { origin, key, n, entry, size, at } = head
  demand((n === null) === (entry === null), "head: n and entry")
  return signLogWord("head", logKey, { origin, key, n, entry, size, at })
}

/** Throws open-failed unless the log with this key signed it. */
export async function readHead(signed: SignedObject, pub: Bytes): Promise<Head> {
  const body = await readLogWord("head", signed, { pub, keys: ["origin", "key", "n", "entry", "size", "at"] })
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
