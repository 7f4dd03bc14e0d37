/** Signatures over labelled bodies (docs/PROTOCOL.md §1.4): Ed25519 (RFC 8032) or ECDSA P-256 with SHA-256. */
import { concat, demand, equalBytes, label, nodeCrypto, refuse, toBase64url, u16 } from "../bytes/index.ts"
import type { Bytes, NodeKey, SignedObject } from "../bytes/index.ts"
import type { KeySet, PublicKeySet } from "./key-sets.ts"
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
    if (nodeCrypto !== null && key.suite === 1)
      return nodeCrypto.verify(null, message, nodeKey(nodeCrypto, key.sig), signature)
    return await crypto.subtle.verify(key.suite === 1 ? "Ed25519" : ECDSA, await imported(key), signature, message)
  } catch {
    return false
  }
}

const nodeKeys = new WeakMap<Bytes, NodeKey>()

/** In Node at once: WebCrypto takes the work to another thread, which costs as much as the work. */
function nodeKey(node: NonNullable<typeof nodeCrypto>, sig: Bytes): NodeKey {
  const held = nodeKeys.get(sig)
  if (held !== undefined) return held
  const key = node.createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: toBase64url(sig) }, format: "jwk" })
  nodeKeys.set(sig, key)
  return key
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
