import { describe, expect, it } from "vitest"
import { randomBytes, sha256Async } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { nodeEngine } from "./node-engine.ts"

const LENGTHS = [0, 1, 65_535, 65_536, 65_537, 524_256]
const bytesOf = (length: number): Bytes => {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 65_536) bytes.set(randomBytes(Math.min(65_536, length - at)), at)
  return bytes
}

describe("S57 Node's own cipher", () => {
  it.each(LENGTHS)("seals %i bytes as WebCrypto does, and opens there", async (length) => {
    const [key, iv, aad, plain] = [randomBytes(32), randomBytes(12), randomBytes(9), bytesOf(length)]
    const room = new Uint8Array(length + 48).fill(7)
    const seal = await nodeEngine.sealer(key)
    await seal({ iv, aad, plain, out: room.subarray(16, 16 + length + 16) })
    const aes = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"])
    const expected = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: aad }, aes, plain)
    expect(Buffer.from(room.subarray(16, 32 + length)).equals(Buffer.from(expected))).toBe(true)
    expect([...room.subarray(0, 16), ...room.subarray(32 + length)].every((byte) => byte === 7)).toBe(true)
    expect(await nodeEngine.sha256(plain)).toEqual(await sha256Async(plain))
    const pieces = nodeEngine.hasher()
    for (let at = 0; at < length; at += 65_536) await pieces.update(plain.subarray(at, at + 65_536))
    expect(await pieces.digest()).toEqual(await sha256Async(plain))
  })
})
