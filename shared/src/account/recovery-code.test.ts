import { describe, expect, it } from "vitest"
import { makeRecoveryCode, readRecoveryCode, showRecoveryCode, typedCharacters } from "./recovery-code.ts"

describe("the recovery code", () => {
  it("S29 has 125 random bits and the check character of the protocol's constant", () => {
    expect(readRecoveryCode("0123456789ABCDEFGHJKMNPQR6")).toBe("0123456789ABCDEFGHJKMNPQR6")
    expect(makeRecoveryCode()).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
    expect(makeRecoveryCode()).not.toBe(makeRecoveryCode())
  })

  it("is read however it was typed, and refused when one character is wrong", () => {
    const code = makeRecoveryCode()
    expect(readRecoveryCode(` ${showRecoveryCode(code).toLowerCase()} `)).toBe(code)
    expect(readRecoveryCode(code.replaceAll("0", "o").replaceAll("1", "l"))).toBe(code)
    expect(readRecoveryCode(code.slice(0, 25))).toBeNull()
    expect(readRecoveryCode(`${code}A`)).toBeNull()
  })

  it("is shown in groups of five, the check character with the last", () => {
    expect(showRecoveryCode("0123456789ABCDEFGHJKMNPQR6")).toBe("01234-56789-ABCDE-FGHJK-MNPQR6")
    expect(typedCharacters("k7qm 2xw4-rtb9")).toBe("K7QM2XW4RTB9")
  })
})
