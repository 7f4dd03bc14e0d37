/** The registry of suites: what each is made of, and how long its parts are (docs/PROTOCOL.md §1.3). */
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256, KEM_MLKEM768_X25519 } from "hpke"
import { demand, refuse } from "../bytes/index.ts"

/** 1: X-Wing, Ed25519. 2: P-256 throughout. Both: HKDF-SHA-256, AES-256-GCM. */
export type SuiteId = 1 | 2

export const SUITE_LENGTHS = {
  1: { sig: 32, kem: 1216, enc: 1120 },
  2: { sig: 65, kem: 65, enc: 65 },
} as const satisfies Record<SuiteId, { sig: number; kem: number; enc: number }>

/** Throws suite-refused unless the value is a suite that this client knows and that the list allows. */
export function readSuite(value: unknown, allowed: readonly SuiteId[] = [1, 2]): SuiteId {
  const suite = allowed.find((candidate) => candidate === value)
  return suite ?? refuse("suite-refused", "suite not allowed")
}

const engines = new Map<SuiteId, Promise<CipherSuite>>()

/** The HPKE engine of a suite (RFC 9180, Base mode), found once for each process or page. */
export function hpkeOf(suite: SuiteId): Promise<CipherSuite> {
  let engine = engines.get(suite)
  if (engine === undefined) {
    engine =
      suite === 1
        ? findXWing()
        : Promise.resolve(new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM))
    engines.set(suite, engine)
  }
  return engine
}

/** X-Wing by WebCrypto where the platform has all its parts, proved by a round trip; else in JavaScript. */
async function findXWing(): Promise<CipherSuite> {
  try {
    const native = new CipherSuite(KEM_MLKEM768_X25519, KDF_HKDF_SHA256, AEAD_AES_256_GCM)
    const pair = await native.GenerateKeyPair(false)
    const { encapsulatedSecret, ciphertext } = await native.Seal(pair.publicKey, new Uint8Array(32))
    demand((await native.Open(pair, encapsulatedSecret, ciphertext)).length === 32, "native X-Wing")
    return native
  } catch {
    return xWingInScript()
  }
}

/** X-Wing in JavaScript: everywhere the same, and slower. */
export async function xWingInScript(): Promise<CipherSuite> {
  const xWing = await import("./x-wing.ts")
  return new CipherSuite(xWing.KEM_MLKEM768_X25519, KDF_HKDF_SHA256, AEAD_AES_256_GCM)
}
