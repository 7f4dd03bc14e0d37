/**
 * The client's own view of every log it has met (docs/PROTOCOL.md §7.2): per origin the key, and the largest checkpoint.
 * Promises: every new checkpoint is proved consistent with the pinned one before it counts; a smaller one, another key
 * or another history is refused.
 */
import * as z from "zod/mini"
import { decodeCbor, encodeCbor, equalBytes, fromBase64url, ProtocolError, refuse } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { isProblem } from "../client/index.ts"
import type { ApiClient, LocalStore, LogName } from "../client/index.ts"
import { advance, newPin, readCheckpoint, verifyConsistency } from "../log/index.ts"
import type { Checkpoint, Pin } from "../log/index.ts"

const binary = z.custom<Bytes>((value) => value instanceof Uint8Array)
const seenList = z.array(z.tuple([z.string(), binary, z.nullable(binary), z.int(), binary]))
export type SeenList = z.infer<typeof seenList>

/** A send needs the log's word of today (docs/PROTOCOL.md, H7). */
const FRESH_MS = 24 * 3600_000
/** Clock skew accepted (docs/PROTOCOL.md §10). */
const SKEW_MS = 10 * 60_000

interface LogAnswer {
  readonly log: LogName
  readonly origin: string
  readonly note: string
  /** What was known when the question was sent: answers may overtake each other, but none may go back behind this. */
  readonly notBelow: number
}

export interface LogPins {
  /** Origin of the platform's key log. */
  readonly keyLog: string
  /** Pins a log's keys at first use. @throws ProtocolError log-fork when other keys are pinned. */
  trust(origin: string, pub: Bytes, vrf: Bytes | null): Promise<void>
  pinOf(origin: string): Pin | null
  /** Entries of the log that are known; to be noted before a question whose answer goes to `accept`. */
  sizeOf(origin: string): number
  /** Reads a checkpoint note, proves it consistent with the pin and moves the pin forward. */
  accept(answer: LogAnswer): Promise<Checkpoint>
  /** The note belongs to the same history as the pin; the pin may be ahead of it or behind. Moves nothing. */
  isSameHistory(log: LogName, origin: string, note: string): Promise<Checkpoint>
  seen(): SeenList
}

const STORE_KEY = "log-pins"

interface LogParts {
  readonly client: Pick<ApiClient, "consistency">
  readonly store: LocalStore
  readonly keyLog: string
}

export async function openLogPins({ client, store, keyLog }: LogParts, fromRing: SeenList): Promise<LogPins> {
  const pins = new Map<string, Pin>()
  const queues = new Map<string, Promise<unknown>>()
  const held = await store.get(STORE_KEY)
  const local = held === null ? [] : seenList.parse(decodeCbor(held, 1 << 20))
  const path = async (log: LogName, from: number, to: number) => {
    if (from === to || from === 0) return []
    try {
      return (await client.consistency(log, from, to)).path.map(fromBase64url)
    } catch (error) {
      // Both sizes are signed: a log that does not reach them is not the one that was signed.
      if (isProblem(error, "log.range_refused")) return refuse("log-fork", "the log does not reach its own checkpoint")
      throw error
    }
  }
  /** Whichever is larger; throws log-fork unless it contains the other. */
  const joined = async (log: LogName, a: Pin, b: Pin): Promise<Pin> => {
    if (!equalBytes(a.pub, b.pub)) return refuse("log-fork", "two keys of one log")
    const [small, large] = a.size <= b.size ? [a, b] : [b, a]
    const proof = await path(log, small.size, large.size)
    if (small.size > 0) verifyConsistency(small.size, large.size, proof, small.root, large.root)
    return large
  }
  for (const [origin, pub, vrf, size, root] of [...fromRing, ...local]) {
    const pin = { origin, pub, vrf, size, root }
    const known = pins.get(origin)
    // The ring's view and this device's own must be of one history.
    pins.set(origin, known === undefined ? pin : await joined(logNameOf(origin), known, pin))
  }
  const seen = (): SeenList =>
    [...pins.values()].map(({ origin, pub, vrf, size, root }) => [origin, pub, vrf, size, root])
  const save = () => store.set(STORE_KEY, encodeCbor(seen()))

  const pinned = (origin: string): Pin =>
    pins.get(origin) ?? refuse("log-missing", `no key is known for the log ${origin}`)

  const acceptNow = async ({ log, origin, note, notBelow }: LogAnswer): Promise<Checkpoint> => {
    const pin = pinned(origin)
    const checkpoint = await readCheckpoint(note, origin, pin.pub)
    if (checkpoint.size < notBelow) refuse("log-rollback", `${origin}: ${checkpoint.size} after ${notBelow}`)
    if (checkpoint.size < pin.size) {
      // Another answer overtook this one: still the same history, but nothing to move forward to.
      verifyConsistency(
        checkpoint.size,
        pin.size,
        await path(log, checkpoint.size, pin.size),
        checkpoint.root,
        pin.root,
      )
      return checkpoint
    }
    const next = advance(pin, checkpoint, await path(log, pin.size, checkpoint.size))
    if (next.size !== pin.size) {
      pins.set(origin, next)
      await save()
    }
    return checkpoint
  }
  return {
    keyLog,
    pinOf: (origin) => pins.get(origin) ?? null,
    seen,
    trust: async (origin, pub, vrf) => {
      const known = pins.get(origin)
      if (known === undefined) {
        pins.set(origin, newPin(origin, pub, vrf))
        await save()
        return
      }
      const sameVrf = vrf === null || known.vrf === null || equalBytes(known.vrf, vrf)
      if (!equalBytes(known.pub, pub) || !sameVrf) refuse("log-fork", `another key for ${origin}`)
      if (known.vrf === null && vrf !== null) pins.set(origin, { ...known, vrf })
    },
    sizeOf: (origin) => pins.get(origin)?.size ?? 0,
    accept: (answer) => {
      const { origin } = answer
      const turn = (queues.get(origin) ?? Promise.resolve())
        .then(() => acceptNow(answer))
        .catch((error: unknown) => keepEvidence(store, answer, pins.get(origin), error))
      queues.set(
        origin,
        turn.catch(() => undefined),
      )
      return turn
    },
    isSameHistory: async (log, origin, note) => {
      const pin = pinned(origin)
      const checkpoint = await readCheckpoint(note, origin, pin.pub)
      const [small, large] = checkpoint.size <= pin.size ? [checkpoint, pin] : [pin, checkpoint]
      try {
        if (small.size > 0)
          verifyConsistency(small.size, large.size, await path(log, small.size, large.size), small.root, large.root)
        return checkpoint
      } catch (error) {
        return keepEvidence(store, { origin, note }, pin, error)
      }
    },
  }
}

const logNameOf = (origin: string): LogName => origin.slice(origin.lastIndexOf("/") + 1) as LogName

/** Two signed histories of one log convict it: the pin and the note that contradicts it stay on this device. */
async function keepEvidence(
  store: LocalStore,
  { origin, note }: Pick<LogAnswer, "origin" | "note">,
  pin: Pin | undefined,
  error: unknown,
): Promise<never> {
  if (error instanceof ProtocolError && error.code === "log-fork" && pin !== undefined) {
    await store.set(`log-fork/${origin}`, encodeCbor({ v: 1, size: pin.size, root: pin.root, pub: pin.pub, note }))
  }
  throw error
}

/** @throws ProtocolError log-missing when the log's word is older than a day or from the future. */
export function requireFresh(at: number, now: number): void {
  if (at < now - FRESH_MS) refuse("log-missing", "the log's word is older than 24 hours")
  if (at > now + SKEW_MS) refuse("log-missing", "the log's word is from the future: is the clock right?")
}
