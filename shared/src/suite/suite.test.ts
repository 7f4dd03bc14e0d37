import { describe, expect, it } from "vitest"
import { concat, equalBytes, fromHex, label, ProtocolError, randomBytes, toHex, utf8 } from "../bytes/index.ts"
import {
  generateKeySet,
  hkdf,
  hpkeOpen,
  hpkeOpenWith,
  hpkeSeal,
  hpkeSealTo,
  kemKeyFromSeed,
  kidOf,
  loadKeySet,
  seal,
  SEAL_OVERHEAD,
  sealWith,
  showKid,
  sign,
  unseal,
  verify,
} from "./index.ts"
import type { SuiteId } from "./index.ts"
import { encodeCbor } from "../bytes/index.ts"

const refused = expect.objectContaining({ code: "open-failed" }) as Error
const flip = (bytes: Uint8Array<ArrayBuffer>, at: number) => {
  const copy = bytes.slice()
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

describe("key ids", () => {
  it("name both halves", () => {
    const kid = kidOf(1, new Uint8Array(32).fill(0x11), new Uint8Array(1216).fill(0x22))
    expect(toHex(kid)).toBe("e1c799ad15fb3513ada3e41f306e389eee5303691a4c7f07e49cb6d2e2d30236")
    expect(showKid(kid)).toMatch(/^([0-9A-HJKMNP-TV-Z]{4} ){7}[0-9A-HJKMNP-TV-Z]{4}$/)
  })
})

describe.each([1, 2] as const)("suite %i", (suite: SuiteId) => {
  it("loads what it generated, and signs and seals with it", async () => {
    const { keySet, secret } = await generateKeySet(suite)
    const loaded = await loadKeySet(secret, keySet)
    await verify("receipt", keySet, await sign("receipt", loaded, utf8("body")))
    const [info, aad] = [label("grant"), utf8("bound")]
    const { enc, ct } = await hpkeSeal(keySet, info, aad, utf8("secret"))
    expect(equalBytes(await hpkeOpen(loaded, enc, ct, info, aad), utf8("secret"))).toBe(true)
    expect(keySet.signKey.extractable).toBe(false)
  })

  it("refuses a ring whose halves do not belong to the statement", async () => {
    const [a, b] = [await generateKeySet(suite), await generateKeySet(suite)]
    const mixed = { suite, sig: a.keySet.sig, kem: b.keySet.kem, kid: kidOf(suite, a.keySet.sig, b.keySet.kem) }
    await expect(loadKeySet(a.secret, mixed)).rejects.toThrow(refused)
    const otherSig = { suite, sig: b.keySet.sig, kem: a.keySet.kem, kid: kidOf(suite, b.keySet.sig, a.keySet.kem) }
    await expect(loadKeySet(a.secret, otherSig)).rejects.toThrow(refused)
    await expect(loadKeySet(a.secret, b.keySet)).rejects.toThrow(refused)
    await expect(loadKeySet(a.secret, { ...a.keySet, kid: b.keySet.kid })).rejects.toThrow(refused)
  })

  it("a signature counts for its label, its key and its bytes alone", async () => {
    const [{ keySet }, other] = [await generateKeySet(suite), await generateKeySet(suite)]
    const signed = await sign("ticket", keySet, utf8("body"))
    await expect(verify("receipt", keySet, signed)).rejects.toThrow(refused)
    await expect(verify("ticket", other.keySet, signed)).rejects.toThrow(refused)
    await expect(verify("ticket", other.keySet, { ...signed, k: other.keySet.kid })).rejects.toThrow(refused)
    for (const part of ["b", "k", "s"] as const) {
      await expect(verify("ticket", keySet, { ...signed, [part]: flip(signed[part], 1) })).rejects.toThrow(refused)
    }
    await expect(verify("ticket", keySet, { ...signed, s: signed.s.slice(1) })).rejects.toThrow(refused)
  })

  it("HPKE opens for its key, info and associated data alone", async () => {
    const [{ keySet }, other] = [await generateKeySet(suite), await generateKeySet(suite)]
    const { enc, ct } = await hpkeSeal(keySet, utf8("info"), utf8("aad"), utf8("secret"))
    await expect(hpkeOpen(other.keySet, enc, ct, utf8("info"), utf8("aad"))).rejects.toThrow(refused)
    await expect(hpkeOpen(keySet, enc, ct, utf8("inf0"), utf8("aad"))).rejects.toThrow(refused)
    await expect(hpkeOpen(keySet, enc, ct, utf8("info"), utf8("aae"))).rejects.toThrow(refused)
    await expect(hpkeOpen(keySet, flip(enc, 7), ct, utf8("info"), utf8("aad"))).rejects.toThrow(refused)
    await expect(hpkeOpen(keySet, enc, flip(ct, 0), utf8("info"), utf8("aad"))).rejects.toThrow(refused)
    await expect(hpkeOpen(keySet, enc.slice(1), ct, utf8("info"), utf8("aad"))).rejects.toThrow(refused)
  })
})

describe("keys to seal unlockers to", () => {
  it("come from their seed alone", async () => {
    const seed = randomBytes(32)
    const [a, b] = [await kemKeyFromSeed(seed), await kemKeyFromSeed(seed)]
    expect(toHex(a.pub)).toBe(toHex(b.pub))
    const { enc, ct } = await hpkeSealTo(a.pub, utf8("info"), utf8(""), utf8("account key"))
    expect(equalBytes(await hpkeOpenWith(b.key, enc, ct, utf8("info"), utf8("")), utf8("account key"))).toBe(true)
  })
})

describe("SEAL", () => {
  const key = new Uint8Array(32).fill(1)
  const context = ["idn_x", "drf_x", 1]

  it("is the protocol's constant for a fixed random value", async () => {
    const box = await sealWith(key, concat(label("draft"), encodeCbor(context)), utf8("hi"), new Uint8Array(32).fill(6))
    const tail = "7043df4365fc7c6d3fc03926785637abdf62440442a619991e14ffcce6a52dfb87e4f64de316f1bc5e84f481b15fa82aa458"
    expect(toHex(box)).toBe(`01${"06".repeat(32)}${tail}`)
    expect(equalBytes(await unseal(key, "draft", context, box), utf8("hi"))).toBe(true)
  })

  it("opens under a non-extractable key and is 81 bytes longer", async () => {
    const handle = await crypto.subtle.importKey("raw", key, "HKDF", false, ["deriveBits"])
    const box = await seal(handle, "unlock", [1], utf8("x"))
    expect(box.length).toBe(1 + SEAL_OVERHEAD)
    expect(equalBytes(await unseal(key, "unlock", [1], box), utf8("x"))).toBe(true)
  })

  it("refuses every flipped byte, every other key, label and context, and every cut", async () => {
    const box = await seal(key, "ring", context, utf8("secret"))
    for (let i = 0; i < box.length; i++)
      await expect(unseal(key, "ring", context, flip(box, i))).rejects.toThrow(refused)
    await expect(unseal(flip(key, 0), "ring", context, box)).rejects.toThrow(refused)
    await expect(unseal(key, "pins", context, box)).rejects.toThrow(refused)
    await expect(unseal(key, "ring", ["idn_x", "drf_x", 2], box)).rejects.toThrow(refused)
    for (const length of [0, 1, 64, 80, box.length - 1]) {
      await expect(unseal(key, "ring", context, box.slice(0, length))).rejects.toThrow(ProtocolError)
    }
  })

  it("derives with HKDF as RFC 5869 says (appendix A.1)", async () => {
    const okm = await hkdf(
      fromHex("0b".repeat(22)),
      fromHex("000102030405060708090a0b0c"),
      fromHex("f0f1f2f3f4f5f6f7f8f9"),
      42,
    )
    expect(toHex(okm)).toBe("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")
  })
})
