import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { concat, fromHex, randomBytes, utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { generateKeySet } from "./index.ts"
import { verifyAtOnce } from "./node-verify.ts"
import { signBytes, verifyByWebCrypto, verifyBytes } from "./signatures.ts"

/** A key that is none counts as a wrong signature. */
const orFalse = async (verdict: () => Promise<boolean | null> | boolean | null): Promise<boolean | null> => {
  try {
    return await verdict()
  } catch {
    return false
  }
}

/** What a page says and what Node says at once, which must be the same. */
async function verdict(sig: Bytes, message: Bytes, signature: Bytes): Promise<boolean | null> {
  const said = await orFalse(() => verifyAtOnce(sig, message, signature))
  expect(said).toBe(await orFalse(() => verifyByWebCrypto({ suite: 1, sig }, message, signature)))
  if (signature.length === 64) expect(said).toBe(await verifyBytes({ suite: 1, sig }, message, signature))
  return said
}

const IDENTITY = fromHex(`01${"00".repeat(31)}`)
const zeros = (length: number): Bytes => new Uint8Array(length)
/** The order of the group (RFC 8032 §5.1), little-endian. */
const ORDER = fromHex(`edd3f55c1a631258d69cf7a2def9de14${"00".repeat(15)}10`)

/** S plus the order: the same equation, and not the one form that RFC 8032 §5.1.7 allows. */
function withOrderAdded(signature: Bytes): Bytes {
  const changed = signature.slice()
  let carry = 0
  for (const [at, byte] of ORDER.entries()) {
    const sum = (changed[32 + at] ?? 0) + byte + carry
    changed[32 + at] = sum & 255
    carry = sum >> 8
  }
  return changed
}

describe("Ed25519 in a page and in Node", () => {
  it("the right signature, and none that was changed anywhere", async () => {
    const { keySet } = await generateKeySet(1)
    const message = utf8("body")
    const signature = await signBytes(keySet, message)
    expect(await verdict(keySet.sig, message, signature)).toBe(true)
    const place = fc.record({ part: fc.constantFrom("key", "message", "signature"), at: fc.nat(63), bit: fc.nat(7) })
    await fc.assert(
      fc.asyncProperty(place, async ({ part, at, bit }) => {
        const parts = { key: keySet.sig.slice(), message: message.slice(), signature: signature.slice() }
        const bytes = parts[part as keyof typeof parts]
        const index = at % bytes.length
        bytes[index] = (bytes[index] ?? 0) ^ (1 << bit)
        expect(await verdict(parts.key, parts.message, parts.signature)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  it("the same verdict on keys and signatures that nobody makes by accident", async () => {
    const { keySet } = await generateKeySet(1)
    const message = utf8("body")
    const signature = await signBytes(keySet, message)
    expect(await verdict(keySet.sig, message, withOrderAdded(signature))).toBe(false)
    for (const sig of [IDENTITY, zeros(32), new Uint8Array(32).fill(255), zeros(31), zeros(33), zeros(0)])
      for (const forged of [signature, zeros(64), concat(IDENTITY, zeros(32)), randomBytes(64)])
        await verdict(sig, message, forged)
    for (const length of [0, 63, 65]) expect(await verdict(keySet.sig, message, zeros(length))).toBe(false)
  })
})
