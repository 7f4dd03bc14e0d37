/** Words that a log signs beside its notes: `latest` and `head` (docs/PROTOCOL.md §7.2, §7.3). */
import { concat, decodeCbor, demand, encodeCbor, equalBytes, label, readMap, readOneOf, u16 } from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import { signRaw, verifyRaw } from "../suite/index.ts"
import { logKid } from "./checkpoints.ts"
import type { LogKey } from "./checkpoints.ts"

type LogWord = "latest" | "head"
const MAX_BODY = 8192

function signedBytes(word: LogWord, pub: Bytes, body: Bytes): Bytes {
  return concat(label(word), u16(1), logKid(pub), body)
}

/** Signs `{v: 1, ...fields}`. */
export async function signLogWord(
  word: LogWord,
  logKey: LogKey,
  fields: Readonly<Record<string, unknown>>,
): Promise<SignedObject> {
  const body = encodeCbor({ v: 1, ...fields })
  return { b: body, k: logKid(logKey.pub), s: await signRaw(logKey.signKey, signedBytes(word, logKey.pub, body)) }
}

/** The body's fields. Throws open-failed unless the log with this key signed them under this word. */
export async function readLogWord<const Key extends string>(
  word: LogWord,
  signed: SignedObject,
  { pub, keys }: { readonly pub: Bytes; readonly keys: readonly Key[] },
): Promise<Record<Key, unknown>> {
  demand(equalBytes(signed.k, logKid(pub)), `${word}: another log`)
  await verifyRaw(pub, signedBytes(word, pub, signed.b), signed.s)
  const body = readMap(decodeCbor(signed.b, MAX_BODY), ["v", ...keys])
  readOneOf(body.v, [1])
  return body
}
