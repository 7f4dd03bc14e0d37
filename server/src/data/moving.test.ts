/** Archive, trash and back, for one message in one mailbox. */
import { describe, expect, test } from "vitest"
import { moved } from "./moving.ts"
import type { Placed } from "./moving.ts"

const at = (folder: Placed["folder"], cameFrom: Placed["cameFrom"] = [], unread = false): Placed => ({
  folder,
  cameFrom,
  unread,
})

describe("S31 folders", () => {
  test("archive remembers where it came from, and restoring brings it back there, as new as it was", () => {
    const archived = moved([at("inbox", [], true)], { from: "inbox", to: "archive" }, ["inbox"])
    expect(archived).toEqual([at("archive", ["inbox"], true)])
    expect(moved(archived ?? [], { from: null, to: "restore" }, ["inbox"])).toEqual([at("inbox", [], true)])
  })

  test("a message to oneself lies in inbox and sent: moving one leaves the other, moving both does not collide", () => {
    const both = [at("inbox", [], true), at("sent")]
    const one = moved(both, { from: "inbox", to: "trash" }, ["inbox", "sent"]) ?? []
    expect(one).toEqual([at("sent"), at("trash", ["inbox"], true)])
    const all = moved(one, { from: "sent", to: "trash" }, ["inbox", "sent"]) ?? []
    expect(all).toEqual([at("trash", ["inbox", "sent"], true)])
    // Undoing the second move alone gives back what that one took.
    expect(moved(all, { from: "trash", to: "sent" }, ["inbox", "sent"])).toEqual([
      at("trash", ["inbox"], true),
      at("sent", [], true),
    ])
    expect(moved(all, { from: "trash", to: "restore" }, ["inbox", "sent"])?.map(({ folder }) => folder)).toEqual([
      "inbox",
      "sent",
    ])
  })

  test("trash after archive goes back to the archive; nothing returns to a folder that was never its own", () => {
    const thrown = moved([at("archive", ["inbox"])], { from: "archive", to: "trash" }, ["inbox"]) ?? []
    expect(thrown).toEqual([at("trash", ["archive"])])
    const back = moved(thrown, { from: "trash", to: "restore" }, ["inbox"]) ?? []
    expect(back).toEqual([at("archive")])
    expect(moved(back, { from: "archive", to: "restore" }, ["inbox"])).toEqual([at("inbox")])
    expect(moved([at("archive", ["inbox"])], { from: null, to: "sent" }, ["inbox"])).toBeNull()
  })

  test("gone is gone from the trash alone, and repeating a move changes nothing", () => {
    expect(moved([at("sent"), at("trash", ["inbox"])], { from: "trash", to: "gone" }, ["inbox", "sent"])).toEqual([
      at("sent"),
    ])
    expect(moved([at("inbox")], { from: null, to: "gone" }, ["inbox"])).toEqual([at("inbox")])
    const archived = [at("archive", ["inbox"])]
    expect(moved(archived, { from: "inbox", to: "archive" }, ["inbox"])).toEqual(archived)
    expect(moved([at("inbox")], { from: "archive", to: "restore" }, ["inbox"])).toEqual([at("inbox")])
  })
})
