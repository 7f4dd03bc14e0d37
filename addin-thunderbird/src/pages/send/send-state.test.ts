import { describe, expect, it } from "vitest"
import { advance, isSameSend, nothingYet, retryAfter } from "./send-state.ts"

const person = (address: string) => ({ address }) as never
const entry = {
  journalId: "j",
  subject: "Findings",
  people: ["a@example.com", "b@example.com"],
  startedAt: 1,
  state: "interrupted",
} as const

describe("the sending page", () => {
  it("S34 keeps the progress of each file apart", () => {
    const file = (index: number, bytes: number) =>
      ({ step: "attachments", file: { name: "x", index, bytes, total: 10 }, bytes, total: 20 }) as const
    const after = [file(0, 4), file(1, 3), file(0, 10)].reduce(advance, nothingYet(2))
    expect(after).toEqual({ step: "attachments", files: [10, 3] })
    expect(advance(after, { step: "hand-over" })).toEqual({ step: "hand-over", files: [10, 3] })
  })

  it("tries again after 5, 10, 20 and then every 30 seconds", () => {
    expect([0, 1, 2, 3, 9].map(retryAfter)).toEqual([5, 10, 20, 30, 30])
  })

  it("takes up an interrupted upload only for the same subject and the same people", () => {
    const people = [person("b@example.com"), person("a@example.com")]
    expect(isSameSend(entry, { people }, "Findings")).toBe(true)
    expect(isSameSend(entry, { people }, "Other")).toBe(false)
    expect(isSameSend(entry, { people: people.slice(1) }, "Findings")).toBe(false)
    expect(isSameSend({ ...entry, state: "prepared" }, { people }, "Findings")).toBe(false)
  })
})
