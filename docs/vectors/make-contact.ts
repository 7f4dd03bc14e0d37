/** First contacts without the agent, from fixed inputs: boxes of words and of a link, the proof of a telephone code. */
import { concat, encodeCbor, label, toHex } from "../../shared/src/bytes/index.ts"
import type { Bytes } from "../../shared/src/bytes/index.ts"
import { openContactBox, typedWords } from "../../shared/src/envelope/index.ts"
import { contactCodeMac } from "../../shared/src/slip/index.ts"
import { hkdf, sealWith, stretchWords } from "../../shared/src/suite/index.ts"

const filled = (length: number, byte: number): Bytes => new Uint8Array(length).fill(byte)
const ORG = `org_${"0".repeat(26)}`
const MSG = `msg_${"0".repeat(25)}1`
const ADDR = "bob@example.com"
const WORDS = "otter velvet seldom grain pivot"

export async function contactVectors() {
  const [slipHash, ck, r] = [filled(32, 2), filled(32, 1), filled(32, 6)]
  const [salt, own, share, kid] = [filled(16, 5), filled(32, 7), filled(32, 8), filled(32, 4)]
  const context = { org: ORG, msg: MSG, slipHash, addr: ADDR }
  const ctx = encodeCbor([ORG, MSG, slipHash, ADDR])
  const boxOf = async (key: Bytes, name: string, kept: Bytes | null) =>
    encodeCbor({ v: 1, salt: kept, box: await sealWith(key, concat(label(name), ctx), encodeCbor({ ck }), r) })
  const stretched = await stretchWords(typedWords(WORDS), salt)
  const linkKey = await hkdf(concat(own, share), new Uint8Array(), concat(label("link-key"), ctx), 32)
  const pass = await boxOf(stretched, "pass-grant", salt)
  const link = await boxOf(linkKey, "link-grant", null)
  const opened = [
    await openContactBox(pass, { mode: "pass", words: `  ${WORDS.toUpperCase().replaceAll(" ", "\u00a0 ")} ` }, context),
    await openContactBox(link, { mode: "link", own, share }, context),
  ]
  const code = "ABCDEFGH23456789"
  return {
    org: ORG,
    msg: MSG,
    slipHash: toHex(slipHash),
    addr: ADDR,
    ck: toHex(ck),
    sealRandom: toHex(r),
    opened: opened.map(toHex),
    pass: { words: WORDS, salt: toHex(salt), key: toHex(stretched), box: toHex(pass) },
    link: { own: toHex(own), share: toHex(share), key: toHex(linkKey), box: toHex(link) },
    code: {
      code,
      kid: toHex(kid),
      mac: toHex(await contactCodeMac(code, { org: ORG, msg: MSG, addr: ADDR, kid })),
    },
  }
}
