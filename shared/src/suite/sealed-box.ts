/** SEAL: the one symmetric box, key-committing, with a key of its own for every box (docs/PROTOCOL.md §1.5). */
import { concat, demand, encodeCbor, equalBytes, label, randomBytes, refuse } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { hkdf } from "./derive.ts"

const VERSION = 1
const RANDOM_END = 33
const COMMITMENT_END = 65
/** How many bytes a box is longer than its plaintext. */
export const SEAL_OVERHEAD = 81

interface BoxKeys {
  readonly key: Bytes
  readonly nonce: Bytes
  readonly commitment: Bytes
  readonly context: Bytes
}

async function deriveBoxKeys(key: Bytes | CryptoKey, context: Bytes, r: Bytes): Promise<BoxKeys> {
  const okm = await hkdf(key, r, concat(label("seal"), context), 76)
  return { key: okm.slice(0, 32), nonce: okm.slice(32, 44), commitment: okm.slice(44), context }
}

/** Seals under a 32-byte key or a non-extractable HKDF key; `context` says whose box it is. */
export function seal(
  key: Bytes | CryptoKey,
  labelName: string,
  context: readonly unknown[],
  plaintext: Bytes,
): Promise<Bytes> {
  return sealWith(key, concat(label(labelName), encodeCbor(context)), plaintext, randomBytes(32))
}

/** The box for a given random value: for published vectors; every other box is made by `seal`. */
export async function sealWith(key: Bytes | CryptoKey, context: Bytes, plaintext: Bytes, r: Bytes): Promise<Bytes> {
  const keys = await deriveBoxKeys(key, context, r)
  const aes = await crypto.subtle.importKey("raw", keys.key, "AES-GCM", false, ["encrypt"])
  const algorithm = { name: "AES-GCM", iv: keys.nonce, additionalData: context }
  const sealed = await crypto.subtle.encrypt(algorithm, aes, plaintext)
  return concat(Uint8Array.of(VERSION), r, keys.commitment, new Uint8Array(sealed))
}

/** Throws open-failed on every failure. */
export async function unseal(
  key: Bytes | CryptoKey,
  labelName: string,
  context: readonly unknown[],
  box: Bytes,
): Promise<Bytes> {
  demand(box.length >= SEAL_OVERHEAD && box[0] === VERSION, "box form")
  const keys = await deriveBoxKeys(key, concat(label(labelName), encodeCbor(context)), box.slice(1, RANDOM_END))
  demand(equalBytes(keys.commitment, box.subarray(RANDOM_END, COMMITMENT_END)), "box commitment")
  const aes = await crypto.subtle.importKey("raw", keys.key, "AES-GCM", false, ["decrypt"])
  const algorithm = { name: "AES-GCM", iv: keys.nonce, additionalData: keys.context }
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, aes, box.subarray(COMMITMENT_END)))
  } catch {
    return refuse("open-failed", "box tag")
  }
}
