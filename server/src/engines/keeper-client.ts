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

export interface LogKeeper {
  /**
   * Appends `leaves` as the entries from `from` on. Entries that are there already must be equal: so a repeated call
   * gets the same effect. No leaves: only a fresh checkpoint.
   * @throws CallRefused log.not_an_extension for a gap, another leaf than before, or a log that it does not keep.
   */
  append(origin: string, from: number, leaves: readonly Bytes[]): Promise<{ note: string; size: number }>
  /** A fresh signed note. */
  checkpoint(origin: string): Promise<{ note: string; size: number }>
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
const origin = z.string().max(255)
const name = z.string().max(254)
const note = z.strictObject({ note: z.string().max(16_384), size: count })
const proof = { proof: byteString(80), index: byteString(32) }

export const keeperContract = {
  append: {
    request: z.strictObject({ origin, from: count, leaves: z.array(byteString(256)).max(MOST_LEAVES) }),
    reply: note,
    isRepeatable: true,
  },
  checkpoint: { request: z.strictObject({ origin }), reply: note, isRepeatable: true },
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
    append: async (to, from, leaves) => {
      let answer = await calls.append({ origin: to, from, leaves: leaves.slice(0, MOST_LEAVES) })
      for (let sent = MOST_LEAVES; sent < leaves.length; sent += MOST_LEAVES) {
        answer = await calls.append({ origin: to, from: from + sent, leaves: leaves.slice(sent, sent + MOST_LEAVES) })
      }
      return answer
    },
    checkpoint: (of) => calls.checkpoint({ origin: of }),
    leaves: async (from, to) => (await calls.leaves({ from, to })).leaves,
    latest: (of, about) => calls.latest({ origin: of, name: about }),
    index: (about) => calls.index({ name: about }),
    keys: () => calls.keys({}),
    organizationKey: async (org) => (await calls.organizationKey({ org })).key,
  }
}
