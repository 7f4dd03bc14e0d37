/** The libraries under the engine, for tests that hold them against published vectors. */
export { x25519 } from "@noble/curves/ed25519.js"
export { shake256 } from "@noble/hashes/sha3.js"
export * as noble from "@panva/hpke-noble"
export * as hpke from "hpke"
