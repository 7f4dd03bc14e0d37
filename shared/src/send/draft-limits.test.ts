import { describe, expect, it } from "vitest"
import { sourceFromBytes } from "../client/index.ts"
import { addresseesOf, checkDraft, MAX_FILE_BYTES, shortName } from "./draft-limits.ts"
import type { Draft } from "./mail-host.ts"

const stopped = (code: string, about: object = {}) => expect.objectContaining({ code, ...about }) as Error
const people = (...addresses: string[]) => addresses.map((address) => ({ address, name: "" }))
const source = sourceFromBytes(new Uint8Array())
const draft = (change: Partial<Draft>): Draft => ({
  from: { address: "alice@example.com", name: "Alice" },
  to: people("bob@example.com"),
  cc: [],
  bcc: [],
  subject: "",
  html: null,
  text: "",
  attachments: [],
  thread: null,
  ...change,
})

describe("what a draft may be", () => {
  it("S31 everybody counts once, in the first role, under the normal form of the address", () => {
    const found = addresseesOf(
      draft({
        to: people("Bob@Example.COM"),
        cc: people("bob@example.com", "carol@bücher.example"),
        bcc: people("CAROL@xn--bcher-kva.example"),
      }),
    )
    expect(found.map(({ role, address }) => [role, address])).toEqual([
      ["to", "bob@example.com"],
      ["cc", "carol@xn--bcher-kva.example"],
    ])
  })

  it("says which addresses are none", () => {
    expect(() => addresseesOf(draft({ to: people("bob@example.com", "nobody", "x@b.example/y") }))).toThrow(
      stopped("address-refused", { people: ["nobody", "x@b.example/y"] }),
    )
  })

  it("says no recipient, too many recipients, too many files, too large", () => {
    expect(() => addresseesOf(draft({ to: [] }))).toThrow(stopped("no-recipient"))
    const crowd = people(...Array.from({ length: 1_001 }, (_, at) => `p${at}@example.com`))
    expect(() => addresseesOf(draft({ to: crowd }))).toThrow(stopped("too-many-recipients"))
    const file = (size: number) => ({ name: "film.mkv", type: "video/x-matroska", size, source, cid: null })
    expect(() => checkDraft(draft({ attachments: Array.from({ length: 201 }, () => file(1)) }))).toThrow(
      stopped("too-many-files"),
    )
    expect(() => checkDraft(draft({ attachments: [file(MAX_FILE_BYTES + 1)] }))).toThrow(
      stopped("file-too-large", { files: ["film.mkv"] }),
    )
    expect(() => checkDraft(draft({ text: "x".repeat(33 << 20) }))).toThrow(stopped("text-too-large"))
    expect(() => checkDraft(draft({ subject: "ü".repeat(500) }))).toThrow(stopped("subject-too-long"))
    expect(() => checkDraft(draft({ subject: "ü".repeat(499), attachments: [file(MAX_FILE_BYTES)] }))).not.toThrow()
  })

  it("cuts a long display name on a whole character", () => {
    expect(shortName("😀".repeat(60))).toBe("😀".repeat(50))
    expect(shortName(" Alice ")).toBe("Alice")
  })
})
