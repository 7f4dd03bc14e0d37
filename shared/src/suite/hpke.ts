/** HPKE (RFC 9180), Base mode, single shot (docs/PROTOCOL.md §1.3). */
import type { CipherSuite, KeyPair } from "hpke"
import { copyBytes, demand, refuse } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import type { KeySet, PublicKeySet } from "./key-sets.ts"
import { hpkeOf, SUITE_LENGTHS, xWingInScript } from "./suites.ts"
import type { SuiteId } from "./suites.ts"

/** A loaded KEM key pair; what is inside depends on the platform. */
export interface KemKey {
  readonly suite: SuiteId
  readonly pair: KeyPair
  /** The engine that made the pair, where it is not the platform's own. */
  readonly engine?: CipherSuite
}

export interface HpkeBox {
  readonly enc: Bytes
  readonly ct: Bytes
}

/** A box and what it is bound to. */
export type BoundBox = [enc: Bytes, ct: Bytes, info: Bytes, aad: Bytes]

/** Seals to a verified key. Throws open-failed when the public key is not one of its suite. */
export function hpkeSeal(publicSet: PublicKeySet, info: Bytes, aad: Bytes, plaintext: Bytes): Promise<HpkeBox> {
  return sealWith(publicSet.suite, publicSet.kem, { info, aad }, plaintext)
}

/** Throws open-failed on every failure. */
export function hpkeOpen(keySet: KeySet, ...box: BoundBox): Promise<Bytes> {
  return hpkeOpenWith(keySet.kemKey, ...box)
}

/**
 * The X-Wing pair that DeriveKeyPair (draft-ietf-hpke-pq) makes of a 32-byte secret: what unlockers are sealed to.
 * Not for the stored private half of a key set, which is the serialized key itself.
 */
export async function kemKeyFromSeed(seed: Bytes): Promise<{ pub: Bytes; key: KemKey }> {
  demand(seed.length === 32, "KEM seed")
  const { engine, pair } = await derivePair(seed)
  return { pub: copyBytes(await engine.SerializePublicKey(pair.publicKey)), key: { suite: 1, pair, engine } }
}

/** A browser may have all of X-Wing but the SHAKE256 that DeriveKeyPair needs: then the script does it. */
async function derivePair(seed: Bytes): Promise<{ engine: CipherSuite; pair: KeyPair }> {
  const native = await hpkeOf(1)
  try {
    return { engine: native, pair: await native.DeriveKeyPair(seed, false) }
  } catch {
    const engine = await xWingInScript()
    return { engine, pair: await engine.DeriveKeyPair(seed, false) }
  }
}

/** Seals to a bare X-Wing public key. */
export function hpkeSealTo(pub: Bytes, info: Bytes, aad: Bytes, plaintext: Bytes): Promise<HpkeBox> {
  return sealWith(1, pub, { info, aad }, plaintext)
}

/** Throws open-failed on every failure. */
export async function hpkeOpenWith(key: KemKey, ...[enc, ct, info, aad]: BoundBox): Promise<Bytes> {
  const engine = key.engine ?? (await hpkeOf(key.suite))
  try {
    return copyBytes(await engine.Open(key.pair, enc, ct, { info, aad }))
  } catch {
    return refuse("open-failed", "HPKE")
  }
}

async function sealWith(
  suite: SuiteId,
  pub: Bytes,
  bound: { info: Bytes; aad: Bytes },
  plaintext: Bytes,
): Promise<HpkeBox> {
  demand(pub.length === SUITE_LENGTHS[suite].kem, "KEM public key length")
  const engine = await hpkeOf(suite)
  try {
    const box = await engine.Seal(await engine.DeserializePublicKey(pub), plaintext, bound)
    return { enc: copyBytes(box.encapsulatedSecret), ct: copyBytes(box.ciphertext) }
  } catch {
    return refuse("open-failed", "KEM public key")
  }
}
