import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { concat, decodeCbor, encodeCbor, fromHex, ProtocolError, readMap, toHex, u32 } from "./index.ts"

const decode = (hex: string): unknown => decodeCbor(fromHex(hex), 1 << 20)

/** Whatever the profile can carry. */
const anyValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string({ unit: "grapheme" }),
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(
      fc.string({ maxLength: 12 }).filter((key) => key !== "__proto__"),
      tie("value"),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
})).value

describe("the one canonical encoding", () => {
  it("sorts keys and takes the shortest forms", () => {
    expect(toHex(encodeCbor({ v: 1, b: null, aa: [true, -1] }))).toBe("a36162f661760162616182f520")
  })

  it("gives back what went in, and the same bytes again", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const bytes = encodeCbor(value)
        const back = decodeCbor(bytes, 1 << 20)
        expect(toHex(encodeCbor(back))).toBe(toHex(bytes))
        expect(back).toEqual(value)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ["a longer integer than needed", "1805"],
    ["a longer length than needed", "580161"],
    ["an indefinite array", "9f01ff"],
    ["indefinite text", "7f6161ff"],
    ["a key twice", "a2616101616102"],
    ["keys out of order", "a2616201616102"],
    ["a key that is not text", "a10102"],
    ["a double", "fb3ff8000000000000"],
    ["a half float", "f93c00"],
    ["negative zero", "f98000"],
    ["undefined", "f7"],
    ["another simple value", "f0"],
    ["a tag", "c100"],
    ["ill-formed UTF-8", "62c328"],
    ["a surrogate in UTF-8", "63eda080"],
    ["a trailing byte", "0100"],
    ["nothing", ""],
    ["an integer over 2^53 - 1", "1b0020000000000000"],
    ["a negative integer under -(2^53 - 1)", "3b001fffffffffffff"],
    ["a byte string that is cut short", "4361"],
  ])("refuses %s", (_name, hex) => {
    expect(() => decode(hex)).toThrow(ProtocolError)
  })

  it("a key __proto__ changes no prototype, and no closed set of keys has it", () => {
    const value = decode("a1695f5f70726f746f5f5fa0")
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(() => readMap(value, ["v"])).toThrow(ProtocolError)
    expect(() => readMap(value, [])).toThrow(ProtocolError)
  })

  it("any bytes are refused or are the encoding of what they decode to", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const input = concat(bytes)
        const again = (() => {
          try {
            return encodeCbor(decodeCbor(input, 1000))
          } catch (error) {
            return error instanceof ProtocolError ? input : null
          }
        })()
        expect(again).toEqual(input)
      }),
      { numRuns: 3000 },
    )
  })

  it("so is every encoding in which one byte was changed, put in or left out", () => {
    const change = fc.record({ at: fc.nat(), byte: fc.nat(255), kind: fc.constantFrom("change", "insert", "remove") })
    fc.assert(
      fc.property(anyValue, change, (value, { at, byte, kind }) => {
        const whole = encodeCbor(value)
        const place = at % whole.length
        const rest = whole.slice(kind === "insert" ? place : place + 1)
        const changed = concat(whole.slice(0, place), kind === "remove" ? new Uint8Array() : Uint8Array.of(byte), rest)
        let back: unknown
        try {
          back = decodeCbor(changed, 1 << 20)
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError)
          return
        }
        expect(toHex(encodeCbor(back))).toBe(toHex(changed))
      }),
      { numRuns: 5000 },
    )
  })

  it.each([
    ["a shorter key after a longer one", "a2626161016161f6"],
    ["a key after its own beginning", "a262616101626161f6"],
    ["a long key twice", `a27853${"61".repeat(83)}017853${"61".repeat(83)}02`],
    ["ill-formed UTF-8 in a long text", `7853${"61".repeat(82)}c3`],
    ["ill-formed UTF-8 in a key", "a162c32801"],
  ])("refuses %s", (_name, hex) => {
    expect(() => decode(hex)).toThrow(ProtocolError)
  })

  it("M11 refuses nesting over 8 and accepts 8", () => {
    const nested = (depth: number): unknown => decode(`${"81".repeat(depth)}00`)
    expect(nested(8)).toBeDefined()
    expect(() => nested(9)).toThrow(ProtocolError)
  })

  it("M11 refuses eight million empty arrays at once, before a decoder builds them", () => {
    const count = 8 << 20
    const bomb = concat(Uint8Array.of(0x9a), u32(count), new Uint8Array(count).fill(0x80))
    expect(() => decodeCbor(bomb, 16 << 20)).toThrow(expect.objectContaining({ reason: "too many items" }) as Error)
  })

  it("M11 counts 100,000 items and no more", () => {
    const array = (length: number): unknown => decodeCbor(encodeCbor(Array.from({ length }, () => 0)), 1 << 20)
    expect(array(99_999)).toHaveLength(99_999)
    expect(() => array(100_000)).toThrow(ProtocolError)
  })

  it("hands out byte strings that share no memory with the input", () => {
    const bytes = encodeCbor([new Uint8Array([1, 2, 3])])
    const [inner] = decodeCbor(bytes, 100) as [Uint8Array]
    bytes.fill(9)
    expect([...inner]).toEqual([1, 2, 3])
    expect(inner.constructor).toBe(Uint8Array)
  })

  it("encodes nothing that has no canonical form", () => {
    for (const value of [1.5, Number.NaN, -0, undefined, "\ud800", new Map(), 2n, { a: undefined }, new Date()]) {
      expect(() => encodeCbor(value)).toThrow(ProtocolError)
    }
  })

  it("reads maps with a closed set of keys", () => {
    expect(readMap({ a: 1, b: 2 }, ["a", "b"])).toEqual({ a: 1, b: 2 })
    expect(() => readMap({ a: 1 }, ["a", "b"])).toThrow(ProtocolError)
    expect(() => readMap({ a: 1, b: 2, c: 3 }, ["a", "b"])).toThrow(ProtocolError)
    expect(() => readMap({ a: 1, toString: 3 }, ["a", "b"])).toThrow(ProtocolError)
  })
})
