/**
 * The interchangeable cryptographic engine: key sets, signatures, HPKE, SEAL, HKDF (docs/PROTOCOL.md §1.3–§1.5, §2.1).
 * Promises: every signature and box is bound to its label; every failure to open is the same refusal; private keys are
 * handles that cannot be exported, wherever the platform permits.
 * Never: knows what a message is, negotiates a suite.
 */
export { SUITE_LENGTHS, readSuite } from "./suites.ts"
export type { SuiteId } from "./suites.ts"
export { ed25519FromSeed, generateKeySet, kidOf, loadKeySet, showKid } from "./key-sets.ts"
export type { KeySet, KeySetSecret, PublicKeySet } from "./key-sets.ts"
export { sign, signRaw, verify, verifyRaw } from "./signatures.ts"
export { hpkeOpen, hpkeOpenWith, hpkeSeal, hpkeSealTo, kemKeyFromSeed } from "./hpke.ts"
export type { BoundBox, HpkeBox, KemKey } from "./hpke.ts"
export { stretchWords } from "./argon2id.ts"
export { seal, SEAL_OVERHEAD, sealWith, unseal } from "./sealed-box.ts"
export { hkdf, hmac } from "./derive.ts"
