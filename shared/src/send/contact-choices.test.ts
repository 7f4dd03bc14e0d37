import { describe, expect, test } from "vitest"
import { choicesWith } from "./contact-choices.ts"

const labels = [
  { label: "Internal", least: null },
  { label: "Confidential", least: "sender" },
  { label: "Strictly confidential", least: "pass" },
] as const

describe("ways in for people without a key", () => {
  test("S30 rules and label leave what is strong enough; the usual way stands first", () => {
    const rules = { first: ["agent", "sender", "pass", "link"] as const, labels }
    expect(choicesWith(rules, null)).toEqual(["agent", "sender", "sender-code", "pass", "link"])
    expect(choicesWith(rules, "Internal")[0]).toBe("agent")
    expect(choicesWith(rules, "Confidential")).toEqual(["sender", "sender-code", "pass", "link"])
    expect(choicesWith(rules, "Strictly confidential")).toEqual(["pass", "sender-code"])
  })

  test("S30 the organization's own order says what is usual; a label may leave nothing", () => {
    expect(choicesWith({ first: ["link", "agent"], labels }, null)).toEqual(["link", "agent"])
    expect(choicesWith({ first: ["agent", "link"], labels }, "Confidential")).toEqual(["link"])
    expect(choicesWith({ first: ["agent"], labels }, "Strictly confidential")).toEqual([])
  })
})
