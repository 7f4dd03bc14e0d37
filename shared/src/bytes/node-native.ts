/** What Node's own library does at once, where this is Node; a page has WebCrypto alone. */

interface NodeKey {
  readonly type: string
}
interface NodeCrypto {
  hash(algorithm: string, bytes: Uint8Array, output: "buffer"): Uint8Array
  createPublicKey(key: { key: object; format: "jwk" }): NodeKey
  verify(algorithm: null, message: Uint8Array, key: NodeKey, signature: Uint8Array): boolean
}

const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }
/** null in a page. */
export const nodeCrypto = (process?.getBuiltinModule?.("node:crypto") ?? null) as NodeCrypto | null
export type { NodeKey }
