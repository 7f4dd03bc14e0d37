/**
 * Sessions and the proof that each request carries (docs/PROTOCOL.md §9).
 * Promises: a token is recognised only by its hash; a proof counts once, within two minutes, for exactly this request.
 */
import { createPublicKey, hash, randomBytes, verify } from "node:crypto"
import type { KeyObject } from "node:crypto"
import { concat, fromBase64url, label, utf8 } from "@smp/shared/bytes"
import type { SessionStore, StoredSession } from "../data/session.store.ts"
import { refuseRequest } from "./refusal.ts"

export interface LiveSession extends StoredSession {
  readonly address: string
  /** `name/version` of this request, as the client named itself. */
  readonly client?: string | null
}
export interface ProvedRequest {
  readonly method: string
  /** Path and query as received. */
  readonly target: string
  readonly bodyDigest: Uint8Array
  /** Value of SMP-Proof. */
  readonly proof: string | null
}

const PROOF_WINDOW_MS = 120_000
const IDLE_MS = 8 * 3600_000
const ABSOLUTE_MS = 12 * 3600_000
const TRUSTED_MS = 30 * 24 * 3600_000
const TOUCH_EVERY_MS = 60_000
const REVOKED_WITHIN_MS = 5_000
/** What a clock that is set right may go back. */
const CLOCK_MS = 10 * 60_000
const MOST_CACHED = 5_000
const P256_HEAD = Buffer.from("3059301306072a8648ce3d020106082a8648ce3d030107034200", "hex")

export type Sessions = ReturnType<typeof sessionsService>

interface Cached {
  session: LiveSession
  key: KeyObject
  checkedAt: number
  touchedAt: number
}

export function sessionsService(parts: {
  store: SessionStore
  addressOf: (identity: string) => Promise<string | null>
  now: () => number
}) {
  const { store, now } = parts
  const cache = new Map<string, Cached>()
  const usedProofs = usedOnce(now)

  const load = async (id: string): Promise<Cached | null> => {
    const known = cache.get(id)
    // Revocation by another process is noticed within five seconds.
    if (known !== undefined && Math.abs(now() - known.checkedAt) < REVOKED_WITHIN_MS) return known
    const session = await store.find(id)
    const address = session === null ? null : await parts.addressOf(session.identity)
    if (session === null || address === null) {
      cache.delete(id)
      return null
    }
    const key = known?.key ?? importProofKey(session.proofKey)
    const cached = {
      session: { ...session, address },
      key,
      checkedAt: now(),
      touchedAt: known?.touchedAt ?? session.lastUsedAt,
    }
    if (cache.size >= MOST_CACHED) cache.delete(cache.keys().next().value ?? "")
    cache.set(id, cached)
    return cached
  }
  return {
    start: async (input: {
      identity: string
      device: string
      proofKey: Uint8Array
      trusted: boolean
    }): Promise<{ token: string; session: StoredSession }> => {
      const token = randomBytes(32).toString("base64url")
      const at = now()
      const session: StoredSession = {
        id: hash("sha256", token, "base64url"),
        identity: input.identity,
        device: input.device,
        proofKey: input.proofKey,
        startedAt: at,
        lastUsedAt: at,
        idleMs: input.trusted ? TRUSTED_MS : IDLE_MS,
        absoluteEnd: at + (input.trusted ? TRUSTED_MS : ABSOLUTE_MS),
      }
      await store.add(session)
      return { token, session }
    },
    /** @throws Refusal session.required, session.proof_refused */
    recognise: async (token: string, request: ProvedRequest): Promise<LiveSession> => {
      const cached = await load(hash("sha256", token, "base64url"))
      const at = now()
      if (cached === null) return refuseRequest("session.required")
      const { session } = cached
      if (isOver(cached, at)) return refuseRequest("session.required")
      checkProof(cached, request, { at, usedProofs })
      if (at - cached.touchedAt > TOUCH_EVERY_MS) {
        cached.touchedAt = at
        await store.touch(session.id, at)
      }
      return session
    },
    /** Neither ended nor run out; without a proof, for answers that go on after the question. */
    isLive: async (id: string): Promise<boolean> => {
      const cached = await load(id)
      return cached !== null && !isOver(cached, now())
    },
    list: (identity: string) => store.of(identity),
    end: async (identity: string, id: string): Promise<void> => {
      cache.delete(id)
      await store.remove(identity, id)
    },
    endOthers: async (identity: string, keep: string | null): Promise<void> => {
      for (const [id, { session }] of cache) if (session.identity === identity && id !== keep) cache.delete(id)
      await store.removeOthers(identity, keep)
    },
    sweep: (at: number) => store.removeEnded(at),
  }
}

/** One that begins later than now is of a clock that was wrong: its end would be too. */
const isOver = ({ session, touchedAt }: Cached, at: number): boolean =>
  at > session.absoluteEnd || at - touchedAt > session.idleMs || session.startedAt > at + CLOCK_MS

/** The point as SubjectPublicKeyInfo (RFC 5480): a fixed head, then its 65 bytes. @throws Error: not on the curve */
function importProofKey(point: Uint8Array): KeyObject {
  if (point.length !== 65) throw new Error("no P-256 point")
  return createPublicKey({ key: Buffer.concat([P256_HEAD, point]), format: "der", type: "spki" })
}

/** @throws Refusal request.malformed for a point that is not on the curve */
export function checkProofKey(point: Uint8Array): void {
  try {
    importProofKey(point)
  } catch {
    refuseRequest("request.malformed", "The proof key is not a P-256 point.")
  }
}

/** At once: the way to another thread and back costs the event loop about as much (docs/adr/0007). */
function checkProof(
  cached: Cached,
  request: ProvedRequest,
  guard: { at: number; usedProofs: (nonce: string) => boolean },
): void {
  const raw = Buffer.from(request.proof ?? "", "base64url")
  if (raw.length !== 88) refuseRequest("session.proof_refused")
  const time = Number(raw.readBigUInt64BE(0))
  const nonce = new Uint8Array(raw.subarray(8, 24))
  if (Math.abs(guard.at - time) > PROOF_WINDOW_MS) refuseRequest("session.proof_refused")
  const message = concat(
    label("request"),
    fromBase64url(cached.session.id),
    utf8(`${request.method} ${request.target}\n`),
    request.bodyDigest,
    new Uint8Array(raw.subarray(0, 8)),
    nonce,
  )
  const isRight = verify("sha256", message, cached.key, derSignature(raw.subarray(24)))
  if (!isRight || guard.usedProofs(`${cached.session.id}${Buffer.from(nonce).toString("base64url")}`))
    refuseRequest("session.proof_refused")
}

/**
 * r and s of an ECDSA signature as DER (RFC 3279 §2.2.3), which a bare key takes: with the key and its encoding in an
 * object, Node spends more on looking at the object than on everything else before the thread pool.
 */
function derSignature(rs: Buffer): Buffer {
  const half = rs.length / 2
  const numbers = [rs.subarray(0, half), rs.subarray(half)].map(derInteger)
  const length = numbers.reduce((sum, number) => sum + number.length, 0)
  return Buffer.concat([Buffer.of(0x30, length), ...numbers])
}

/** Without leading zeros, but for one before a number that would else be negative. */
function derInteger(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0)
  const digits = first < 0 ? Buffer.of(0) : bytes.subarray(first)
  const isNegative = (digits[0] ?? 0) > 127
  return Buffer.concat([Buffer.of(2, digits.length + (isNegative ? 1 : 0)), Buffer.alloc(isNegative ? 1 : 0), digits])
}

/** Two generations of nonces, each two windows long: nothing is forgotten while it could still be replayed. */
function usedOnce(now: () => number): (nonce: string) => boolean {
  let [current, previous] = [new Set<string>(), new Set<string>()]
  let turned = now()
  return (nonce) => {
    if (now() - turned > 2 * PROOF_WINDOW_MS) {
      previous = current
      current = new Set()
      turned = now()
    }
    if (current.has(nonce) || previous.has(nonce)) return true
    current.add(nonce)
    return false
  }
}
