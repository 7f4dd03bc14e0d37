/**
 * SHA-256 (FIPS 180-4) of what comes piece by piece. WebCrypto takes only what is in memory as a whole. Script would do,
 * but not everywhere: Debian ships a Thunderbird that compiles none, and needs 53 s for 60 MiB. So WebAssembly in
 * pages, which takes 0.4 s there, and Node's own library in Node.
 */
import type { Bytes } from "./byte-strings.ts"
import { nodeModule } from "./node-module.ts"

export interface Sha256Stream {
  update(piece: Bytes): void
  /** 32 bytes; once, after the last piece. */
  digest(): Bytes
}
interface NodeHash {
  update(piece: Uint8Array): unknown
  digest(): Uint8Array
}

const node = nodeModule<{ createHash(name: "sha256"): NodeHash }>("node:crypto")

export const sha256Stream = (): Promise<Sha256Stream> =>
  node === null ? inWebAssembly() : Promise.resolve(asStream(node.createHash("sha256")))

/** Loaded when it is needed: a page that reads no file does without. */
export async function inWebAssembly(): Promise<Sha256Stream> {
  const { createSHA256 } = await import("hash-wasm")
  const hash = await createSHA256()
  return asStream({ update: (piece) => hash.update(piece), digest: () => hash.digest("binary") })
}

const asStream = (hash: NodeHash): Sha256Stream => ({
  update: (piece) => void hash.update(piece),
  digest: () => new Uint8Array(hash.digest()),
})
