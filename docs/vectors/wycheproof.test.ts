import { describe, expect, it } from "vitest"
import { concat, equalBytes, fromHex, toHex } from "../../shared/src/bytes/index.ts"
import { hkdf, hmac, verifyRaw } from "../../shared/src/suite/index.ts"
import { hpke, noble, x25519 } from "../../shared/src/suite/testing/libraries.ts"
import { hasPublished, readWycheproof } from "./published.ts"

/** What a call gives, or null when it refuses. */
async function outcome<T>(call: () => T | Promise<T>): Promise<T | null> {
  try {
    return await call()
  } catch {
    return null
  }
}

describe.runIf(hasPublished)("Wycheproof", () => {
  it("AES-256-GCM with 96-bit nonces and 128-bit tags, as boxes and segments use it", async () => {
    interface Test { key: string; iv: string; aad: string; msg: string; ct: string; tag: string }
    const { testGroups } = readWycheproof<{ ivSize: number; keySize: number; tagSize: number }, Test>("aes_gcm")
    const ours = testGroups.filter((group) => group.keySize === 256 && group.ivSize === 96 && group.tagSize === 128)
    let count = 0
    for (const test of ours.flatMap((group) => group.tests)) {
      const key = await crypto.subtle.importKey("raw", fromHex(test.key), "AES-GCM", false, ["encrypt", "decrypt"])
      const algorithm = { name: "AES-GCM", iv: fromHex(test.iv), additionalData: fromHex(test.aad) }
      const box = concat(fromHex(test.ct), fromHex(test.tag))
      const opened = await outcome(async () => new Uint8Array(await crypto.subtle.decrypt(algorithm, key, box)))
      expect(opened && toHex(opened), `${test.tcId}`).toBe(test.result === "valid" ? test.msg : null)
      const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, fromHex(test.msg)))
      expect(equalBytes(sealed, box), `${test.tcId}`).toBe(test.result === "valid")
      count++
    }
    expect(count).toBeGreaterThan(60)
  })

  it("Ed25519, strict", async () => {
    const { testGroups } = readWycheproof<{ publicKey: { pk: string } }, { msg: string; sig: string }>("ed25519")
    for (const group of testGroups) {
      for (const test of group.tests) {
        const accepted = await outcome(async () => {
          await verifyRaw(fromHex(group.publicKey.pk), fromHex(test.msg), fromHex(test.sig))
          return true
        })
        expect(accepted === true, `${test.tcId}`).toBe(test.result === "valid")
      }
    }
  })

  it("HKDF-SHA-256", async () => {
    interface Test { ikm: string; salt: string; info: string; size: number; okm: string }
    for (const test of readWycheproof<object, Test>("hkdf_sha256").testGroups.flatMap((group) => group.tests)) {
      const okm = await outcome(() => hkdf(fromHex(test.ikm), fromHex(test.salt), fromHex(test.info), test.size))
      expect(okm && toHex(okm), `${test.tcId}`).toBe(test.result === "valid" ? test.okm : null)
    }
  })

  it("HMAC-SHA-256", async () => {
    for (const group of readWycheproof<{ tagSize: number }, { key: string; msg: string; tag: string }>("hmac_sha256").testGroups) {
      for (const test of group.tests) {
        const tag = toHex((await hmac(fromHex(test.key), fromHex(test.msg))).slice(0, group.tagSize / 8))
        expect(tag === test.tag, `${test.tcId}`).toBe(test.result === "valid")
      }
    }
  })

  it("X25519, by WebCrypto and in JavaScript", async () => {
    const pkcs8 = fromHex("302e020100300506032b656e04220420")
    const { testGroups } = readWycheproof<object, { public: string; private: string; shared: string }>("x25519")
    for (const test of testGroups.flatMap((group) => group.tests)) {
      const native = await outcome(async () => {
        const secret = await crypto.subtle.importKey("pkcs8", concat(pkcs8, fromHex(test.private)), "X25519", false, ["deriveBits"])
        const pub = await crypto.subtle.importKey("raw", fromHex(test.public), "X25519", false, [])
        return toHex(new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: pub }, secret, 256)))
      })
      const inScript = await outcome(() => toHex(x25519.getSharedSecret(fromHex(test.private), fromHex(test.public))))
      // "Acceptable" are keys of low order and the like: refused, or computed right, never something else.
      const allowed = test.result === "valid" ? [test.shared] : [test.shared, null]
      expect(allowed, `${test.tcId} native`).toContain(native)
      expect(allowed, `${test.tcId} script`).toContain(inScript)
    }
  })

  it.each([["WebCrypto", hpke.KEM_ML_KEM_768], ["JavaScript", noble.KEM_ML_KEM_768]] as const)("ML-KEM-768 by %s", async (_name, factory) => {
    const engine = factory() as hpke.KEM
    const { testGroups } = readWycheproof<object, { seed: string; ek: string; c: string; K: string }>("mlkem_768")
    for (const test of testGroups.flatMap((group) => group.tests)) {
      const shared = await outcome(async () => {
        const secret = await engine.DeserializePrivateKey(fromHex(test.seed), false)
        return toHex(await engine.Decap(fromHex(test.c), secret, undefined))
      })
      // Some of the invalid ones have a wrong key length, which never reaches a decapsulation here.
      const expected = test.result === "valid" ? [test.K] : [null]
      expect(expected, `${test.tcId}`).toContain(shared)
    }
  })
})
