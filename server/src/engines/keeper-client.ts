/**
 * The log-keeper as others see it (docs/PROTOCOL.md §7.2): the one process that can sign what a log is.
 * Promises: what it answered is on disk; it signs only what extends what it signed before.
 */
import type { Bytes, SignedObject } from "@smp/shared/bytes"
import * as z from "zod"
import { callClient } from "./socket/call-client.ts"
import { byteString, count, nothing, signedBytes } from "./socket/contract.ts"

export interface LatestAnswer {
  /** VRF proof (80 bytes) of the name's index. */
  readonly proof: Bytes
  /** Log index of the name, 32 bytes. */
  readonly index: Bytes
  /** Signed by the key log; its size is the log's size now, so ask for the checkpoint after it. */
  readonly latest: SignedObject
  readonly newest: { readonly seq: number; readonly leafIndex: number } | null
}
export interface KeyLogFacts {
  readonly origin: string
  readonly pub: Bytes
  readonly vrf: Bytes
}

/** What lies below one interval leaf (docs/PROTOCOL.md §7.3). */
export interface HandedInterval {
  /** Of the leaf in the log. */
  readonly index: number
  /** Side by side, in the order of the interval's tree. */
  readonly hashes: Bytes
  /** In the order of their chains. */
  readonly entries: readonly { readonly key: Bytes; readonly n: number; readonly position: number }[]
}
/** Newest entry of a chain. */
export interface ChainEnd {
  readonly n: number
  readonly entry: Bytes
}

export interface LogKeeper {
  /**
   * Appends `leaves` as the entries from `from` on, and of each interval leaf among them what lies below it. Entries that
   * are there already must be equal: so a repeated call gets the same effect. No leaves: only a fresh checkpoint.
   * @throws CallRefused log.not_an_extension for a gap, another leaf than before, an entry that is not the next of its
   * chain or not below its leaf, or a log that it does not keep.
   */
  append(
    origin: string,
    from: number,
    leaves: readonly Bytes[],
    intervals?: readonly HandedInterval[],
  ): Promise<{ note: string; size: number }>
  /** A fresh signed note. */
  checkpoint(origin: string): Promise<{ note: string; size: number }>
  /** Hashes of the leaves of a log, side by side, at most 10,000 at once. */
  hashes(origin: string, from: number, to: number): Promise<Bytes>
  /** The log's signed word about the newest entry of each chain, up to the log's size now. */
  heads(origin: string, keys: readonly Bytes[]): Promise<SignedObject[]>
  /** The same unsigned. */
  chainEnds(origin: string, keys: readonly Bytes[]): Promise<(ChainEnd | null)[]>
  /** Which of these entries it ever took, of whatever chain. Reads all of its file: for the day after a restore. */
  knownEntries(origin: string, entries: readonly Bytes[]): Promise<boolean[]>
  /** Leaves of the key log, at most 1,000 at once. */
  leaves(from: number, to: number): Promise<Bytes[]>
  /** The log's signed word about a name. `origin` is the key log's. */
  latest(origin: string, name: string): Promise<LatestAnswer>
  index(name: string): Promise<{ proof: Bytes; index: Bytes }>
  keys(): Promise<{ keyLog: KeyLogFacts }>
  /** Ed25519 public key of an organization's log. */
  organizationKey(org: string): Promise<Bytes>
}

export const MOST_LEAVES = 1_000
export const MOST_HASHES = 10_000
/** Entries below the leaves of one call. */
export const MOST_HANDED = 16_384
export const MOST_CHAINS = 5_000
const origin = z.string().max(255)
const name = z.string().max(254)
const note = z.strictObject({ note: z.string().max(16_384), size: count })
const proof = { proof: byteString(80), index: byteString(32) }

const key = byteString(32)
const chains = z.strictObject({ origin, keys: z.array(key).max(MOST_CHAINS) })
const interval = z.strictObject({
  index: count,
  hashes: byteString(MOST_HANDED * 32),
  entries: z
    .array(z.strictObject({ key, n: count, position: count }))
    .min(1)
    .max(MOST_HANDED),
})

export const keeperContract = {
  append: {
    request: z.strictObject({
      origin,
      from: count,
      leaves: z.array(byteString(256)).max(MOST_LEAVES),
      intervals: z.array(interval).max(MOST_LEAVES),
    }),
    reply: note,
    isRepeatable: true,
  },
  hashes: {
    request: z.strictObject({ origin, from: count, to: count }),
    reply: z.strictObject({ hashes: byteString(MOST_HASHES * 32) }),
    isRepeatable: true,
  },
  heads: { request: chains, reply: z.strictObject({ heads: z.array(signedBytes) }), isRepeatable: true },
  chainEnds: {
    request: chains,
    reply: z.strictObject({ ends: z.array(z.strictObject({ n: count, entry: key }).nullable()) }),
    isRepeatable: true,
  },
  checkpoint: { request: z.strictObject({ origin }), reply: note, isRepeatable: true },
  knownEntries: {
    request: z.strictObject({ origin, entries: z.array(key).max(MOST_CHAINS) }),
    reply: z.strictObject({ known: z.array(z.boolean()) }),
    isRepeatable: true,
  },
  leaves: {
    request: z.strictObject({ from: count, to: count }),
    reply: z.strictObject({ leaves: z.array(byteString(256)) }),
    isRepeatable: true,
  },
  latest: {
    request: z.strictObject({ origin, name }),
    reply: z.strictObject({
      ...proof,
      latest: signedBytes,
      newest: z.strictObject({ seq: count, leafIndex: count }).nullable(),
    }),
    isRepeatable: true,
  },
  index: { request: z.strictObject({ name }), reply: z.strictObject(proof), isRepeatable: true },
  keys: {
    request: nothing,
    reply: z.strictObject({ keyLog: z.strictObject({ origin, pub: byteString(32), vrf: byteString(32) }) }),
    isRepeatable: true,
  },
  organizationKey: {
    request: z.strictObject({ org: z.string().max(40) }),
    reply: z.strictObject({ key: byteString(32) }),
    isRepeatable: true,
  },
} as const

/** The keeper behind its Unix socket. Calls throw CallRefused or CallFailed. */
export function keeperClient(socket: string): LogKeeper {
  const calls = callClient(socket, keeperContract)
  return {
    append: (to, from, leaves, intervals = []) =>
      calls.append({
        origin: to,
        from,
        leaves: [...leaves],
        intervals: intervals.map(({ entries, ...rest }) => ({ ...rest, entries: [...entries] })),
      }),
    hashes: async (of, from, to) => (await calls.hashes({ origin: of, from, to })).hashes,
    heads: async (of, keys) => (await calls.heads({ origin: of, keys: [...keys] })).heads,
    chainEnds: async (of, keys) => (await calls.chainEnds({ origin: of, keys: [...keys] })).ends,
    checkpoint: (of) => calls.checkpoint({ origin: of }),
    knownEntries: async (of, entries) => (await calls.knownEntries({ origin: of, entries: [...entries] })).known,
    leaves: async (from, to) => (await calls.leaves({ from, to })).leaves,
    latest: (of, about) => calls.latest({ origin: of, name: about }),
    index: (about) => calls.index({ name: about }),
    keys: () => calls.keys({}),
    organizationKey: async (org) => (await calls.organizationKey({ org })).key,
  }
}
