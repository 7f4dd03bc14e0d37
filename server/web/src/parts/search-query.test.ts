/** What is typed in the search field, in the reader's language and in English. */
import { en } from "@smp/shared/ui"
import type { Label } from "@smp/shared/wire"
import { describe, expect, test } from "vitest"
import { readQuery, withFilter } from "./search-query.ts"

const german = {
  ...en.mailbox.words,
  from: "von",
  has: "mit",
  files: "dateien",
  is: "ist",
  unread: "neu",
  after: "nach",
  label: "etikett",
}
const label = { id: "lbl_00000000000000000000000000", name: "House purchase", color: "green" } as Label

describe("S51 search by filters", () => {
  test("filters and words, in either language, in any order", () => {
    expect(readQuery("purchase from:alice has:files agreement", en.mailbox.words, [])).toEqual({
      from: "alice",
      withFiles: true,
      q: "purchase agreement",
    })
    expect(readQuery('von:alice mit:dateien ist:neu etikett:"house purchase"', german, [label])).toEqual({
      from: "alice",
      withFiles: true,
      unread: true,
      label: label.id,
    })
    expect(readQuery("is:new in:all", german, [])).toEqual({ unread: true, isEverywhere: true })
    expect(readQuery("nach:2026-01-31", german, [])).toEqual({ after: new Date(2026, 0, 31).getTime() })
  })

  test("what is no filter stays a word: a time, an unknown name, a label that one does not have, a filter half typed", () => {
    for (const text of ["10:30", "re: contract", "label:other", "after:yesterday", "from:", "has:wings"])
      expect(readQuery(text, en.mailbox.words, [label])).toEqual({ q: text })
  })

  test("a suggestion is added at the end; one that wants a value leaves the cursor behind its colon", () => {
    expect(withFilter("", "from:")).toBe("from:")
    expect(withFilter("contract ", "has:files")).toBe("contract has:files ")
  })
})
