import fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import {
  concat,
  fromBase64,
  fromHex,
  ProtocolError,
  randomBytes,
  sha256,
  toBase64,
  toHex,
  u32,
} from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import {
  advance,
  CompactRange,
  EMPTY_ROOT,
  keyLeaf,
  leafHash,
  logIndex,
  logKeyFromSeed,
  MerkleTree,
  minuteOf,
  newPin,
  nodeHash,
  readCheckpoint,
  readLatest,
  readLeaf,
  ringLeaf,
  signCheckpoint,
  signLatest,
  slipLeaf,
  verifyConsistency,
  verifyInclusion,
  vrfAlpha,
  vrfKeyFromSeed,
  vrfProve,
  vrfVerify,
} from "./index.ts"
import type { LogKey } from "./index.ts"

const refusal = (code: string) => expect.objectContaining({ code }) as Error
const hashAt = (i: number): Bytes => leafHash(u32(i))

function treeOf(size: number): MerkleTree {
  const tree = new MerkleTree()
  for (let i = 0; i < size; i++) tree.append(hashAt(i))
  return tree
}

describe("trees", () => {
  const tree = treeOf(40)

  it("hash as RFC 6962 says", () => {
    expect(toHex(leafHash(new Uint8Array()))).toBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
    expect(toHex(new MerkleTree().root())).toBe(toHex(sha256(new Uint8Array())))
    const leaf = slipLeaf({ minute: 0, slipHash: new Uint8Array(32).fill(2) })
    expect(toHex(leafHash(leaf))).toBe("767d3bf2cd192f8a80a6df82da62438b42938ed95632a169bb57a4fec011e94f")
    expect(toHex(treeOf(3).root())).toBe(toHex(nodeHash(nodeHash(hashAt(0), hashAt(1)), hashAt(2))))
  })

  it("prove every leaf and every prefix of all small trees, and nothing else", () => {
    for (let size = 1; size <= 40; size++) {
      const root = tree.root(size)
      for (let i = 0; i < size; i++) {
        const path = tree.inclusion(i, size)
        verifyInclusion(hashAt(i), i, size, path, root)
        expect(() => verifyInclusion(hashAt(i + 1), i, size, path, root)).toThrow(refusal("log-missing"))
        expect(() => verifyInclusion(hashAt(i), i, size, [...path, root], root)).toThrow(refusal("log-missing"))
      }
      for (let from = 0; from <= size; from++)
        verifyConsistency(from, size, tree.consistency(from, size), tree.root(from), root)
    }
  })

  it("a frontier knows the same root and survives storage", () => {
    let range = new CompactRange()
    for (let i = 0; i < 40; i++) {
      expect(range.append(hashAt(i))).toBe(i)
      range = CompactRange.restore(range.serialize())
      expect(toHex(range.root())).toBe(toHex(tree.root(i + 1)))
    }
    expect(() => CompactRange.restore(range.serialize().slice(1))).toThrow(ProtocolError)
  })

  it("a forked, shrunk or stretched history is refused", () => {
    const fork = new MerkleTree()
    for (let i = 0; i < 40; i++) fork.append(hashAt(i === 3 ? 99 : i))
    const [small, large] = [tree.root(17), fork.root(40)]
    expect(() => verifyConsistency(17, 40, fork.consistency(17, 40), small, large)).toThrow(refusal("log-fork"))
    expect(() => verifyConsistency(17, 40, tree.consistency(17, 40), small, large)).toThrow(refusal("log-fork"))
    expect(() => verifyConsistency(17, 9, [], small, tree.root(9))).toThrow(refusal("log-rollback"))
    expect(() => verifyConsistency(17, 17, [], small, fork.root(17))).toThrow(refusal("log-fork"))
    expect(() => verifyConsistency(17, 17, [small], small, small)).toThrow(refusal("log-fork"))
    expect(() => verifyConsistency(17, 40, [], small, tree.root(40))).toThrow(refusal("log-fork"))
    expect(() => verifyConsistency(0, 4, [], small, tree.root(4))).toThrow(refusal("log-fork"))
  })

  it("L7 proofs hold beyond 2^31 leaves", () => {
    // A tree of 2^33 + 1 leaves: the last leaf stands alone at the right of a full subtree.
    const [full, last] = [hashAt(1), hashAt(2)]
    const size = 2 ** 33 + 1
    verifyInclusion(last, size - 1, size, [full], nodeHash(full, last))
    verifyConsistency(2 ** 33, size, [last], full, nodeHash(full, last))
    expect(() => verifyInclusion(last, 0, size, [full], nodeHash(full, last))).toThrow(refusal("log-missing"))
  })
})

describe("checkpoints", () => {
  let key: LogKey
  let other: LogKey
  const checkpoint = {
    origin: "smp.example/log/keys",
    size: 7,
    root: new Uint8Array(32).fill(5),
    at: 1_790_000_000_000,
  }
  beforeAll(async () => {
    key = await logKeyFromSeed(new Uint8Array(32).fill(1))
    other = await logKeyFromSeed(new Uint8Array(32).fill(2))
  })

  it("come back from their note, also with a witness's line", async () => {
    const note = await signCheckpoint(checkpoint, key)
    expect(await readCheckpoint(note, checkpoint.origin, key.pub)).toEqual(checkpoint)
    const witnessed = `${note}\u2014 witness.example ${btoa("0123456789")}\n`
    expect(await readCheckpoint(witnessed, checkpoint.origin, key.pub)).toEqual(checkpoint)
  })

  it("are refused under another key, origin or time, and when edited", async () => {
    const note = await signCheckpoint(checkpoint, key)
    await expect(readCheckpoint(note, checkpoint.origin, other.pub)).rejects.toThrow(ProtocolError)
    await expect(readCheckpoint(note, "smp.example/log/other", key.pub)).rejects.toThrow(ProtocolError)
    for (const edited of [
      note.replace("\n7\n", "\n8\n"),
      note.replace("time 179", "time 180"),
      note.replace("\n7\n", "\n07\n"),
      note.slice(0, -1),
      "",
    ]) {
      await expect(readCheckpoint(edited, checkpoint.origin, key.pub)).rejects.toThrow(ProtocolError)
    }
  })

  it("are refused with anything but signature lines behind the text", async () => {
    const note = await signCheckpoint(checkpoint, key)
    for (const behind of [
      "words\n",
      "\n",
      "- witness.example MDEy\n",
      "\u2014 witness.example ???\n",
      "\u2014 witness.example\n",
    ])
      await expect(readCheckpoint(`${note}${behind}`, checkpoint.origin, key.pub)).rejects.toThrow(ProtocolError)
  })

  it("are refused under another key hash, though the signature is right", async () => {
    const note = await signCheckpoint(checkpoint, key)
    const line = /(.+ )(\S+)\n$/.exec(note)
    const raw = fromBase64(line?.[2] ?? "")
    raw[0] = (raw[0] ?? 0) ^ 1
    const edited = note.replace(line?.[2] ?? "", toBase64(raw))
    await expect(readCheckpoint(edited, checkpoint.origin, key.pub)).rejects.toThrow(ProtocolError)
  })

  it('"latest" is signed with its time, also when there is no key', async () => {
    const latest = { origin: checkpoint.origin, index: randomBytes(32), st: null, seq: null, size: 7, at: 5 }
    const signed = await signLatest(latest, key)
    expect(await readLatest(signed, key.pub)).toEqual(latest)
    await expect(readLatest(signed, other.pub)).rejects.toThrow(ProtocolError)
    await expect(readLatest({ ...signed, b: concat(signed.b, u32(0)) }, key.pub)).rejects.toThrow(ProtocolError)
    await expect(signLatest({ ...latest, seq: 0 }, key)).rejects.toThrow(ProtocolError)
  })

  it("a pin only moves along one history", () => {
    const tree = treeOf(20)
    const at = (size: number) => ({ ...checkpoint, size, root: tree.root(size) })
    const pin = advance(newPin(checkpoint.origin, key.pub, null), at(7), [])
    const moved = advance(pin, at(20), tree.consistency(7, 20))
    expect(moved.size).toBe(20)
    expect(() => advance(moved, at(7), [])).toThrow(refusal("log-rollback"))
    expect(() => advance(pin, { ...at(20), root: EMPTY_ROOT }, tree.consistency(7, 20))).toThrow(refusal("log-fork"))
    expect(() => advance(pin, { ...at(20), origin: "another" }, tree.consistency(7, 20))).toThrow(refusal("log-fork"))
    expect(() => advance(newPin(checkpoint.origin, key.pub, null), { ...at(0), root: tree.root(1) }, [])).toThrow(
      ProtocolError,
    )
  })
})

describe("leaves", () => {
  const minute = minuteOf(1_790_000_012_345)
  it("carry whole minutes and come back", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (seq, ver) => {
        const [index, digest] = [randomBytes(32), randomBytes(32)]
        expect(readLeaf(keyLeaf({ minute, index, seq, statementHash: digest }))).toEqual({
          type: "key",
          minute,
          index,
          seq,
          statementHash: digest,
        })
        expect(readLeaf(slipLeaf({ minute, slipHash: digest }))).toEqual({ type: "slip", minute, slipHash: digest })
        expect(readLeaf(ringLeaf({ minute, index, ver, akv: seq, ringHash: digest }))).toEqual({
          type: "ring",
          minute,
          index,
          ver,
          akv: seq,
          ringHash: digest,
        })
      }),
      { numRuns: 50 },
    )
    expect(() => slipLeaf({ minute: minute + 1, slipHash: new Uint8Array(32) })).toThrow(ProtocolError)
  })

  it("of other types count but are not read", () => {
    expect(readLeaf(fromHex("8401151864186a"))).toEqual({ type: "other", number: 21 })
    expect(() => readLeaf(fromHex("820201"))).toThrow(ProtocolError)
  })
})

describe("the index of a name (RFC 9381, appendix B.3)", () => {
  it.each([
    [
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "",
      "8657106690b5526245a92b003bb079ccd1a92130477671f6fc01ad16f26f723f26f8a57ccaed74ee1b190bed1f479d9727d2d0f9b005a6e456a35d4fb0daab1268a1b0db10836d9826a528ca76567805",
      "90cf1df3b703cce59e2a35b925d411164068269d7b2d29f3301c03dd757876ff66b71dda49d2de59d03450451af026798e8f81cd2e333de5cdf4f3e140fdd8ae",
    ],
    [
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "72",
      "f3141cd382dc42909d19ec5110469e4feae18300e94f304590abdced48aed5933bf0864a62558b3ed7f2fea45c92a465301b3bbf5e3e54ddf2d935be3b67926da3ef39226bbc355bdc9850112c8f4b02",
      "eb4440665d3891d668e7e0fcaf587f1b4bd7fbfe99d0eb2211ccec90496310eb5e33821bc613efb94db5e5b54c70a848a0bef4553a41befc57663b56373a5031",
    ],
  ])("has the published proof and output for secret %s", (secret, alpha, proof, output) => {
    const key = vrfKeyFromSeed(fromHex(secret))
    const made = vrfProve(key, fromHex(alpha))
    expect(toHex(made.proof)).toBe(proof)
    expect(toHex(made.output)).toBe(output)
    expect(toHex(vrfVerify(key.pub, fromHex(alpha), fromHex(proof)))).toBe(output)
  })

  it("C2 one name has one index, and no other proof for it verifies", () => {
    const key = vrfKeyFromSeed(randomBytes(32))
    const alpha = vrfAlpha("bob@example.com")
    const { proof, output } = vrfProve(key, alpha)
    expect(toHex(logIndex(vrfVerify(key.pub, alpha, proof)))).toBe(toHex(logIndex(output)))
    expect(() => vrfVerify(key.pub, vrfAlpha("eve@example.com"), proof)).toThrow(ProtocolError)
    expect(() => vrfVerify(vrfKeyFromSeed(randomBytes(32)).pub, alpha, proof)).toThrow(ProtocolError)
    for (let i = 0; i < proof.length; i += 3) {
      const wrong = proof.slice()
      wrong[i] = (wrong[i] ?? 0) ^ 4
      expect(() => vrfVerify(key.pub, alpha, wrong)).toThrow(ProtocolError)
    }
  })

  it("refuses keys of small order and scalars that are not reduced", () => {
    const key = vrfKeyFromSeed(randomBytes(32))
    const { proof } = vrfProve(key, vrfAlpha("x"))
    const identity = new Uint8Array(32)
    identity[0] = 1
    expect(() => vrfVerify(identity, vrfAlpha("x"), proof)).toThrow(ProtocolError)
    const large = concat(proof.slice(0, 48), new Uint8Array(32).fill(0xff))
    expect(() => vrfVerify(key.pub, vrfAlpha("x"), large)).toThrow(ProtocolError)
  })
})
