/** Labels and hashes (docs/PROTOCOL.md §1). One label, one use. */
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js"
import { concat, utf8 } from "./byte-strings.ts"
import type { Bytes } from "./byte-strings.ts"

const made = new Map<string, Bytes>()

/** L(name): ASCII "SMP-v1/" and the name, then one zero byte. */
export function label(name: string): Bytes {
  const known = made.get(name)
  if (known !== undefined) return known
  const bytes = concat(utf8(`SMP-v1/${name}`), Uint8Array.of(0))
  made.set(name, bytes)
  return bytes
}

/** H(name, parts…): SHA-256 over the label and the parts. */
export function hash(name: string, ...parts: readonly Uint8Array[]): Bytes {
  return sha256(concat(label(name), ...parts))
}

/** In JavaScript, at once: for tree nodes and small objects, where WebCrypto's round trip costs more. */
export function sha256(bytes: Uint8Array): Bytes {
  return nobleSha256(bytes) as Bytes
}

/** By WebCrypto: for segments and files. */
export async function sha256Async(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))
}
