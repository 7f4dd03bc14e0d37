/**
 * The key ring: the private halves and what a fresh client must remember, sealed under the account key
 * (docs/PROTOCOL.md §2.2).
 * Promises: written only by compare-and-swap, and a lost race is merged by repeating the change on what the server
 * holds; a ring older than the newest one seen here is refused.
 * Never: leaves this process unsealed.
 */
import * as z from "zod/mini"
import {
  concat,
  decodeCbor,
  encodeCbor,
  fromBase64url,
  label,
  refuse,
  sha256,
  toBase64url,
  utf8,
} from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { hkdf, seal, unseal } from "../suite/index.ts"
import { identityId, organizationId, principalId, unlockerId, unlockerKind } from "../wire/index.ts"
import type { IdentityId } from "../wire/index.ts"

const binary = z.custom<Bytes>((value) => value instanceof Uint8Array)
const suite = z.union([z.literal(1), z.literal(2)])
/** Private halves beside their own signed statement: whoever opens the ring can check them without asking a server. */
const statement = z.strictObject({ b: binary, k: binary, s: binary, o: z.nullable(binary) })
const heldSet = z.strictObject({ suite, kid: binary, kem: binary, sig: binary, at: z.int(), st: statement })
export type HeldSet = z.infer<typeof heldSet>

const ringBody = z.strictObject({
  v: z.literal(1),
  idn: identityId,
  addr: z.string(),
  ver: z.int(),
  /** SHA-256 of the sealed ring before this one. */
  prev: z.nullable(binary),
  /** Newest first; old ones are kept to read. */
  sets: z.array(heldSet).check(z.minLength(1)),
  groups: z.array(z.never()),
  /** Draft key. */
  dk: binary,
  /** Pinned logs: [origin, key, VRF key, size, root]. */
  seen: z.array(z.tuple([z.string(), binary, z.nullable(binary), z.int(), binary])),
  /** [unl, kind, public KEM key] of every way to unlock. */
  unlockers: z.array(z.tuple([unlockerId, unlockerKind, binary])),
  /** Root keys of organizations that this person administers. */
  roots: z.array(z.strictObject({ org: organizationId, set: heldSet })),
  /** Newest policy seen per organization: [org, root prn, root kid, ver, policy hash]. */
  policies: z.array(z.tuple([organizationId, principalId, binary, z.int(), binary])),
  /** [ver, SHA-256] of the sealed contact pins at the last write of the ring. */
  pins: z.nullable(z.tuple([z.int(), binary])),
})
export type RingBody = z.infer<typeof ringBody>

const MAX_RING = 1 << 20

export interface SealedRing {
  readonly ver: number
  readonly akv: number
  readonly box: Bytes
}

async function ringKey(accountKey: Bytes, idn: IdentityId): Promise<Bytes> {
  return hkdf(accountKey, new Uint8Array(), concat(label("ring-key"), utf8(idn)), 32)
}

export async function sealRing(body: RingBody, accountKey: Bytes, akv: number): Promise<SealedRing> {
  const box = await seal(await ringKey(accountKey, body.idn), "ring", [body.idn, body.ver, akv], encodeCbor(body))
  return { ver: body.ver, akv, box }
}

/** @throws ProtocolError open-failed. */
export async function openRing(sealed: SealedRing, accountKey: Bytes, idn: IdentityId): Promise<RingBody> {
  const plain = await unseal(await ringKey(accountKey, idn), "ring", [idn, sealed.ver, sealed.akv], sealed.box)
  const parsed = ringBody.safeParse(decodeCbor(plain, MAX_RING))
  if (!parsed.success) return refuse("open-failed", "ring body")
  if (parsed.data.idn !== idn || parsed.data.ver !== sealed.ver)
    return refuse("open-failed", "ring of another identity")
  return parsed.data
}

export const ringHash = (sealed: SealedRing): Bytes => sha256(sealed.box)

export function ringFromText(text: { ver: number; akv: number; box: string }): SealedRing {
  return { ver: text.ver, akv: text.akv, box: fromBase64url(text.box) }
}

export function ringToText(sealed: SealedRing): { ver: number; akv: number; box: string } {
  return { ver: sealed.ver, akv: sealed.akv, box: toBase64url(sealed.box) }
}
