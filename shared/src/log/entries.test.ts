import { describe, expect, it } from "vitest"
import { decodeCbor, encodeCbor, randomBytes } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import {
  chainKey,
  entryHash,
  FIRST_PREV,
  intervalLeaf,
  intervalTree,
  intervalWidth,
  joinHashes,
  logKeyFromSeed,
  readHead,
  readLeaf,
  signHead,
  splitHashes,
  verifyEntry,
} from "./index.ts"
import type { LoggedEvent } from "./index.ts"

const refusal = (code: string) => expect.objectContaining({ code }) as Error
const key = chainKey(randomBytes(32), "bob@example.com")
const place = { key, n: 3, prev: randomBytes(32), salt: randomBytes(32) }
const signed = { b: randomBytes(100), k: randomBytes(32), s: randomBytes(64) }
const event: LoggedEvent = {
  org: "org_0",
  msg: "msg_0",
  addr: "bob@example.com",
  kind: "displayed",
  at: 1_795_000_000_000,
  obj: "obj_0",
  client: "smp 0.1.0",
  evidence: signed,
}

describe("S22 entries of a message's history", () => {
  it("say another hash for every change of place, event or evidence", () => {
    const changes = [
      entryHash(place, event),
      entryHash({ ...place, key: chainKey(randomBytes(32), "bob@example.com") }, event),
      entryHash({ ...place, n: 4 }, event),
      entryHash({ ...place, prev: FIRST_PREV }, event),
      entryHash({ ...place, salt: randomBytes(32) }, event),
      ...Object.entries({ org: "org_1", msg: "msg_1", addr: "", kind: "released", at: 1, obj: null, client: null }).map(
        ([name, value]) => entryHash(place, { ...event, [name]: value }),
      ),
      entryHash(place, { ...event, evidence: null }),
      ...(["b", "k", "s"] as const).map((part) => {
        const flipped = signed[part].slice()
        flipped[5] = (flipped[5] ?? 0) ^ 1
        return entryHash(place, { ...event, evidence: { ...signed, [part]: flipped } })
      }),
    ]
    expect(new Set(changes.map((hash) => hash.join())).size).toBe(changes.length)
  })

  it("one interval hides how many there were, and proves each at its place and nowhere else", () => {
    expect([0, 1, 64, 65, 4096].map(intervalWidth)).toEqual([64, 64, 64, 128, 4096])
    const hashes: Bytes[] = Array.from({ length: 128 }, () => randomBytes(32))
    const tree = intervalTree(hashes)
    const leaf = readLeaf(intervalLeaf({ minute: 60_000, root: tree.root() }))
    expect(leaf).toEqual({ type: "interval", minute: 60_000, root: tree.root() })
    expect(splitHashes(joinHashes(hashes))).toEqual(hashes)
    const [entry = FIRST_PREV] = hashes
    const proof = { entry, position: 0, path: tree.inclusion(0), root: tree.root() }
    verifyEntry(proof)
    expect(() => verifyEntry({ ...proof, position: 1 })).toThrow(refusal("log-missing"))
    expect(() => verifyEntry({ ...proof, entry: randomBytes(32) })).toThrow(refusal("log-missing"))
    // A node of the tree is no entry, however short the path.
    expect(() => verifyEntry({ ...proof, path: proof.path.slice(1) })).toThrow(refusal("log-missing"))
    expect(() => verifyEntry({ ...proof, path: [] })).toThrow(refusal("open-failed"))
    expect(() => splitHashes(joinHashes(hashes.slice(0, 100)))).toThrow(refusal("open-failed"))
  })
})

describe("S22 the log's word about a chain", () => {
  const head = { origin: "smp.example/log/org_0", key, n: 3, entry: randomBytes(32), size: 9, at: 5 }

  it("is read as it was signed, by this log's key alone", async () => {
    const [own, other] = [await logKeyFromSeed(randomBytes(32)), await logKeyFromSeed(randomBytes(32))]
    const word = await signHead(head, own)
    expect(await readHead(word, own.pub)).toEqual(head)
    const nothing = { ...head, n: null, entry: null }
    expect(await readHead(await signHead(nothing, own), own.pub)).toEqual(nothing)
    await expect(readHead(word, other.pub)).rejects.toThrow(refusal("open-failed"))
    await expect(readHead({ ...word, k: randomBytes(32) }, own.pub)).rejects.toThrow(refusal("open-failed"))
    const fields = decodeCbor(word.b, 1000) as Record<string, unknown>
    const changed = { ...word, b: encodeCbor({ ...fields, n: 2 }) }
    await expect(readHead(changed, own.pub)).rejects.toThrow(refusal("open-failed"))
    await expect(signHead({ ...head, n: null }, own)).rejects.toThrow(refusal("open-failed"))
  })
})
