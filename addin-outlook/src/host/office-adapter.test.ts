/** Office.js as promises: kinds of failure, missing members, and what the library hands through. */
import { describe, expect, it } from "vitest"
import { darkness } from "./office-adapter.ts"
import { ask, kindOf } from "./office-calls.ts"
import { OutlookError } from "./outlook-port.ts"
import { memoryFile, memoryOutlook } from "./testing/memory-outlook.ts"

const failure = async (work: () => Promise<unknown>): Promise<Partial<OutlookError>> => {
  try {
    await work()
  } catch (error) {
    if (error instanceof OutlookError) return { kind: error.kind, code: error.code, call: error.call }
    throw error
  }
  throw new Error("nothing failed")
}

describe("what Outlook answers", () => {
  it("an error becomes a kind, by its number", async () => {
    expect([5000, 7000, 9000, 9030, 9041, 9049, 1].map(kindOf)).toEqual([
      "missing",
      "permission",
      "limit",
      "gone",
      "connection",
      "gone",
      "fault",
    ])
    const answer = { status: "failed", error: { code: 9038, message: "no" } }
    expect(await failure(() => ask("a call", (done) => done(answer)))).toEqual({
      kind: "permission",
      code: 9038,
      call: "a call",
    })
  })

  it("what the library throws at once is a failure too, and a member that is not there is missing", async () => {
    const lacks = {} as { saveAsync: () => void }
    expect(await failure(() => ask("saveAsync", () => lacks.saveAsync()))).toMatchObject({ kind: "missing" })
    const refuse = () => {
      throw Object.assign(new Error("Elevated permission is required"), { code: 7000 })
    }
    expect(await failure(() => ask("a call", refuse))).toMatchObject({ kind: "permission", code: 7000 })
  })

  it.each([
    ["1.8", ["setSessionValue", "discard", "send"]],
    ["1.11", ["discard", "send"]],
    ["1.14", ["send"]],
  ] as const)("Mailbox %s: %s are not even tried", async (version, missing) => {
    const { port, calls } = memoryOutlook({ version })
    const item = port.compose()
    const tries = {
      setSessionValue: () => item.setSessionValue("a", "b"),
      discard: () => item.discard(),
      send: () => item.send(),
    }
    for (const name of missing) expect(await failure(tries[name])).toMatchObject({ kind: "missing" })
    expect(calls).toEqual([])
    expect(await item.isAnswer()).toBe(false)
  })

  it("session values that were never set are null; content ids lose their brackets; lists are named", async () => {
    const { port, draft } = memoryOutlook({
      draft: {
        to: [{ address: "all@example.com", name: "All", isList: true }, { address: "bob@example.com" }],
        attachments: [memoryFile("a.png", "a", { isInline: true, contentId: "<a@b>" })],
      },
    })
    const item = port.compose()
    expect(await item.sessionValue("smp.intent")).toBeNull()
    await item.setSessionValue("smp.intent", "secure")
    expect([await item.sessionValue("smp.intent"), draft.session]).toEqual(["secure", { "smp.intent": "secure" }])
    expect(await item.recipients("to")).toEqual([
      { address: "all@example.com", name: "All", isList: true },
      { address: "bob@example.com", name: "", isList: false },
    ])
    expect((await item.attachments())[0]).toMatchObject({ contentId: "a@b", kind: "file", isUploaded: true })
    expect(await failure(async () => port.read())).toMatchObject({ kind: "gone" })
  })

  it("a received mail gives its header fields and its text", async () => {
    const { port } = memoryOutlook({ mail: { headers: "Subject: Hello", html: "<p>Hello</p>" } })
    expect([await port.read().headers(), await port.read().body("text")]).toEqual(["Subject: Hello", "Hello\n"])
    expect(await failure(async () => port.compose())).toMatchObject({ kind: "gone" })
  })

  it("Outlook's own dark look is seen from its background", () => {
    expect([darkness("#1f1f1f"), darkness("#ffffff"), darkness("#0A0A0AFF"), darkness(undefined)]).toEqual([
      true,
      false,
      true,
      null,
    ])
  })
})
