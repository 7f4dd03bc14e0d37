import { describe, expect, it } from "vitest"
import { afterLook, isDue } from "./saved-note.ts"
import type { SavedNote } from "./saved-note.ts"

const DAY = 24 * 3600_000
const note: SavedNote = { mark: "reply", thread: null }
const missed: SavedNote = { ...note, missingSince: 100 * DAY }

describe("S10 the note that a saved draft is an answer to a protected message", () => {
  it("stays as long as a folder has the copy", () => {
    expect(isDue(note, 100 * DAY)).toBe(true)
    expect(afterLook(note, true, 100 * DAY)).toEqual(note)
  })

  it("stays for a week after its copy was missed, and goes when it is missed again", () => {
    expect(afterLook(note, false, 100 * DAY)).toEqual(missed)
    expect(isDue(missed, 106 * DAY)).toBe(false)
    expect(isDue(missed, 107 * DAY)).toBe(true)
    expect(afterLook(missed, false, 107 * DAY)).toBeNull()
  })

  it("counts anew when the copy was there again", () => {
    expect(afterLook(missed, true, 107 * DAY)).toEqual(note)
  })
})
