import { describe, expect, it } from "vitest"
import { decodeCbor, encodeCbor, ProtocolError } from "../bytes/index.ts"
import type { SignedStatement } from "../bytes/index.ts"
import { sign } from "../suite/index.ts"
import type { KeySet } from "../suite/index.ts"
import { checkChain, isSameKey, makeStatement, principalId, reachedByRotate, readStatement } from "./index.ts"
import { NOW, person, principal, renew } from "./testing/people.ts"

const refused = expect.objectContaining({ code: "open-failed" }) as Error

/** Signs a body that makeStatement would not make. */
async function forge(keySet: KeySet, body: Record<string, unknown>): Promise<SignedStatement> {
  return { ...(await sign("key-statement", keySet, encodeCbor(body))), o: null }
}

async function bodyOf(owner: { statement: { raw: SignedStatement } }): Promise<Record<string, unknown>> {
  return decodeCbor(owner.statement.raw.b, 8192) as Record<string, unknown>
}

describe("key statements", () => {
  it("come back with the principal id that their first key gives", async () => {
    for (const suite of [1, 2] as const) {
      const alice = await person("alice@example.com", suite)
      const read = await readStatement(alice.statement.raw)
      expect(read.prn).toBe(principalId("person", "alice@example.com", read.kid))
      expect(read).toEqual(alice.statement)
    }
    expect((await principal("archive", null)).prn).toMatch(/^prn_/)
  })

  it("C1a nobody can claim another principal's id", async () => {
    const [alice, mallory] = [await person("alice@example.com"), await person("mallory@example.org")]
    const claim = makeStatement(mallory.keySet, {
      kind: "person",
      addr: "mallory@example.org",
      prn: alice.prn,
      at: NOW,
    })
    await expect(claim).rejects.toThrow(refused)
    const sameAddress = makeStatement(mallory.keySet, {
      kind: "person",
      addr: "alice@example.com",
      prn: alice.prn,
      at: NOW,
    })
    await expect(sameAddress).rejects.toThrow(refused)
  })

  it("C1c a reset belongs to the chain and is never the same key", async () => {
    const alice = await person("alice@example.com")
    const reset = await renew(alice, "reset")
    expect(await checkChain(reset.chain)).toBe(reset.statement)
    expect(reachedByRotate(reset.chain, alice.statement.kid, reset.statement.kid)).toBe(false)
    const rotatedAfter = await renew(reset, "rotate")
    expect(reachedByRotate(rotatedAfter.chain, reset.statement.kid, rotatedAfter.statement.kid)).toBe(true)
    expect(reachedByRotate(rotatedAfter.chain, alice.statement.kid, rotatedAfter.statement.kid)).toBe(false)
  })

  it("a rotation counts only with the old key's signature, and only once it was checked", async () => {
    const [alice, mallory] = [await person("alice@example.com"), await person("mallory@example.org")]
    const rotated = await renew(alice, "rotate")
    expect(isSameKey(rotated.statement, alice.statement.kid)).toBe(true)
    const unchecked = await readStatement(rotated.statement.raw)
    expect(isSameKey(unchecked, alice.statement.kid)).toBe(false)
    const { kind, addr, prn, kid } = alice.statement
    const forged = await makeStatement(
      mallory.keySet,
      { kind, addr, prn, seq: 1, how: "rotate", prev: kid, at: NOW },
      mallory.keySet,
    )
    await expect(checkChain([alice.statement, forged])).rejects.toThrow(refused)
    expect(isSameKey(forged, kid)).toBe(false)
  })

  it("one principal has one address and one kind for ever", async () => {
    const alice = await person("alice@example.com")
    await expect(renew(alice, "rotate", { addr: "alice@example.org" })).rejects.toThrow(refused)
    await expect(renew(alice, "reset", { addr: "alice@example.org" })).rejects.toThrow(refused)
    await expect(renew(alice, "rotate", { kind: "group" })).rejects.toThrow(refused)
  })

  it("a chain without its beginning, with a gap, a wrong order or a repeated key is refused", async () => {
    const first = await person("alice@example.com")
    const second = await renew(first, "rotate")
    const third = await renew(second, "rotate")
    const [a, b, c] = third.chain
    if (!a || !b || !c) throw new Error("chain")
    for (const chain of [[], [b, c], [a, c], [b, a], [a, b, b], [a, a]])
      await expect(checkChain(chain)).rejects.toThrow(refused)
    await expect(renew(second, "rotate", { seq: 3 })).rejects.toThrow(refused)
    await expect(renew(second, "rotate", { prev: first.statement.kid })).rejects.toThrow(refused)
    await expect(renew(second, "rotate", { rev: first.statement.kid })).rejects.toThrow(refused)
  })

  it("a root key is never reset", async () => {
    const root = await principal("root", null)
    await expect(renew(root, "reset")).rejects.toThrow(refused)
    expect((await renew(root, "rotate")).statement.seq).toBe(1)
  })

  it("every other combination of fields is refused", async () => {
    const alice = await person("alice@example.com")
    const body = await bodyOf(alice)
    const changes: Record<string, unknown>[] = [
      { v: 2 },
      { extra: null },
      { seq: 1 },
      { how: "rotate" },
      { prev: new Uint8Array(32) },
      { addr: "Alice@example.com" },
      { addr: null },
      { kind: "root" },
      { kind: "delegate" },
      { prn: alice.prn.replace("idn", "prn") },
      { at: -1 },
      { rev: new Uint8Array(31) },
      { sig: new Uint8Array(65) },
      { kem: new Uint8Array(65) },
      { suite: 1 },
    ]
    for (const change of changes) {
      await expect(forge(alice.keySet, { ...body, ...change }).then(readStatement)).rejects.toThrow(ProtocolError)
    }
    const revoked = forge(alice.keySet, { ...body, how: "revoke", seq: 1 }).then(readStatement)
    await expect(revoked).rejects.toThrow(expect.objectContaining({ code: "unsupported" }) as Error)
  })
})
