/** Argon2id (RFC 9106) for words that people tell each other; its cost is a constant of the protocol. */
import { utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"

const COST = { parallelism: 1, iterations: 3, memorySize: 65_536, hashLength: 32 } as const

/** 64 MiB, three passes, one lane, 32 bytes. The code is loaded when it is needed. */
export async function stretchWords(words: string, salt: Bytes): Promise<Bytes> {
  const { argon2id } = await import("hash-wasm")
  const stretched = await argon2id({ ...COST, password: utf8(words), salt, outputType: "binary" })
  return new Uint8Array(stretched)
}
