/**
 * The record of what happened to a message, with its proofs (docs/PROTOCOL.md §7.3). Values are loose on purpose: a row
 * that was changed to nonsense must reach the check that names it.
 */
import * as z from "zod/mini"
import { bytes, bytesOf, count, signedObject } from "./primitives.ts"

const text = z.string().check(z.maxLength(300))

export const historyEvent = z.object({
  kind: text,
  at: z.int(),
  obj: z.nullable(text),
  client: z.nullable(text),
  evidence: z.nullable(signedObject),
  /** null: not in a chain, as "queued" is not. */
  entry: z.nullable(
    z.object({
      n: z.int(),
      prev: bytesOf(32),
      salt: bytesOf(32),
      /** As the server's row says; what counts is computed. */
      hash: bytesOf(32),
      /** null: no leaf covers it. */
      place: z.nullable(
        z.object({ leaf: z.int(), position: z.int(), path: z.array(bytesOf(32)).check(z.maxLength(32)) }),
      ),
    }),
  ),
})
export type HistoryEventText = z.infer<typeof historyEvent>

/**
 * GET /api/messages/{id}/history?from= : the chains that the asker may see, by name: an address, "answers " and an
 * address, "" for the message as a whole.
 */
export const history = z.object({
  chains: z.array(z.object({ name: text, events: z.array(historyEvent), head: signedObject })),
  /** The slip's leaf, and every leaf that `chains` names: its row, and its path under the checkpoint. */
  leaves: z.array(
    z.object({ index: count, stored: z.nullable(bytes(512)), path: z.array(bytesOf(32)).check(z.maxLength(64)) }),
  ),
  /** Keys that hold the message and that the slip does not name, of these chains' people. */
  records: z.array(signedObject),
  checkpoint: z.string().check(z.maxLength(16_384)),
  next: z.nullable(count),
})
export type HistoryReply = z.infer<typeof history>
