/**
 * FLOE objects (C2SP FLOE: AES-256-GCM, HKDF-SHA-384, IV 32 bytes): key-committing, random access, bound to their
 * associated data (docs/PROTOCOL.md §3). All over WebCrypto; no buffer handed to it reaches 1 MiB.
 */
import { concat, demand, equalBytes, randomBytes, refuse, u32, u64, utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"

/** Lengths in bytes of a stored segment and of the plaintext in it. */
export const SEGMENT_STORED = 524_288
export const SEGMENT_PLAIN = 524_256
export const OBJECT_HEADER = 74
const OVERHEAD = 32
const IV_LENGTH = 32
const PARAMETERS_LENGTH = 10
const NOT_LAST = 0xff_ff_ff_ff

/** For published test vectors alone: other segment lengths, key rotation, fixed randomness. */
export interface FloeTuning {
  readonly segment?: number
  /** A new segment key every 2^rotation segments. */
  readonly rotation?: number
  readonly iv?: Bytes
  readonly nonce?: () => Bytes
}

export interface ObjectSealer {
  readonly header: Bytes
  /** Seals the plaintext of segment `index`: full for all but the last one. Throws open-failed on another length. */
  seal(segment: Bytes, index: number, isLast: boolean): Promise<Bytes>
}

export interface ObjectOpener {
  /** Opens the stored segment `index`. Throws open-failed on every failure. */
  open(stored: Bytes, index: number, isLast: boolean): Promise<Bytes>
}

interface Keys {
  readonly segment: number
  readonly header: Bytes
  segmentKey(index: number): Promise<CryptoKey>
}

/**
 * Prepares to seal one object under a 32-byte key that seals nothing else. `begun` is the header of an object whose
 * sealing goes on after an interruption; open-failed when it is of another key or associated data.
 */
export async function sealObject(
  key: Bytes,
  aad: Bytes,
  begun: Bytes | null = null,
  tuning: FloeTuning = {},
): Promise<ObjectSealer> {
  const iv = begun === null ? (tuning.iv ?? randomBytes(IV_LENGTH)) : ivOf(begun)
  const keys = await deriveKeys(key, aad, iv, tuning)
  demand(begun === null || equalBytes(keys.header, begun), "object key or associated data")
  const newNonce = tuning.nonce ?? ((): Bytes => randomBytes(12))
  const plain = keys.segment - OVERHEAD
  return {
    header: keys.header,
    async seal(segment, index, isLast) {
      demand(isLast ? segment.length <= plain : segment.length === plain, "segment length")
      const nonce = newNonce()
      const aes = await keys.segmentKey(index)
      const sealed = await crypto.subtle.encrypt(gcm(nonce, index, isLast), aes, segment)
      const stored = new Uint8Array(OVERHEAD + segment.length)
      stored.set(u32(isLast ? stored.length : NOT_LAST))
      stored.set(nonce, 4)
      stored.set(new Uint8Array(sealed), 16)
      return stored
    },
  }
}

/** Prepares to open an object. Throws open-failed unless key and associated data are those of its header. */
export async function openObject(
  key: Bytes,
  aad: Bytes,
  header: Bytes,
  tuning: FloeTuning = {},
): Promise<ObjectOpener> {
  const keys = await deriveKeys(key, aad, ivOf(header), tuning)
  demand(equalBytes(keys.header, header), "object key or associated data")
  return {
    async open(stored, index, isLast) {
      demand(
        isLast ? stored.length >= OVERHEAD && stored.length <= keys.segment : stored.length === keys.segment,
        "segment length",
      )
      const marker = new DataView(stored.buffer, stored.byteOffset).getUint32(0)
      demand(marker === (isLast ? stored.length : NOT_LAST), "segment marker")
      const aes = await keys.segmentKey(index)
      try {
        return new Uint8Array(
          await crypto.subtle.decrypt(gcm(stored.subarray(4, 16), index, isLast), aes, stored.subarray(16)),
        )
      } catch {
        return refuse("open-failed", "segment tag")
      }
    },
  }
}

function ivOf(header: Bytes): Bytes {
  demand(header.length === OBJECT_HEADER, "object header")
  return header.slice(PARAMETERS_LENGTH, PARAMETERS_LENGTH + IV_LENGTH)
}

function gcm(iv: Bytes, index: number, isLast: boolean): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: concat(u64(index), Uint8Array.of(isLast ? 1 : 0)) }
}

async function deriveKeys(key: Bytes, aad: Bytes, iv: Bytes, tuning: FloeTuning): Promise<Keys> {
  const { segment = SEGMENT_STORED, rotation = 20 } = tuning
  demand(key.length === 32 && iv.length === IV_LENGTH, "object key")
  const parameters = concat(Uint8Array.of(0, 0), u32(segment), u32(IV_LENGTH))
  const derive = expander(concat(parameters, iv), aad)
  const objectKey = await importHmac(key)
  const [tag, messageKey] = await Promise.all([
    derive(objectKey, utf8("HEADER_TAG:"), 32),
    derive(objectKey, utf8("MESSAGE_KEY:"), 48),
  ])
  const segmentKeys = new Map<number, Promise<CryptoKey>>()
  const deriveSegmentKey = async (first: number): Promise<CryptoKey> => {
    const raw = await derive(await importHmac(messageKey), concat(utf8("DEK:"), u64(first)), 32)
    return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"])
  }
  return {
    segment,
    header: concat(parameters, iv, tag),
    segmentKey(index) {
      const first = Math.floor(index / 2 ** rotation) * 2 ** rotation
      let found = segmentKeys.get(first)
      if (found === undefined) segmentKeys.set(first, (found = deriveSegmentKey(first)))
      return found
    },
  }
}

/** HKDF-Expand (RFC 5869 §2.3) with SHA-384 for at most one block: HMAC(key, info || 01). */
function expander(prefix: Bytes, aad: Bytes) {
  return async (key: CryptoKey, purpose: Bytes, length: number): Promise<Bytes> => {
    const block = await crypto.subtle.sign("HMAC", key, concat(prefix, purpose, aad, Uint8Array.of(1)))
    return new Uint8Array(block).slice(0, length)
  }
}

function importHmac(key: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-384" }, false, ["sign"])
}
