/**
 * ECVRF-EDWARDS25519-SHA512-TAI (RFC 9381): one provable log index for each name, which outsiders cannot compute
 * (docs/PROTOCOL.md §7.2).
 */
import { ed25519 } from "@noble/curves/ed25519.js"
import { sha512 } from "@noble/hashes/sha2.js"
import { concat, copyBytes, demand, label, refuse, utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"

type Point = typeof ed25519.Point.BASE

/** The secret half as used: clamped scalar and nonce prefix of RFC 8032 §5.1.5. */
export interface VrfKey {
  readonly pub: Bytes
  readonly scalar: bigint
  readonly prefix: Bytes
}

const SUITE = Uint8Array.of(3)
const ENCODE_FRONT = Uint8Array.of(1)
const CHALLENGE_FRONT = Uint8Array.of(2)
const OUTPUT_FRONT = Uint8Array.of(3)
const BACK = Uint8Array.of(0)
const ORDER = ed25519.Point.Fn.ORDER
const PROOF_LENGTH = 80

export function vrfKeyFromSeed(seed: Bytes): VrfKey {
  demand(seed.length === 32, "VRF seed")
  const { scalar, prefix, pointBytes } = ed25519.utils.getExtendedPublicKey(seed)
  return { pub: copyBytes(pointBytes), scalar, prefix: copyBytes(prefix) }
}

/** L("log-index") || name: what the index of an address or principal is computed from. */
export function vrfAlpha(name: string): Bytes {
  return concat(label("log-index"), utf8(name))
}

/** The log index: first 32 bytes of the VRF output. */
export function logIndex(output: Bytes): Bytes {
  return output.slice(0, 32)
}

/** Proof of 80 bytes and output of 64 bytes (RFC 9381 §5.1). */
export function vrfProve(secret: VrfKey, alpha: Bytes): { proof: Bytes; output: Bytes } {
  const base = encodeToCurve(secret.pub, alpha)
  const gamma = base.multiply(secret.scalar % ORDER)
  const k = scalarOf(sha512(concat(secret.prefix, base.toBytes())))
  const points = [base, gamma, ed25519.Point.BASE.multiply(k), base.multiply(k)]
  const challenge = challengeOf(secret.pub, points)
  const s = (k + littleEndian(challenge) * secret.scalar) % ORDER
  const proof = concat(gamma.toBytes(), challenge, toLittleEndian(s))
  return { proof, output: outputOf(gamma) }
}

/** The 64-byte output that the proof proves (RFC 9381 §5.3, public key validated). Throws open-failed. */
export function vrfVerify(pub: Bytes, alpha: Bytes, proof: Bytes): Bytes {
  demand(proof.length === PROOF_LENGTH, "VRF proof length")
  const key = readPoint(pub)
  const gamma = readPoint(proof.subarray(0, 32))
  demand(!key.clearCofactor().is0(), "VRF key of small order")
  const challenge = proof.slice(32, 48)
  const c = littleEndian(challenge)
  const s = littleEndian(proof.subarray(48))
  demand(s < ORDER, "VRF scalar")
  const base = encodeToCurve(pub, alpha)
  const u = ed25519.Point.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(c))
  const v = base.multiplyUnsafe(s).subtract(gamma.multiplyUnsafe(c))
  demand(littleEndian(challengeOf(pub, [base, gamma, u, v])) === c, "VRF proof")
  return outputOf(gamma)
}

/** Try and increment (RFC 9381 §5.4.1.1); each try succeeds with a chance of about one half. */
function encodeToCurve(pub: Bytes, alpha: Bytes): Point {
  for (let counter = 0; counter < 256; counter++) {
    const digest = sha512(concat(SUITE, ENCODE_FRONT, pub, alpha, Uint8Array.of(counter), BACK))
    const point = tryPoint(digest.subarray(0, 32))?.clearCofactor()
    if (point !== undefined && !point.is0()) return point
  }
  return refuse("open-failed", "VRF input")
}

function challengeOf(pub: Bytes, points: readonly Point[]): Bytes {
  const encoded = points.map((point) => point.toBytes())
  return copyBytes(sha512(concat(SUITE, CHALLENGE_FRONT, pub, ...encoded, BACK)).subarray(0, 16))
}

function outputOf(gamma: Point): Bytes {
  return copyBytes(sha512(concat(SUITE, OUTPUT_FRONT, gamma.clearCofactor().toBytes(), BACK)))
}

function readPoint(bytes: Uint8Array): Point {
  return tryPoint(bytes) ?? refuse("open-failed", "VRF point")
}

/** Strict RFC 8032 decoding; undefined when the bytes are no point. */
function tryPoint(bytes: Uint8Array): Point | undefined {
  try {
    return ed25519.Point.fromBytes(bytes, false)
  } catch {
    return undefined
  }
}

function scalarOf(digest: Uint8Array): bigint {
  return littleEndian(digest) % ORDER
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0)
  return value
}

function toLittleEndian(value: bigint): Bytes {
  const bytes = new Uint8Array(32)
  let rest = value
  for (let i = 0; i < 32; i++, rest >>= 8n) bytes[i] = Number(rest & 255n)
  return bytes
}
