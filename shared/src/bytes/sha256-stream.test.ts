import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { concat } from "./byte-strings.ts"
import type { Bytes } from "./byte-strings.ts"
import { sha256Async } from "./labels.ts"
import { inWebAssembly, sha256Stream } from "./sha256-stream.ts"

const piece = fc.integer({ min: 0, max: 70_000 }).map((length) => {
  const bytes: Bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 1) bytes[at] = (at * 31 + length) & 255
  return bytes
})

describe("SHA-256 piece by piece", () => {
  it.each([
    ["in Node", sha256Stream],
    ["as in a page", inWebAssembly],
  ])("%s: the digest of the whole, however it is cut, also of two at once", async (_where, begin) => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (pieces) => {
        const [one, other] = [await begin(), await begin()]
        for (const each of pieces) {
          one.update(each)
          other.update(each.toReversed())
        }
        expect(one.digest()).toEqual(await sha256Async(concat(...pieces)))
        expect(other.digest()).toEqual(await sha256Async(concat(...pieces.map((each) => each.toReversed()))))
      }),
      { numRuns: 25 },
    )
  })
})
