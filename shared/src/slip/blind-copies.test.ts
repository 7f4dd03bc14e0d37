import { describe, expect, it } from "vitest"
import { decodeCbor, encodeCbor, equalBytes, ProtocolError, randomBytes } from "../bytes/index.ts"
import { isBlindEntry, makeBccRecord, readBccRecord } from "./index.ts"
import type { BccRecord, BlindEntry, BlindRecipient } from "./index.ts"

const recipient = (i: number): BlindRecipient => ({
  addr: `blind${i}@example.com`,
  name: "Blind",
  prn: `idn_${"0".repeat(25)}${i % 8}`,
  kid: new Uint8Array(32).fill(i),
  mode: "key",
})
const agent = {
  prn: `prn_${"0".repeat(26)}`,
  kind: "grant-agent",
  kid: new Uint8Array(32).fill(200),
  scope: "all",
} as const
const listOf = (count: number, holders: BccRecord["holders"] = []): BccRecord => ({
  bcc: Array.from({ length: count }, (_, i) => recipient(i)),
  holders,
})
const entryOf = ({ addr, prn, kid, mode }: BlindRecipient): BlindEntry => ({ addr, prn, kid, mode })

describe("blind copies", () => {
  it.each([0, 1, 5, 32, 33, 200])("M4 all %i of them prove their place, and the list comes back whole", (count) => {
    const list = listOf(count, count === 5 ? [agent] : [])
    const { record, commitment, proofs } = makeBccRecord(list)
    expect(readBccRecord(record, commitment)).toEqual({ ...list, proofs: proofs.slice(0, list.bcc.length) })
    for (const [i, one] of list.bcc.entries()) {
      const proof = proofs[i]
      if (proof === undefined) throw new Error("proof")
      expect(isBlindEntry(commitment, entryOf(one), proof)).toBe(true)
      expect(isBlindEntry(commitment, { ...entryOf(one), mode: "agent" }, proof)).toBe(false)
      expect(isBlindEntry(commitment, entryOf(recipient(i + 1)), proof)).toBe(false)
      expect(proof.path).toHaveLength(count <= 32 ? 5 : 10)
    }
  })

  it("M4 a reader whom the list leaves out has no place under the commitment", () => {
    const empty = makeBccRecord(listOf(0))
    const other = makeBccRecord(listOf(1))
    const [proof] = other.proofs
    if (proof === undefined) throw new Error("proof")
    expect(isBlindEntry(empty.commitment, entryOf(recipient(0)), proof)).toBe(false)
    expect(() => readBccRecord(empty.record, other.commitment)).toThrow(ProtocolError)
  })

  it("M4 an entry cannot hide as filling: whoever has the record computes every leaf again", () => {
    const { record, commitment } = makeBccRecord(listOf(3))
    const fields = decodeCbor(record, 1 << 20) as { bcc: unknown[]; size: number; salt: Uint8Array }
    const shorter = encodeCbor({ ...fields, bcc: fields.bcc.slice(1) })
    expect(() => readBccRecord(shorter, commitment)).toThrow(ProtocolError)
    expect(() => readBccRecord(encodeCbor({ ...fields, size: 1024 }), commitment)).toThrow(ProtocolError)
    expect(() => readBccRecord(encodeCbor({ ...fields, salt: randomBytes(32) }), commitment)).toThrow(ProtocolError)
    expect(() => readBccRecord(encodeCbor({ ...fields, bcc: [...fields.bcc, fields.bcc[0]] }), commitment)).toThrow(
      ProtocolError,
    )
  })

  it("an entry has the form that it would have on the slip", () => {
    const [one] = listOf(1).bcc
    if (one === undefined) throw new Error("entry")
    const odd: BccRecord[] = [
      { bcc: [{ ...one, kid: null }], holders: [] },
      { bcc: [{ ...one, mode: "agent" }], holders: [] },
      { bcc: [{ ...one, addr: "Blind@example.com" }], holders: [] },
      { bcc: [one], holders: [{ ...agent, scope: "files" }] },
    ]
    for (const list of odd) {
      const { record, commitment } = makeBccRecord(list)
      expect(() => readBccRecord(record, commitment)).toThrow(ProtocolError)
    }
  })

  it("M4 an entry cannot hide below a leaf: the size of the tree is committed", () => {
    const { commitment, proofs } = makeBccRecord(listOf(1))
    const [proof] = proofs
    if (proof === undefined) throw new Error("proof")
    const longer = { ...proof, path: [...proof.path, ...proof.path] }
    expect(isBlindEntry(commitment, entryOf(recipient(0)), longer)).toBe(false)
    expect(isBlindEntry(commitment, entryOf(recipient(0)), { ...proof, path: proof.path.slice(1) })).toBe(false)
    expect(isBlindEntry(commitment, entryOf(recipient(0)), { ...proof, position: proof.position + 32 })).toBe(false)
  })

  it("nothing in the commitment or its length tells how many there are", () => {
    const lengths = new Set([0, 1, 32, 33, 500].map((count) => makeBccRecord(listOf(count)).commitment.length))
    expect([...lengths]).toEqual([32])
    const [a, b] = [makeBccRecord(listOf(2)), makeBccRecord(listOf(2))]
    expect(equalBytes(a.commitment, b.commitment)).toBe(false)
  })
})
