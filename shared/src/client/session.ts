/** A signed-in session and the proof that each of its requests carries (docs/PROTOCOL.md §9). */
import { concat, fromBase64url, label, randomBytes, sha256Async, toBase64url, u64, utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"

export interface Session {
  readonly origin: string
  /** base64url of SHA-256(token): known to cookie clients too, opens nothing. */
  readonly id: string
  /** null: the token lies in a `__Host-` cookie that scripts cannot read. */
  readonly token: string | null
  /** P-256 private key, non-extractable wherever the platform can keep a handle. */
  readonly proofKey: CryptoKey
}

export interface ProvedRequest {
  readonly method: string
  /** Path and query as sent. */
  readonly target: string
  readonly bodyDigest: Bytes
  /** Milliseconds since 1970 UTC. */
  readonly time: number
}

const P256_SIGNATURE = { name: "ECDSA", hash: "SHA-256" } as const

/** SHA-256 of an empty body. */
export const EMPTY_DIGEST: Promise<Bytes> = sha256Async(new Uint8Array())

/** The bytes that a request proof signs; the server builds the same ones. */
export function proofMessage(sessionId: string, request: ProvedRequest, nonce: Bytes): Bytes {
  return concat(
    label("request"),
    fromBase64url(sessionId),
    utf8(`${request.method} ${request.target}\n`),
    request.bodyDigest,
    u64(request.time),
    nonce,
  )
}

/** Value of the `SMP-Proof` header: base64url(time[8] || nonce[16] || signature[64]). Each proof is used once. */
export async function proveRequest(session: Session, request: ProvedRequest): Promise<string> {
  const nonce = randomBytes(16)
  const signature = await crypto.subtle.sign(P256_SIGNATURE, session.proofKey, proofMessage(session.id, request, nonce))
  return toBase64url(concat(u64(request.time), nonce, new Uint8Array(signature)))
}

/** A new proof key pair; `extractable` only where the host can store nothing but bytes (a file of mode 0600). */
export async function makeProofKeys(extractable = false): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, extractable, ["sign", "verify"])
}

/** The uncompressed public point (65 bytes) that sign-in binds to the session. */
export async function proofPublicKey(keys: CryptoKeyPair): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey))
}
