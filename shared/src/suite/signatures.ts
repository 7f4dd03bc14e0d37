/** Signatures over labelled bodies (docs/PROTOCOL.md §1.4): Ed25519 (RFC 8032) or ECDSA P-256 with SHA-256. */
import { concat, demand, equalBytes, label, refuse, u16 } from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import type { KeySet, PublicKeySet } from "./key-sets.ts"
import { verifyAtOnce } from "./node-verify.ts"
import type { SuiteId } from "./suites.ts"

const SIGNATURE_LENGTH = 64
const ECDSA = { name: "ECDSA", hash: "SHA-256" } as const

/** Signs L(label) || u16(suite) || kid || body. */
export async function sign(labelName: string, keySet: KeySet, body: Bytes): Promise<SignedObject> {
  return { b: body, k: keySet.kid, s: await signBytes(keySet, signedBytes(labelName, keySet, body)) }
}

/** Verifies over the received bytes. Throws open-failed unless this key signed exactly this under this label. */
export async function verify(labelName: string, publicSet: PublicKeySet, signed: SignedObject): Promise<void> {
  demand(equalBytes(signed.k, publicSet.kid), `${labelName}: another signer`)
  const message = signedBytes(labelName, publicSet, signed.b)
  if (!(await verifyBytes(publicSet, message, signed.s))) refuse("open-failed", `${labelName}: signature`)
}

function signedBytes(labelName: string, publicSet: PublicKeySet, body: Bytes): Bytes {
  return concat(label(labelName), u16(publicSet.suite), publicSet.kid, body)
}

export async function signBytes(keySet: Pick<KeySet, "suite" | "signKey">, message: Bytes): Promise<Bytes> {
  const algorithm = keySet.suite === 1 ? "Ed25519" : ECDSA
  return new Uint8Array(await crypto.subtle.sign(algorithm, keySet.signKey, message))
}

export async function verifyBytes(
  key: { suite: SuiteId; sig: Bytes },
  message: Bytes,
  signature: Bytes,
): Promise<boolean> {
  if (signature.length !== SIGNATURE_LENGTH) return false
  try {
    const atOnce = key.suite === 1 ? verifyAtOnce(key.sig, message, signature) : null
    return atOnce ?? (await verifyByWebCrypto(key, message, signature))
  } catch {
    return false
  }
}

/** What a page does. @throws DOMException when `sig` is no key */
export async function verifyByWebCrypto(
  key: { suite: SuiteId; sig: Bytes },
  message: Bytes,
  signature: Bytes,
): Promise<boolean> {
  return crypto.subtle.verify(key.suite === 1 ? "Ed25519" : ECDSA, await imported(key), signature, message)
}

/** Statements are read once and used often: the same array of bytes is the same key. */
const known = new WeakMap<Bytes, { suite: SuiteId; key: Promise<CryptoKey> }>()

function imported({ suite, sig }: { suite: SuiteId; sig: Bytes }): Promise<CryptoKey> {
  const held = known.get(sig)
  if (held?.suite === suite) return held.key
  const algorithm = suite === 1 ? "Ed25519" : { name: "ECDSA", namedCurve: "P-256" }
  const key = crypto.subtle.importKey("raw", sig, algorithm, false, ["verify"])
  known.set(sig, { suite, key })
  return key
}

/** Ed25519 over bare bytes, without a label: for signed notes alone. */
export async function signRaw(signKey: CryptoKey, message: Bytes): Promise<Bytes> {
  return signBytes({ suite: 1, signKey }, message)
}

/** Throws open-failed unless `pub` (Ed25519) signed these bytes. */
export async function verifyRaw(pub: Bytes, message: Bytes, signature: Bytes): Promise<void> {
  demand(await verifyBytes({ suite: 1, sig: pub }, message, signature), "note signature")
}
