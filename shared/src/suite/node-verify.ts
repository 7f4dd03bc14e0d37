/**
 * Ed25519 (RFC 8032) by Node's own library, where this is Node: at once. WebCrypto takes each check to another thread,
 * and the way there and back costs the event loop about as much as the check (docs/adr/0007).
 */
import { nodeModule, toBase64url } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"

interface NodeKey {
  readonly type: string
}
interface NodeCrypto {
  createPublicKey(key: { key: object; format: "jwk" }): NodeKey
  verify(algorithm: null, message: Uint8Array, key: NodeKey, signature: Uint8Array): boolean
}

const node = nodeModule<NodeCrypto>("node:crypto")
/** The same array of bytes is the same key. */
const keys = new WeakMap<Bytes, NodeKey>()

/** null: this is a page, which has WebCrypto alone. @throws Error when `pub` is no key */
export function verifyAtOnce(pub: Bytes, message: Bytes, signature: Bytes): boolean | null {
  if (node === null) return null
  const key =
    keys.get(pub) ?? node.createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: toBase64url(pub) }, format: "jwk" })
  keys.set(pub, key)
  return node.verify(null, message, key, signature)
}
