/**
 * The newest signed head of each chain that this device has seen: a chain that goes back behind it, or has another entry
 * at its number, convicts the log.
 */
import * as z from "zod/mini"
import { decodeCbor, encodeCbor, equalBytes, readSignedObject, toHex } from "../../bytes/index.ts"
import type { Bytes, SignedObject } from "../../bytes/index.ts"
import type { LocalStore } from "../../client/index.ts"
import type { Head } from "../../log/index.ts"

export interface SeenHead {
  readonly head: Head
  readonly signed: SignedObject
}

export interface RememberedHead {
  readonly n: number
  readonly entry: Bytes
  readonly signed: SignedObject
}

const STORE_KEY = "heads"
/** Oldest are forgotten first. */
const MOST = 1_000
const MOST_BYTES = 1 << 20
const bytes = z.custom<Bytes>((value) => value instanceof Uint8Array)
const list = z.array(z.tuple([bytes, z.int(), bytes, z.unknown()]))

export async function rememberedHeads(store: LocalStore): Promise<Map<string, RememberedHead>> {
  const held = await store.get(STORE_KEY)
  if (held === null) return new Map()
  const rows = list.parse(decodeCbor(held, MOST_BYTES))
  return new Map(rows.map(([key, n, entry, signed]) => [toHex(key), { n, entry, signed: readSignedObject(signed) }]))
}

/** Call with heads that contradicted nothing. */
export async function rememberHeads(store: LocalStore, seen: readonly SeenHead[]): Promise<void> {
  const held = await rememberedHeads(store)
  const keys = new Map(seen.map(({ head }) => [toHex(head.key), head.key]))
  const kept: [Bytes, number, Bytes, SignedObject][] = []
  const before = store.get(STORE_KEY)
  for (const [key, n, entry, signed] of list.parse(decodeCbor((await before) ?? encodeCbor([]), MOST_BYTES)))
    if (!keys.has(toHex(key))) kept.push([key, n, entry, readSignedObject(signed)])
  let isNew = false
  for (const { head, signed } of seen) {
    if (head.n === null || head.entry === null) continue
    const known = held.get(toHex(head.key))
    const isSame = known !== undefined && known.n === head.n && equalBytes(known.entry, head.entry)
    isNew ||= !isSame
    kept.push([head.key, head.n, head.entry, isSame ? known.signed : signed])
  }
  if (isNew) await store.set(STORE_KEY, encodeCbor(kept.slice(-MOST)))
}

/** Two signed words that exclude each other stay on this device. */
export async function keepContradiction(store: LocalStore, known: RememberedHead, now: SignedObject): Promise<void> {
  await store.set(`head-fork/${toHex(known.entry)}`, encodeCbor({ v: 1, before: known.signed, now }))
}
