/** What is written in the pane is kept on the server, sealed, and goes on in another pane. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { listDrafts, readHeldDraft, saveDraft } from "@smp/shared/drafts"
import { readMessage } from "@smp/shared/read"
import { signedInAgain } from "../../../../server/src/testing/test-people.ts"
import { memoryOutlook } from "../../host/testing/memory-outlook.ts"
import { createComposeFlow } from "./flow.ts"
import { at, outlookWith, startFlowWorld } from "./testing/flow-world.ts"
import type { FlowWorld } from "./testing/flow-world.ts"

let server: FlowWorld["server"]
let alice: FlowWorld["alice"]
let bob: FlowWorld["bob"]
beforeAll(async () => {
  ;({ server, alice, bob } = await startFlowWorld())
})
afterAll(() => server?.stop())

describe("S32 a text that is written in the pane is kept", () => {
  const typed = async (subject: string) => {
    const flow = createComposeFlow(alice.account, outlookWith(subject).port)
    await flow.begin()
    flow.writeHere()
    const { writing } = at(flow, "write")
    flow.rewrite({ ...writing, edited: { html: null, text: "only here" } })
    return flow
  }
  const draftOf = async (subject: string) =>
    (await listDrafts(alice.account)).find(({ content }) => content?.subject === subject)

  it("sealed on the server, with its files and all of Outlook's text; it goes on in another pane and ends with the hand-over", async () => {
    const flow = await typed("Kept")
    await flow.keepForLater()
    const { id } = at(flow, "put-away")
    const kept = await draftOf("Kept")
    expect(kept).toMatchObject({ id, isHereOnly: false })
    expect(kept?.content).toMatchObject({ files: [{ file: { entry: { name: "plan.txt" } } }], quote: null })
    expect(kept?.content?.html).toContain("only here")
    expect(kept?.content?.html).toContain("The text")
    await flow.begin()
    at(flow, "review")

    const { account } = await signedInAgain(server, "alice@example.com")
    const next = createComposeFlow(
      account,
      memoryOutlook({ draft: { from: { address: "alice@example.com", name: "" } } }).port,
    )
    await next.begin()
    expect(at(next, "failed").failure.code).toBe("no-recipient")
    expect(await next.waiting()).toMatchObject({ id, subject: "Kept" })
    await next.goOn(id)
    const { writing } = at(next, "write")
    expect(writing).toMatchObject({ people: { to: [{ address: "bob@example.com" }] }, files: [{ name: "plan.txt" }] })
    next.rewrite({ ...writing, edited: { html: null, text: "said elsewhere" } })
    await next.review()
    await next.confirm()
    const message = await readMessage({ account: bob.account, id: at(next, "done").result.id })
    expect(message.text?.trim()).toBe("said elsewhere")
    expect(message.attachments.map(({ name }) => name)).toEqual(["plan.txt"])
    expect(await draftOf("Kept")).toBeUndefined()
  })

  it("what another client wrote into it meanwhile is not written over, and is shown beside it", async () => {
    const flow = await typed("Both")
    await flow.keepForLater()
    const { id } = at(flow, "put-away")
    await flow.goOn(id)
    const held = await readHeldDraft(alice.account, id)
    if (held.state !== "open") throw new Error("no draft")
    await saveDraft(alice.account, { ...held.content, html: null, text: "from elsewhere" }, { id, ver: held.ver })
    flow.rewrite({ ...at(flow, "write").writing, edited: { html: null, text: "from here" } })
    await expect.poll(() => at(flow, "write").saving.state, { timeout: 10_000 }).toBe("conflict")
    await flow.resolve("theirs")
    expect(at(flow, "write").writing.edited.text).toBe("from elsewhere")
    flow.leave()
  })

  it("discarded it is gone everywhere, until it is brought back", async () => {
    const flow = await typed("Discarded")
    await flow.keepForLater()
    await flow.goOn(at(flow, "put-away").id)
    await flow.discard()
    expect(at(flow, "put-away").how).toBe("discarded")
    expect(await draftOf("Discarded")).toBeUndefined()
    await flow.bringBack(at(flow, "put-away").id)
    expect(at(flow, "write").writing.files).toMatchObject([{ name: "plan.txt" }])
    expect(await draftOf("Discarded")).toBeDefined()
    flow.leave()
  })

  it("what was put away too late, because a file was still going up, is not put over what the person did meanwhile", async () => {
    let release: () => void = () => undefined
    const held = new Promise<void>((done) => (release = done))
    const { account } = await signedInAgain(server, "alice@example.com", {
      fetch: async (input, init) => {
        if (init.method === "PUT" && input.includes("/chunks")) await held
        return fetch(input, init)
      },
    })
    const flow = createComposeFlow(account, outlookWith("Slow file").port)
    await flow.begin()
    flow.writeHere()
    flow.rewrite({ ...at(flow, "write").writing, edited: { html: null, text: "only here" } })
    const keeping = flow.keepForLater()
    await flow.review()
    at(flow, "review")
    release()
    await keeping
    await flow.confirm()
    expect((await readMessage({ account: bob.account, id: at(flow, "done").result.id })).attachments).toHaveLength(1)
    expect(await draftOf("Slow file")).toBeUndefined()
  })

  it("with a file that cannot go up it is not put away: the file would be missing from the draft", async () => {
    const flow = await typed("File gone")
    const { writing } = at(flow, "write")
    const gone = {
      name: "gone.txt",
      type: "text/plain",
      size: 4,
      source: { size: 4, slice: () => Promise.reject(new Error("not on this disk any more")) },
      cid: null,
    }
    flow.rewrite({ ...writing, files: [gone] })
    await flow.keepForLater()
    expect(at(flow, "write")).toMatchObject({ writing: { files: [gone] }, saving: { state: "here" } })
    flow.rewrite({ ...writing, files: [] })
    await flow.keepForLater()
    at(flow, "put-away")
  })

  it("S14 what could not be deleted, because the server is away, goes on where it was, and is deleted later", async () => {
    let isDown = false
    const { account } = await signedInAgain(server, "alice@example.com", {
      fetch: (input, init) => (isDown ? Promise.reject(new TypeError("the line is down")) : fetch(input, init)),
      tries: 1,
    })
    const outlook = outlookWith("Not deleted")
    outlook.draft.attachments = []
    const flow = createComposeFlow(account, outlook.port)
    await flow.begin()
    flow.writeHere()
    flow.rewrite({ ...at(flow, "write").writing, edited: { html: null, text: "not wanted" } })
    await expect.poll(() => at(flow, "write").saving.state, { timeout: 10_000 }).toBe("saved")
    isDown = true
    const discarding = flow.discard()
    flow.rewrite({ ...at(flow, "write").writing, edited: { html: null, text: "typed on" } })
    await discarding
    expect(at(flow, "write").writing.edited.text).toBe("typed on")
    isDown = false
    await flow.discard()
    at(flow, "put-away")
    await expect.poll(() => draftOf("Not deleted")).toBeUndefined()
  })

  it("S14 a draft that could not be fetched, in a pane without anything else, is fetched again", async () => {
    let isDown = false
    const { account } = await signedInAgain(server, "alice@example.com", {
      fetch: (input, init) => (isDown ? Promise.reject(new TypeError("the line is down")) : fetch(input, init)),
      tries: 1,
    })
    const flow = createComposeFlow(account, { ...at(await typed("Fetched again"), "write").writing })
    flow.rewrite({ ...at(flow, "write").writing, edited: { html: null, text: "put away" } })
    await flow.keepForLater()
    const { id } = at(flow, "put-away")
    isDown = true
    await flow.goOn(id)
    expect(at(flow, "failed").holder).toEqual({ from: "pane", isKept: true })
    isDown = false
    await flow.begin()
    expect(at(flow, "write").writing.edited.text).toContain("put away")
    await flow.discard()
  })

  it("S14 without the server it stays in the pane, which says so", async () => {
    let isDown = false
    const { account } = await signedInAgain(server, "alice@example.com", {
      fetch: (input, init) => (isDown ? Promise.reject(new TypeError("the line is down")) : fetch(input, init)),
      tries: 1,
    })
    const outlook = outlookWith("Alone")
    outlook.draft.attachments = []
    const flow = createComposeFlow(account, outlook.port)
    await flow.begin()
    flow.writeHere()
    isDown = true
    flow.rewrite({ ...at(flow, "write").writing, edited: { html: null, text: "not lost" } })
    await flow.keepForLater()
    expect(at(flow, "write")).toMatchObject({ writing: { edited: { text: "not lost" } }, saving: { state: "here" } })
    isDown = false
    await flow.keepForLater()
    at(flow, "put-away")
  })
})
