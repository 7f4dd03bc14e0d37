import { defaultOptions } from "@smp/shared/ui"
import { describe, expect, it } from "vitest"
import { startOptions } from "./start-options.ts"

const now = Date.UTC(2026, 10, 27)
const day = 86_400_000

describe("the options of an answer", () => {
  it("S31 are the usual ones for a new message", () => {
    expect(startOptions(null, { mayHide: true, now })).toEqual(defaultOptions)
  })

  it("S31 are those of what it answers, and its end is not later", () => {
    const inherited = { label: "Confidential", password: true, receipts: false, expires: now + 10 * day }
    expect(startOptions({ hideSubject: true, inherited }, { mayHide: true, now })).toEqual({
      ...defaultOptions,
      label: "Confidential",
      password: true,
      receipts: false,
      hideSubject: true,
      expiresInDays: 7,
    })
  })

  it("S31 end within a day where less than a day is left", () => {
    const inherited = { expires: now + day / 2 }
    expect(startOptions({ hideSubject: false, inherited }, { mayHide: true, now }).expiresInDays).toBe(1)
  })

  it("S31 hide no subject where the organization does not let subjects be hidden", () => {
    expect(startOptions({ hideSubject: true, inherited: {} }, { mayHide: false, now }).hideSubject).toBe(false)
  })
})
