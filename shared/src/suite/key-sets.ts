/** Key sets: a signature pair and a KEM pair that are named together (docs/PROTOCOL.md §2.1). */
import type { KeyPair } from "hpke"
import {
  concat,
  copyBytes,
  demand,
  equalBytes,
  fromBase64url,
  hash,
  label,
  ProtocolError,
  randomBytes,
  refuse,
  toCrockford,
  u16,
} from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { hpkeOpen, hpkeSeal } from "./hpke.ts"
import type { KemKey } from "./hpke.ts"
import { signBytes, verifyBytes } from "./signatures.ts"
import { hpkeOf } from "./suites.ts"
import type { SuiteId } from "./suites.ts"

export interface PublicKeySet {
  readonly suite: SuiteId
  /** H("key-set", u16(suite), sig, kem). */
  readonly kid: Bytes
  readonly sig: Bytes
  readonly kem: Bytes
}

/** The private halves as the ring stores them: KEM seed or scalar[32]; Ed25519 seed[32] or PKCS#8. */
export interface KeySetSecret {
  readonly suite: SuiteId
  readonly kem: Bytes
  readonly sig: Bytes
}

export interface KeySet extends PublicKeySet {
  readonly signKey: CryptoKey
  readonly kemKey: KemKey
}

const ED25519_PKCS8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20)
const P256 = { name: "ECDSA", namedCurve: "P-256" } as const

export function kidOf(suite: SuiteId, sig: Bytes, kem: Bytes): Bytes {
  return hash("key-set", u16(suite), sig, kem)
}

/** For people: the first 20 bytes in 8 groups of 4 characters. */
export function showKid(kid: Bytes): string {
  return (toCrockford(kid.subarray(0, 20)).toUpperCase().match(/.{4}/g) ?? []).join(" ")
}

/** A new key set; `secret` is for the ring alone, the handles in `keySet` cannot be exported. */
export async function generateKeySet(suite: SuiteId = 1): Promise<{ keySet: KeySet; secret: KeySetSecret }> {
  const engine = await hpkeOf(suite)
  const pair = await engine.GenerateKeyPair(true)
  const signing = suite === 1 ? await generateEd25519() : await generateP256()
  const secret = { suite, kem: copyBytes(await engine.SerializePrivateKey(pair.privateKey)), sig: signing.secret }
  const kem = copyBytes(await engine.SerializePublicKey(pair.publicKey))
  const publicSet = { suite, kid: kidOf(suite, signing.pub, kem), sig: signing.pub, kem }
  return { keySet: await importKeySet(secret, publicSet), secret }
}

/** Loads private halves and proves that they belong to the public ones. Throws open-failed when they do not. */
export async function loadKeySet(secret: KeySetSecret, publicSet: PublicKeySet): Promise<KeySet> {
  const { suite, sig, kem, kid } = publicSet
  demand(secret.suite === suite && equalBytes(kid, kidOf(suite, sig, kem)), "key id")
  try {
    const keySet = await importKeySet(secret, publicSet)
    await selfTest(keySet)
    return keySet
  } catch (error) {
    return refuse("open-failed", error instanceof ProtocolError ? error.reason : "key set does not load")
  }
}

async function selfTest(keySet: KeySet): Promise<void> {
  const info = label("self-test")
  const sample = randomBytes(32)
  const { enc, ct } = await hpkeSeal(keySet, info, new Uint8Array(), sample)
  demand(equalBytes(await hpkeOpen(keySet, enc, ct, info, new Uint8Array()), sample), "KEM halves differ")
  const message = concat(info, sample)
  demand(await verifyBytes(keySet, message, await signBytes(keySet, message)), "signature halves differ")
}

async function importKeySet(secret: KeySetSecret, publicSet: PublicKeySet): Promise<KeySet> {
  const engine = await hpkeOf(secret.suite)
  const pair: KeyPair = {
    privateKey: await engine.DeserializePrivateKey(secret.kem, false),
    publicKey: await engine.DeserializePublicKey(publicSet.kem),
  }
  const { suite, kid, sig, kem } = publicSet
  return { suite, kid, sig, kem, signKey: await importSigningKey(secret), kemKey: { suite, pair } }
}

function importSigningKey(secret: KeySetSecret): Promise<CryptoKey> {
  if (secret.suite === 2) return crypto.subtle.importKey("pkcs8", secret.sig, P256, false, ["sign"])
  demand(secret.sig.length === 32, "signature seed")
  return crypto.subtle.importKey("pkcs8", concat(ED25519_PKCS8, secret.sig), "Ed25519", false, ["sign"])
}

/** An Ed25519 pair from its RFC 8032 seed, as logs use it: no key set, no KEM. */
export async function ed25519FromSeed(seed: Bytes): Promise<{ pub: Bytes; signKey: CryptoKey }> {
  demand(seed.length === 32, "signature seed")
  const key = await crypto.subtle.importKey("pkcs8", concat(ED25519_PKCS8, seed), "Ed25519", true, ["sign"])
  const { x } = await crypto.subtle.exportKey("jwk", key)
  return { pub: fromBase64url(x ?? ""), signKey: await importSigningKey({ suite: 1, kem: seed, sig: seed }) }
}

async function generateEd25519(): Promise<{ secret: Bytes; pub: Bytes }> {
  const secret = randomBytes(32)
  return { secret, pub: (await ed25519FromSeed(secret)).pub }
}

async function generateP256(): Promise<{ secret: Bytes; pub: Bytes }> {
  const pair = await crypto.subtle.generateKey(P256, true, ["sign", "verify"])
  const [secret, pub] = await Promise.all([
    crypto.subtle.exportKey("pkcs8", pair.privateKey),
    crypto.subtle.exportKey("raw", pair.publicKey),
  ])
  return { secret: new Uint8Array(secret), pub: new Uint8Array(pub) }
}
