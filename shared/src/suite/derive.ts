/** HKDF-SHA-256 (RFC 5869) and HMAC-SHA-256 (RFC 2104) over WebCrypto. */
import type { Bytes } from "../bytes/index.ts"

/** `ikm` is bytes or an HKDF key that allows deriveBits; an empty salt is zero length; `length` in bytes. */
export async function hkdf(ikm: Bytes | CryptoKey, salt: Bytes, info: Bytes, length: number): Promise<Bytes> {
  const key = ikm instanceof CryptoKey ? ikm : await crypto.subtle.importKey("raw", ikm, "HKDF", false, ["deriveBits"])
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, key, length * 8))
}

export async function hmac(key: Bytes, message: Bytes): Promise<Bytes> {
  const algorithm = { name: "HMAC", hash: "SHA-256" }
  // WebCrypto refuses an empty key; RFC 2104 pads a short key with zeros to the block, so one zero byte is the same key.
  const raw = key.length === 0 ? new Uint8Array(1) : key
  const imported = await crypto.subtle.importKey("raw", raw, algorithm, false, ["sign"])
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, message))
}
