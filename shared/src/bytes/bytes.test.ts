import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  concat,
  equalBytes,
  frame,
  fromBase64,
  fromBase64url,
  fromHex,
  fromUtf8,
  hash,
  isId,
  isSafeFileName,
  label,
  newId,
  normalizeAddress,
  padme,
  paddedLength,
  ProtocolError,
  safeFileName,
  sha256,
  sha256Async,
  toBase64,
  toBase64url,
  toHex,
  u16,
  u32,
  u64,
  unframe,
  utf8,
} from "./index.ts"

const bytes = fc.uint8Array({ maxLength: 200 }).map((value) => concat(value))

describe("text forms of bytes", () => {
  it("round trips, and one value has one form", () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(toHex(fromHex(toHex(value)))).toBe(toHex(value))
        expect(equalBytes(fromBase64(toBase64(value)), value)).toBe(true)
        expect(equalBytes(fromBase64url(toBase64url(value)), value)).toBe(true)
        expect(toBase64url(value)).toMatch(/^[A-Za-z0-9_-]*$/)
      }),
    )
  })

  it.each(["AB", "A", "AAA=", "A A", "AA\n", "AA+A", "_x"])(
    "refuses base64url %j that is no canonical form",
    (text) => {
      expect(() => fromBase64url(text)).toThrow(ProtocolError)
    },
  )

  it("refuses ill-formed text both ways", () => {
    expect(() => utf8("\udc00")).toThrow(ProtocolError)
    expect(() => fromUtf8(Uint8Array.of(0xc3, 0x28))).toThrow(ProtocolError)
    expect(fromUtf8(utf8("\ufeffGrüße 🙂"))).toBe("\ufeffGrüße 🙂")
  })

  it("writes numbers big-endian and refuses what does not fit", () => {
    expect(toHex(concat(u16(258), u32(1), u64(2 ** 53 - 1)))).toBe("010200000001001fffffffffffff")
    for (const write of [() => u16(65_536), () => u32(-1), () => u64(2 ** 53), () => u32(1.5)])
      expect(write).toThrow(ProtocolError)
  })

  it("compares in whole and by length", () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true)
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false)
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(false)
  })
})

describe("labels, hashes, identifiers", () => {
  it("are the protocol's constants", () => {
    expect(toHex(label("slip"))).toBe("534d502d76312f736c697000")
    expect(toHex(hash("prf"))).toBe("2cd6a64148d9282b91e321175206af5da32b66a46ff406e1043d59dcbd6cb463")
    expect(
      newId(
        "msg",
        Uint8Array.from({ length: 16 }, (_, i) => i),
      ),
    ).toBe("msg_00041061050r3gg28a1c60t3gf")
  })

  it("hashes the same at once and by WebCrypto", async () => {
    const value = utf8("x".repeat(1000))
    expect(toHex(await sha256Async(value))).toBe(toHex(sha256(value)))
  })

  it("makes identifiers of one form", () => {
    for (let i = 0; i < 50; i++) expect(isId("obj", newId("obj"))).toBe(true)
    for (const wrong of [
      "obj_8" + "0".repeat(25),
      "obj_" + "0".repeat(25),
      "msg_" + "0".repeat(26),
      "obj_" + "l".repeat(26),
      5,
    ]) {
      expect(isId("obj", wrong)).toBe(false)
    }
  })
})

describe("addresses", () => {
  it.each([
    ["  Alice@Example.COM ", "alice@example.com"],
    ["Bob.Müller@Bücher.example", "bob.müller@xn--bcher-kva.example"],
    ["a+b@sub.example.org", "a+b@sub.example.org"],
    ["ÉMILE@example.com", "Émile@example.com"],
    ["e\u0301@example.com", "é@example.com"],
  ])("normalizes %j", (typed, normal) => {
    expect(normalizeAddress(typed)).toBe(normal)
    expect(normalizeAddress(normal)).toBe(normal)
  })

  it.each([
    "bob@b.example/x",
    "bob@b.example:8480",
    "bob@b.example?q",
    "bob@b.example#f",
    "bob@%61.example",
    "bob@b.ex\tample",
    "bob@b.\nexample",
    "bob@b.example.",
    "b\u200bob@b.example",
    "bob@b\u00ad.example",
    "b\u202eob@b.example",
    "bob@0x7f.1",
    "bob@127.0.0.1",
    "bob@[::1]",
    "bob@1.2.3",
    "bob",
    "@example.com",
    "bob@",
    "bob@a..example",
    "bob@-a.example",
    `bob@${"a".repeat(64)}.example`,
    "bo b@b.example",
    "bob@exa mple.com",
    '"bob"@b.example',
    "a@b@b.example",
    "a,b@b.example",
    "a<b>@b.example",
    "bob@b_c.example",
    `${"x".repeat(250)}@b.example`,
    "bob@user:pw@b.example",
    "bob@b。example",
    "\ud800@b.example",
  ])("M12 refuses %j", (typed) => {
    expect(() => normalizeAddress(typed)).toThrow(expect.objectContaining({ code: "address-refused" }) as Error)
  })
})

describe("frames and filling", () => {
  it("Padmé has the protocol's values", () => {
    expect([1, 1000, 10_000, 1_048_577, 1_073_741_825].map(padme)).toEqual([1, 1024, 10_240, 1_081_344, 1_107_296_256])
  })

  it("Padmé never shrinks, adds at most 12 %, and is stable", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), (length) => {
        const padded = padme(length)
        expect(padded).toBeGreaterThanOrEqual(length)
        expect(padded).toBeLessThanOrEqual(Math.ceil(length * 1.12) + 1)
        expect(padme(padded)).toBe(padded)
      }),
    )
  })

  it("round trips with and without filling", () => {
    fc.assert(
      fc.property(bytes, fc.boolean(), (value, pad) => {
        const framed = frame(value, pad)
        expect(framed.length).toBe(pad ? paddedLength(4 + value.length) : 4 + value.length)
        expect(equalBytes(unframe(framed), value)).toBe(true)
      }),
    )
  })

  it("refuses a frame that is cut, too long, or filled with anything but zeros", () => {
    const framed = frame(utf8("hello"), true)
    const dirty = framed.slice()
    dirty[dirty.length - 1] = 1
    for (const wrong of [framed.slice(0, 3), dirty, concat(u32(5), utf8("hell"))])
      expect(() => unframe(wrong)).toThrow(ProtocolError)
  })
})

describe("file names", () => {
  it.each(["a/b", "a\\b", "a\0b", "a\nb", "a\u202Eexe.txt", "a.", "a ", "", "x".repeat(256), "a\u2066b"])(
    "L8 refuses %j",
    (name) => {
      expect(isSafeFileName(name)).toBe(false)
      expect(isSafeFileName(safeFileName(name))).toBe(true)
    },
  )

  it.each([
    ["Angebot – 2026.pdf", "Angebot – 2026.pdf"],
    ["..\\..\\etc/passwd", "passwd"],
    ["rap\u202Efdp.exe", "rapfdp.exe"],
    ["  ..", "attachment"],
    ["NUL.txt", "_NUL.txt"],
  ])("makes %j safe", (name, safe) => {
    expect(safeFileName(name)).toBe(safe)
  })

  it("keeps the extension of a long name", () => {
    const safe = safeFileName(`${"ä".repeat(300)}.docx`)
    expect(safe).toMatch(/\.docx$/)
    expect(utf8(safe).length).toBeLessThanOrEqual(255)
  })

  it("makes any name safe", () => {
    const isAlwaysSafe = fc.property(fc.string({ unit: "binary" }), (name) => isSafeFileName(safeFileName(name)))
    expect(fc.check(isAlwaysSafe).failed).toBe(false)
  })
})
