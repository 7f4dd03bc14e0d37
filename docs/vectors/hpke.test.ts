import { describe, expect, it } from "vitest"
import { concat, fromHex, randomBytes, toHex, u16, utf8 } from "../../shared/src/bytes/index.ts"
import { hpkeSealTo, kemKeyFromSeed } from "../../shared/src/suite/index.ts"
import { hpke, noble, shake256 } from "../../shared/src/suite/testing/libraries.ts"
import { hasPublished, readPublished } from "./published.ts"

const engines = [["WebCrypto", hpke.KEM_MLKEM768_X25519], ["JavaScript", noble.KEM_MLKEM768_X25519]] as const

describe.runIf(hasPublished).each(engines)("X-Wing by %s", (_name, factory) => {
  it("opens the vectors of its draft", async () => {
    const engine = factory() as hpke.KEM
    const vectors = JSON.parse(readPublished("xwing/test-vectors.json")) as { sk: string; pk: string; ct: string; ss: string }[]
    for (const { sk, ct, ss } of vectors) {
      const secret = await engine.DeserializePrivateKey(fromHex(sk), false)
      expect(toHex(await engine.Decap(fromHex(ct), secret, undefined))).toBe(ss)
    }
    expect(vectors.length).toBe(3)
  })

  it("opens the vectors of HPKE with post-quantum KEMs", async () => {
    interface Vector {
      kem_id: number; kdf_id: number; aead_id: number; info: string; ikmR: string; skRm: string; pkRm: string; enc: string
      encryptions: { aad: string; ct: string; pt: string }[]
    }
    const vectors = (JSON.parse(readPublished("hpke-pq/test-vectors.json")) as Vector[]).filter((vector) => vector.kem_id === 0x647a)
    for (const vector of vectors) {
      const derived = await kemKeyFromSeed(fromHex(vector.ikmR))
      expect(toHex(derived.pub)).toBe(vector.pkRm)
      const kdf = vector.kdf_id === 1 ? noble.KDF_HKDF_SHA256 : noble.KDF_SHAKE256
      const suite = new hpke.CipherSuite(factory, kdf, noble.AEAD_ChaCha20Poly1305)
      const secret = await suite.DeserializePrivateKey(fromHex(vector.skRm), false)
      const context = await suite.SetupRecipient(secret, fromHex(vector.enc), { info: fromHex(vector.info) })
      for (const { aad, ct, pt } of vector.encryptions) expect(toHex(await context.Open(fromHex(ct), fromHex(aad)))).toBe(pt)
    }
    expect(vectors.map(({ kdf_id }) => kdf_id)).toEqual([1, 17])
  })
})

describe("unlocker keys", () => {
  it("are what PROTOCOL.md writes out: LabeledDerive by SHAKE256, then X-Wing of that private key", async () => {
    const seed = randomBytes(32)
    const label = utf8("DeriveKeyPair")
    const derived = shake256(concat(seed, utf8("HPKE-v1"), utf8("KEM"), u16(0x647a), u16(label.length), label, u16(32)), { dkLen: 32 })
    const { pub } = await kemKeyFromSeed(seed)
    const { enc, ct } = await hpkeSealTo(pub, utf8("info"), new Uint8Array(), utf8("account key"))
    const suite = new hpke.CipherSuite(noble.KEM_MLKEM768_X25519, hpke.KDF_HKDF_SHA256, hpke.AEAD_AES_256_GCM)
    const secret = await suite.DeserializePrivateKey(concat(derived), false)
    expect(toHex(await suite.Open(secret, enc, ct, { info: utf8("info") }))).toBe(toHex(utf8("account key")))
  })
})
