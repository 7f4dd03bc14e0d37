/**
 * Sealing and hashing of segments by Node's own cipher. WebCrypto copies what it is given and what it gives, in fresh
 * memory each time, which costs as much as AES does; here both stay where they are.
 * Promises: the same bytes as WebCrypto; the event loop is held for one segment at most.
 */
import { createCipheriv, createSecretKey, hash } from "node:crypto"
import { release } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { hashByPieces } from "@smp/shared/client"
import type { SegmentEngine } from "@smp/shared/client"

/** What the cipher gives fits into the processor's cache and below the size from which memory is mapped anew. */
const PIECE = 65_536

export const nodeEngine: SegmentEngine = {
  sealer(raw) {
    const key = createSecretKey(raw)
    return Promise.resolve(({ iv, aad, plain, out }) => {
      const cipher = createCipheriv("aes-256-gcm", key, iv)
      cipher.setAAD(aad)
      for (let at = 0; at < plain.length; at += PIECE) {
        const sealed = cipher.update(plain.subarray(at, at + PIECE))
        out.set(sealed, at)
        release(sealed as Bytes)
      }
      cipher.final()
      out.set(cipher.getAuthTag(), plain.length)
      return Promise.resolve()
    })
  },
  sha256: (bytes) => Promise.resolve(new Uint8Array(hash("sha256", bytes, "buffer"))),
  // Node's own already, where this is Node.
  hasher: hashByPieces,
}
