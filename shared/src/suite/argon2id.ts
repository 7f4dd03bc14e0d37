/** Argon2id (RFC 9106) for words that people tell each other; its cost is a constant of the protocol. */
import { utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"

const COST = { m: 65_536, t: 3, p: 1, dkLen: 32 } as const

/** 64 MiB, three passes, one lane, 32 bytes. The code is loaded when it is needed. */
export async function stretchWords(words: string, salt: Bytes): Promise<Bytes> {
  const { argon2idAsync } = await import("@noble/hashes/argon2.js")
  return new Uint8Array(await argon2idAsync(utf8(words), salt, COST))
}
