import { describe, expect, it } from "vitest"
import { advance, nothingYet, retryAfter } from "./send-state.ts"

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
})
