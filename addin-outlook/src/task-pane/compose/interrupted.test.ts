/** The pane's flow when something comes in between: a lost line, a pane that died, a second click, somebody who types on. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { changeRules } from "@smp/shared/account"
import type { Account } from "@smp/shared/account"
import { listDrafts, readHeldDraft } from "@smp/shared/drafts"
import { NO_MAIL_RULES } from "@smp/shared/slip"
import { signedInAgain } from "../../../../server/src/testing/test-people.ts"
import type { MemoryOutlook } from "../../host/testing/memory-outlook.ts"
import { words } from "../strings/words.ts"
import { emptyWriting } from "../write/write-state.ts"
import { createComposeFlow } from "./flow.ts"
import { placesOf } from "./places.ts"
import { at, inboxOf, outlookWith, startFlowWorld } from "./testing/flow-world.ts"
import type { FlowWorld } from "./testing/flow-world.ts"

let server: FlowWorld["server"]
let admin: FlowWorld["admin"]
let alice: FlowWorld["alice"]
let bob: FlowWorld["bob"]
beforeAll(async () => {
  ;({ server, admin, alice, bob } = await startFlowWorld())
})
afterAll(() => server?.stop())

const inbox = () => inboxOf(bob)

const begun = async (outlook: MemoryOutlook, account: Account = alice.account) => {
  const flow = createComposeFlow(account, outlook.port)
  await flow.begin()
  return flow
}

describe("S12 S18 what comes in between", () => {
  it("asking twice at once finishes once: the draft is closed once, and nothing is said that is not so", async () => {
    let isDown = true
    const { account } = await signedInAgain(server, "alice@example.com", {
      fetch: async (input, init) => {
        const response = await fetch(input, init)
        const isCommit = init.method === "POST" && input.endsWith("/api/messages")
        if (isDown && (isCommit || input.includes("/handed-over/"))) throw new TypeError("the answer was lost")
        return response
      },
      tries: 1,
    })
    const outlook = outlookWith("Asked twice")
    const flow = await begun(outlook, account)
    await flow.confirm()
    at(flow, "unknown")
    // An ended session says nothing of the hand-over.
    const { session } = account.client
    account.client.session = null
    await flow.settle()
    at(flow, "unknown")
    account.client.session = session
    isDown = false
    await Promise.all([flow.settle(), flow.settle()])
    expect(at(flow, "done").result.hostError).toBeNull()
    expect(outlook.calls.filter((call) => call === "closeAsync")).toHaveLength(1)
  })

  it("the hand-over that did not arrive is finished as it was begun: where Outlook sends the notice, the server sends none", async () => {
    await changeRules(admin.account, admin.org, { mail: { ...NO_MAIL_RULES, notices: "client" } })
    let isDown = true
    const commits: string[] = []
    const reports: [number, string][] = []
    const { account } = await signedInAgain(server, "alice@example.com", {
      fetch: (input, init) => {
        if (input.endsWith("/notices"))
          reports.push([outlook.sent.length, new TextDecoder().decode(init.body as Uint8Array)])
        const isCommit = init.method === "POST" && /\/api\/messages(\?|$)/.test(input)
        if (isCommit) commits.push(input.slice(input.indexOf("/api/")))
        return isDown && isCommit ? Promise.reject(new TypeError("the line is down")) : fetch(input, init)
      },
      tries: 1,
    })
    const outlook = outlookWith("Told once")
    const flow = await begun(outlook, account)
    await flow.confirm()
    at(flow, "unknown")
    isDown = false
    await flow.settle()
    at(flow, "done")
    await changeRules(admin.account, admin.org, { mail: NO_MAIL_RULES })
    expect([...new Set(commits)]).toEqual(["/api/messages?notices=client"])
    expect(outlook.sent).toHaveLength(1)
    // Before it goes out, and after: the pane may end with the draft that it sends.
    expect(reports).toEqual([
      [0, '{"sent":false}'],
      [1, '{"sent":true}'],
    ])
  })

  it("what is typed while the files are taken out is neither lost nor left out: the draft is read again and shown", async () => {
    const outlook = outlookWith("Typed on")
    const flow = await begun(outlook)
    const before = outlook.calls.length
    Object.defineProperty(outlook, "fault", {
      configurable: true,
      get: () => {
        const isRemoving = outlook.calls.length > before && outlook.calls.at(-1) === "removeAttachmentAsync"
        if (isRemoving && !outlook.draft.html.includes("PS")) outlook.draft.html += "<p>PS</p>"
        return null
      },
    })
    await flow.confirm()
    const { isChanged, prepared } = at(flow, "review")
    expect(isChanged).toBe(true)
    expect([prepared.draft.html, outlook.draft.html]).toEqual(["<p>The text</p><p>PS</p>", "<p>The text</p><p>PS</p>"])
    expect(outlook.draft.attachments.map(({ name }) => name)).toEqual(["plan.txt"])
    await flow.confirm()
    at(flow, "done")
    expect((await inbox()).filter((subject) => subject === "Typed on")).toHaveLength(1)
  })

  it("what is typed below the notice during the hand-over stays: that draft is not thrown away", async () => {
    const outlook = outlookWith("Typed late")
    const { account } = await signedInAgain(server, "alice@example.com", {
      fetch: (input, init) => {
        if (init.method === "POST" && input.endsWith("/api/messages")) outlook.draft.html += "<p>PS</p>"
        return fetch(input, init)
      },
    })
    const flow = await begun(outlook, account)
    await flow.confirm()
    const { source } = at(flow, "done").prepared
    expect([source.from === "outlook" && source.host.closing(), outlook.closed]).toEqual(["changed", null])
    expect(outlook.draft.html).toContain("PS")
  })

  it("S10 a new key that cannot be noted, because the server is away, is said", async () => {
    let isDown = false
    const { account } = await signedInAgain(server, "alice@example.com", {
      fetch: (input, init) => (isDown ? Promise.reject(new TypeError("the line is down")) : fetch(input, init)),
      tries: 1,
    })
    await begun(outlookWith("Known"), account)
    const pin = account.pins.get("bob@example.com")
    if (pin === null) throw new Error("Bob is not known")
    account.pins.set({ ...pin, kid: new Uint8Array(pin.kid.length) })
    const flow = await begun(outlookWith("New key"), account)
    at(flow, "key-changed")
    isDown = true
    await flow.acceptKey("seen")
    expect(at(flow, "failed").failure.code).toBe("offline")
    isDown = false
    await flow.begin()
    at(flow, "review")
  })

  /** After the draft was emptied, and before the hand-over. */
  const died = async (subject: string) => {
    let isDead = false
    const { account } = await signedInAgain(server, "alice@example.com", {
      fetch: (input, init) => (isDead ? new Promise<never>(() => undefined) : fetch(input, init)),
    })
    const outlook = outlookWith(subject)
    const dying = await begun(outlook, account)
    dying.subscribe(() => {
      const state = dying.read()
      isDead = state.at === "sending" && state.progress.step === "hand-over"
    })
    void dying.confirm()
    await expect.poll(() => isDead, { timeout: 10_000 }).toBe(true)
    expect(await inbox()).not.toContain(subject)
    const flow = await begun(outlook)
    return { flow, outlook, staged: at(flow, "unfinished").staged }
  }

  it("the pane died after the draft was emptied: opened again, it does not claim a hand-over, and goes on from the copy", async () => {
    const { flow, staged } = await died("Died")
    expect(staged).toMatchObject({ subject: "Died", people: ["bob@example.com"] })
    await flow.openStaged(staged.key)
    expect(at(flow, "write").writing).toMatchObject({ subject: "Died", files: [{ name: "plan.txt", size: 8 }] })
    // Put away as it is, nothing typed: Outlook's draft does not hold it any more.
    await flow.keepForLater()
    const { id } = at(flow, "put-away")
    const held = await readHeldDraft(alice.account, id)
    expect(held).toMatchObject({ state: "open", content: { html: expect.stringContaining("The text") } })
    await flow.goOn(id)
    expect(at(flow, "write")).toMatchObject({ writing: { files: [{ name: "plan.txt" }] }, saving: { state: "saved" } })
    await flow.discard()
    flow.look(staged)
    await flow.handOver(staged.key)
    at(flow, "handed-over")
    await flow.begin()
    at(flow, "handed-over")
    expect((await inbox()).filter((subject) => subject === "Died")).toHaveLength(1)
  })

  it("S14 the server is away when the copy is to be handed over: where the text is stays true, and it goes on from there", async () => {
    const { outlook } = await died("Twice away")
    let down = /^$/
    const { account } = await signedInAgain(server, "alice@example.com", {
      fetch: (input, init) =>
        down.test(`${init.method} ${input}`) ? Promise.reject(new TypeError("the line is down")) : fetch(input, init),
      tries: 1,
    })
    const flow = await begun(outlook, account)
    const { staged } = at(flow, "unfinished")
    down = /./
    await flow.openStaged(staged.key)
    expect(at(flow, "failed").failure).toMatchObject({ code: "offline", text: "staged" })
    down = /POST .*\/api\/messages$/
    await flow.handOver(staged.key)
    const { failure, prepared } = at(flow, "failed")
    expect([failure.code, failure.text, prepared]).toEqual(["offline", "server", null])
    const { unfinished, where } = words()
    expect(placesOf(failure, prepared)).toMatchObject({ draft: unfinished.draft, server: where.asking })
    down = /^$/
    await flow.begin()
    await flow.handOver(at(flow, "unfinished").staged.key)
    at(flow, "handed-over")
  })

  it("S32 taken up beside a text that is written in the pane, it leaves that one whole in its own draft", async () => {
    const { staged } = await died("Beside")
    const flow = createComposeFlow(alice.account, {
      ...emptyWriting(admin.org),
      subject: "In hand",
      people: { to: [{ address: "bob@example.com", name: "Bob" }], cc: [], bcc: [] },
    })
    flow.rewrite({ ...at(flow, "write").writing, edited: { html: null, text: "half a thought" } })
    await flow.review()
    flow.look(staged)
    expect(at(flow, "unfinished").isBeside).toBe(true)
    await flow.begin()
    at(flow, "review")
    await flow.openStaged(staged.key)
    flow.rewrite({ ...at(flow, "write").writing, edited: { html: null, text: "goes on" } })
    await flow.keepForLater()
    at(flow, "put-away")
    const kept = await listDrafts(alice.account)
    const held = kept.filter(({ content }) => content?.subject === "In hand").map(({ content }) => content?.text)
    expect(held).toEqual(["half a thought"])
    await flow.giveUp(staged.key)
  })

  it("the sealed copy was deleted: its emptied draft claims no hand-over either", async () => {
    const { flow, staged } = await died("Given up")
    await flow.giveUp(staged.key)
    at(flow, "given-up")
    expect(await inbox()).not.toContain("Given up")
  })
})
