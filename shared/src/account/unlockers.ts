/**
 * Ways to unlock the account key (docs/PROTOCOL.md §2.2): each is an HPKE key pair derived from a secret, and a box to
 * its public half. Because the ring lists the public halves, any device can rewrite every box.
 * Promises: a box opens only for the identity, kind, unlocker and key version it was made for, and only if an own key
 * signed it.
 */
import {
  concat,
  decodeCbor,
  encodeCbor,
  equalBytes,
  fromBase64url,
  label,
  newId,
  readMap,
  refuse,
  toBase64url,
  utf8,
} from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import { hkdf, hpkeOpenWith, hpkeSealTo, kemKeyFromSeed, sign, verify } from "../suite/index.ts"
import type { KeySet, PublicKeySet } from "../suite/index.ts"
import { unlockerId } from "../wire/index.ts"
import type { IdentityId, UnlockerId, UnlockerKind, UnlockerText } from "../wire/index.ts"

const NOTHING = new Uint8Array()

/** A secret that opens one unlocker. `key`: the derived `uk`, or a device's non-extractable HKDF key. */
export interface UnlockerSecret {
  readonly idn: IdentityId
  readonly unl: UnlockerId
  readonly kind: UnlockerKind
  readonly key: Bytes | CryptoKey
}

/** [unl, kind, public KEM key]: how the ring lists it. */
export type UnlockerEntry = readonly [UnlockerId, UnlockerKind, Bytes]

export const newUnlockerId = (): UnlockerId => unlockerId.parse(newId("unl"))

/** uk from OPAQUE's export key (64 bytes). */
export const passwordKey = (idn: IdentityId, exportKey: Bytes): Promise<Bytes> =>
  hkdf(exportKey, NOTHING, concat(label("unlock/password"), utf8(idn)), 32)

/** uk from a checked recovery code: its first 25 characters. */
export const recoveryKey = (idn: IdentityId, code: string): Promise<Bytes> =>
  hkdf(utf8(code.slice(0, 25)), NOTHING, concat(label("unlock/recovery"), utf8(idn)), 32)

async function kemOf(secret: UnlockerSecret): Promise<Awaited<ReturnType<typeof kemKeyFromSeed>>> {
  const info = concat(label("unlock-kem"), utf8(secret.idn), utf8(secret.unl))
  return kemKeyFromSeed(await hkdf(secret.key, NOTHING, info, 32))
}

export async function unlockerEntry(secret: UnlockerSecret): Promise<UnlockerEntry> {
  return [secret.unl, secret.kind, (await kemOf(secret)).pub]
}

interface BoxContext {
  readonly idn: IdentityId
  readonly akv: number
}

const boxInfo = ({ idn, akv }: BoxContext, kind: UnlockerKind, unl: UnlockerId) =>
  concat(label("unlock"), encodeCbor([idn, kind, unl, akv]))

/** Seals the account key to an unlocker; `signer` is the newest own key set. */
export async function sealUnlocker(
  entry: UnlockerEntry,
  context: BoxContext,
  parts: { accountKey: Bytes; signer: KeySet },
): Promise<UnlockerText> {
  const [unl, kind, pub] = entry
  const statement = encodeCbor({ v: 1, idn: context.idn, kind, unl, akv: context.akv, ak: parts.accountKey })
  const { k, s } = await sign("unlocker", parts.signer, statement)
  const { enc, ct } = await hpkeSealTo(
    pub,
    boxInfo(context, kind, unl),
    NOTHING,
    encodeCbor({ ak: parts.accountKey, k, s }),
  )
  return { unl, kind, akv: context.akv, pub: toBase64url(pub), box: toBase64url(encodeCbor([enc, ct])) }
}

export interface OpenedUnlocker {
  readonly accountKey: Bytes
  /** To be verified with a key of the ring that the account key opens: only then is the box one of ours. */
  readonly signed: SignedObject
}

/** @throws ProtocolError open-failed for every kind of failure. */
export async function openUnlocker(secret: UnlockerSecret, text: UnlockerText): Promise<OpenedUnlocker> {
  if (text.unl !== secret.unl || text.kind !== secret.kind) refuse("open-failed", "unlocker of another kind")
  const context = { idn: secret.idn, akv: text.akv }
  const pair = decodeCbor(fromBase64url(text.box), 4096)
  const [enc, ct] = Array.isArray(pair) && pair.length === 2 ? (pair as [unknown, unknown]) : [null, null]
  if (!(enc instanceof Uint8Array) || !(ct instanceof Uint8Array)) return refuse("open-failed", "unlocker box")
  const { key } = await kemOf(secret)
  const plain = await hpkeOpenWith(key, enc as Bytes, ct as Bytes, boxInfo(context, text.kind, text.unl), NOTHING)
  const { ak, k, s } = readMap(decodeCbor(plain, 1024), ["ak", "k", "s"]) as Record<"ak" | "k" | "s", Bytes>
  if (!(ak instanceof Uint8Array) || ak.length !== 32) refuse("open-failed", "account key")
  const body = encodeCbor({ v: 1, idn: secret.idn, kind: text.kind, unl: text.unl, akv: text.akv, ak })
  return { accountKey: ak, signed: { b: body, k, s } }
}

/** The box was made by a holder of one of these own keys. @throws ProtocolError open-failed. */
export async function verifyUnlocker(opened: OpenedUnlocker, ownSets: readonly PublicKeySet[]): Promise<void> {
  const signer = ownSets.find((set) => equalBytes(set.kid, opened.signed.k))
  if (signer === undefined) return refuse("open-failed", "unlocker signed by a foreign key")
  await verify("unlocker", signer, opened.signed)
}
