/**
 * FLOE objects (C2SP FLOE: AES-256-GCM, HKDF-SHA-384, IV 32 bytes): key-committing, random access, bound to their
 * associated data (docs/PROTOCOL.md §3). All over WebCrypto; no buffer handed to it reaches 1 MiB.
 */
import {
  concat,
  demand,
  equalBytes,
  randomBytes,
  refuse,
  release,
  sha256Async,
  sha256Stream,
  u32,
  u64,
  utf8,
} from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"

/** Lengths in bytes of a stored segment and of the plaintext in it. */
export const SEGMENT_STORED = 524_288
export const SEGMENT_PLAIN = 524_256
export const OBJECT_HEADER = 74
const OVERHEAD = 32
const IV_LENGTH = 32
const PARAMETERS_LENGTH = 10
const NOT_LAST = 0xff_ff_ff_ff

/** The heavy steps on segments and files; a host may bring others than WebCrypto's, with the same results. */
export interface SegmentEngine {
  /** Takes an AES-256-GCM key and gives what seals under it. */
  sealer(key: Bytes): Promise<(piece: PieceToSeal) => Promise<void>>
  sha256(bytes: Bytes): Promise<Bytes>
  /** SHA-256 of what comes piece by piece, each awaited before the next. */
  hasher(): PiecewiseHash
}

export interface PiecewiseHash {
  update(piece: Bytes): Promise<void>
  digest(): Promise<Bytes>
}

export interface PieceToSeal {
  readonly iv: Bytes
  readonly aad: Bytes
  readonly plain: Bytes
  /** Takes ciphertext and tag: 16 bytes longer than `plain`. */
  readonly out: Bytes
}

export const webCryptoEngine: SegmentEngine = {
  async sealer(key) {
    const aes = await importSegmentKey(key)
    return async ({ out, ...piece }) => {
      const sealed = await sealPiece(aes, piece)
      out.set(sealed)
      release(sealed)
    }
  },
  sha256: sha256Async,
  hasher: hashByPieces,
}

export async function sealPiece(key: CryptoKey, { iv, aad, plain }: Omit<PieceToSeal, "out">): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.encrypt(gcm(iv, aad), key, plain))
}

export function hashByPieces(): PiecewiseHash {
  const begun = sha256Stream()
  return {
    update: async (piece) => (await begun).update(piece),
    digest: async () => (await begun).digest(),
  }
}

/** Who does the work; all else is for published test vectors alone: segment lengths, key rotation, randomness. */
export interface FloeTuning {
  readonly engine?: SegmentEngine
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
  /** As `seal`, into the first bytes of `room`; gives the stored segment there. */
  sealInto(room: Bytes, segment: Bytes, index: number, isLast: boolean): Promise<Bytes>
}

export interface ObjectOpener {
  /** Opens the stored segment `index`. Throws open-failed on every failure. */
  open(stored: Bytes, index: number, isLast: boolean): Promise<Bytes>
}

interface Keys<Key> {
  readonly segment: number
  readonly header: Bytes
  segmentKey(index: number): Promise<Key>
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
  const engine = tuning.engine ?? webCryptoEngine
  const keys = await deriveKeys({ key, aad, iv, tuning }, (raw) => engine.sealer(raw))
  demand(begun === null || equalBytes(keys.header, begun), "object key or associated data")
  const newNonce = tuning.nonce ?? ((): Bytes => randomBytes(12))
  const most = keys.segment - OVERHEAD
  const sealInto: ObjectSealer["sealInto"] = async (room, plain, index, isLast) => {
    demand(isLast ? plain.length <= most : plain.length === most, "segment length")
    const stored = room.subarray(0, OVERHEAD + plain.length)
    const nonce = newNonce()
    stored.set(u32(isLast ? stored.length : NOT_LAST))
    stored.set(nonce, 4)
    const seal = await keys.segmentKey(index)
    await seal({ iv: nonce, aad: segmentAad(index, isLast), plain, out: stored.subarray(16) })
    return stored
  }
  return {
    header: keys.header,
    sealInto,
    seal: (plain, index, isLast) => sealInto(new Uint8Array(OVERHEAD + plain.length), plain, index, isLast),
  }
}

/** Prepares to open an object. Throws open-failed unless key and associated data are those of its header. */
export async function openObject(
  key: Bytes,
  aad: Bytes,
  header: Bytes,
  tuning: FloeTuning = {},
): Promise<ObjectOpener> {
  const keys = await deriveKeys({ key, aad, iv: ivOf(header), tuning }, importSegmentKey)
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
          await crypto.subtle.decrypt(gcm(stored.subarray(4, 16), segmentAad(index, isLast)), aes, stored.subarray(16)),
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

function gcm(iv: Bytes, aad: Bytes): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: aad }
}

function segmentAad(index: number, isLast: boolean): Bytes {
  return concat(u64(index), Uint8Array.of(isLast ? 1 : 0))
}

/** Nobody can read it out again. */
export function importSegmentKey(key: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"])
}

interface KeyInput {
  readonly key: Bytes
  readonly aad: Bytes
  readonly iv: Bytes
  readonly tuning: FloeTuning
}

/** `take`: what becomes of a segment key. */
async function deriveKeys<Key>(
  { key, aad, iv, tuning }: KeyInput,
  take: (raw: Bytes) => Promise<Key>,
): Promise<Keys<Key>> {
  const { segment = SEGMENT_STORED, rotation = 20 } = tuning
  demand(key.length === 32 && iv.length === IV_LENGTH, "object key")
  const parameters = concat(Uint8Array.of(0, 0), u32(segment), u32(IV_LENGTH))
  const derive = expander(concat(parameters, iv), aad)
  const objectKey = await importHmac(key)
  const [tag, messageKey] = await Promise.all([
    derive(objectKey, utf8("HEADER_TAG:"), 32),
    derive(objectKey, utf8("MESSAGE_KEY:"), 48),
  ])
  const segmentKeys = new Map<number, Promise<Key>>()
  const deriveSegmentKey = async (first: number): Promise<Key> =>
    take(await derive(await importHmac(messageKey), concat(utf8("DEK:"), u64(first)), 32))
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
