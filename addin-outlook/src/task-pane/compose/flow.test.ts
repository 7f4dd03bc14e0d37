/** The pane's flow with an Outlook in memory and the real server: what it shows, and that its words say where the text is. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { changeRules, makeArchiveKey, setArchive } from "@smp/shared/account"
import type { Account } from "@smp/shared/account"
import { createApiClient } from "@smp/shared/client"
import type { Fetch } from "@smp/shared/client"
import { readMessage, replyDraft } from "@smp/shared/read"
import { contactChoices, servicesOf } from "@smp/shared/send"
import { signedInAgain } from "../../../../server/src/testing/test-people.ts"
import { INTENT } from "../../guard/marks.ts"
import type { MemoryOutlook } from "../../host/testing/memory-outlook.ts"
import { renewSession } from "../session/session.ts"
import { words } from "../strings/words.ts"
import { writingFromReply } from "../write/write-state.ts"
import { createComposeFlow } from "./flow.ts"
import type { ComposeFlow } from "./flow.ts"
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

describe("S2 S4 S7 S8 a message in the pane", () => {
  it("is read and reviewed, the draft is marked at once, and only the button sends it", async () => {
    const outlook = outlookWith("Reviewed")
    const flow = createComposeFlow(alice.account, outlook.port)
    const seen: string[] = []
    flow.subscribe(() => {
      const state = flow.read()
      seen.push(state.at === "sending" ? state.progress.step : state.at)
    })
    await flow.begin()
    const { prepared } = at(flow, "review")
    expect(prepared.review.people).toMatchObject([{ address: "bob@example.com", state: { kind: "verified" } }])
    expect(outlook.draft.session[INTENT]).toBe("secure")
    expect(await inbox()).not.toContain("Reviewed")
    flow.change({ ...prepared.options, reply: false, expiresInDays: 7 })
    await flow.confirm()
    const { result } = at(flow, "done")
    const message = await readMessage({ account: bob.account, id: result.id })
    expect(message.options).toMatchObject({ reply: false, all: false })
    expect(message.options.exp).toBeGreaterThan(Date.now() + 6 * 86_400_000)
    expect([...new Set(seen)]).toEqual([
      "preparing",
      "review",
      "keys",
      "attachments",
      "encrypt",
      "empty",
      "hand-over",
      "done",
    ])
    await flow.begin()
    expect(at(flow, "handed-over").id).toBe(result.id)
    outlook.draft.html += "<p>one more thing</p>"
    await flow.begin()
    expect(at(flow, "review").prepared.second).toBe(result.reference)
  })

  it("S36 who has read it is the sender's alone where the sender wants that, and an answer begins alike", async () => {
    const flow = createComposeFlow(alice.account, outlookWith("Not shared").port)
    await flow.begin()
    const { options } = at(flow, "review").prepared
    expect(options.shared).toBe(true)
    flow.change({ ...options, shared: false })
    await flow.confirm()
    const message = await readMessage({ account: bob.account, id: at(flow, "done").result.id })
    expect(message.slip.ctl.share).toBeUndefined()
    const answer = createComposeFlow(bob.account, writingFromReply(replyDraft(message, "reply")))
    expect(at(answer, "write").writing.options.shared).toBe(false)
    await answer.review()
    expect(at(answer, "review").prepared.options.shared).toBe(false)
    await answer.confirm()
    const answered = await readMessage({ account: alice.account, id: at(answer, "done").result.id })
    expect(answered.slip.ctl.share).toBeUndefined()
  })

  it("S28 an ended session: what was chosen and written here is there again after the sign-in, and is sent", async () => {
    const { account } = await signedInAgain(server, "alice@example.com")
    const end = () => alice.account.client.endSession(account.client.session?.id ?? "")
    const flow = createComposeFlow(account, outlookWith("Chosen before").port)
    await flow.begin()
    flow.change({ ...at(flow, "review").prepared.options, reply: false, shared: false })
    await end()
    await flow.confirm()
    expect(at(flow, "failed").failure.code).toBe("session.required")
    expect(renewSession(account, (await signedInAgain(server, "alice@example.com")).account)).toBe(true)
    await flow.begin()
    expect(at(flow, "review").prepared.options).toMatchObject({ reply: false, shared: false })
    flow.writeHere()
    flow.rewrite({ ...at(flow, "write").writing, edited: { html: null, text: "written here" } })
    await end()
    await flow.review()
    const { failure, prepared, holder } = at(flow, "failed")
    expect([failure.code, holder.from]).toEqual(["session.required", "pane"])
    expect([words().where.onlyPane, words().where.paneAndDrafts]).toContain(placesOf(failure, prepared, holder).draft)
    expect(renewSession(account, (await signedInAgain(server, "alice@example.com")).account)).toBe(true)
    await flow.begin()
    await flow.confirm()
    const message = await readMessage({ account: bob.account, id: at(flow, "done").result.id })
    expect(message.options).toMatchObject({ reply: false })
    expect(message.html).toContain("written here")
  })

  it("S12 S14 a text of the pane alone whose keys could not be looked up: it is said to be in the pane, and is there", async () => {
    let isDown = false
    const { account } = await signedInAgain(server, "alice@example.com", {
      fetch: (input, init) => (isDown ? Promise.reject(new TypeError("the line is down")) : fetch(input, init)),
      tries: 1,
    })
    const flow = createComposeFlow(account, at(await writing("Down"), "write").writing)
    isDown = true
    await flow.review()
    const { failure, prepared, holder } = at(flow, "failed")
    expect([failure.code, prepared]).toEqual(["offline", null])
    expect(placesOf(failure, prepared, holder).draft).toBe(words().where.onlyPane)
    flow.writeHere()
    expect(at(flow, "write").writing.edited.text).toBe("only here")
  })

  it("S34 two senders: nothing is read on; the delegate may send under the own address", async () => {
    const flow = createComposeFlow(alice.account, outlookWith("For somebody", "radiology@example.com").port)
    await flow.begin()
    expect(at(flow, "senders").from.address).toBe("radiology@example.com")
    await flow.sendAs({ address: "alice@example.com", name: "Alice" })
    await flow.confirm()
    const { result } = at(flow, "done")
    expect((await readMessage({ account: bob.account, id: result.id })).from.address).toBe("alice@example.com")
  })

  it("a text that is written in the pane never touches Outlook", async () => {
    const flow = createComposeFlow(alice.account, { ...at(await writing("Strong"), "write").writing })
    await flow.review()
    at(flow, "review")
    await flow.confirm()
    expect((await readMessage({ account: bob.account, id: at(flow, "done").result.id })).text?.trim()).toBe("only here")
  })

  async function writing(subject: string): Promise<ComposeFlow> {
    const outlook = outlookWith(subject)
    const flow = createComposeFlow(alice.account, outlook.port)
    await flow.begin()
    flow.writeHere()
    const { writing: carried } = at(flow, "write")
    expect(carried).toMatchObject({ subject, below: { kind: "outlook", text: "The text" } })
    flow.rewrite({ ...carried, below: null, files: [], edited: { html: null, text: "only here" } })
    return flow
  }
})

describe("S12 S18 the pane says where the text is", () => {
  const failed = async (outlook: MemoryOutlook, account: Account = alice.account) => {
    const flow = createComposeFlow(account, outlook.port)
    await flow.begin()
    return flow
  }
  it("S14 the server is away: in the draft, unchanged", async () => {
    let isDown = false
    const { account } = await signedInAgain(server, "alice@example.com", {
      fetch: (input, init) => (isDown ? Promise.reject(new TypeError("the line is down")) : fetch(input, init)),
      tries: 1,
    })
    isDown = true
    const outlook = outlookWith("Away")
    const flow = await failed(outlook, account)
    const { failure, prepared } = at(flow, "failed")
    expect(failure).toMatchObject({ code: "offline", text: "draft" })
    expect(placesOf(failure, prepared).draft).toBe(words().where.inDraft)
    expect(placesOf(failure, prepared).server).toBe(words().where.nothing)
    expect([outlook.draft.subject, outlook.draft.session[INTENT]]).toEqual(["Away", "secure"])
    isDown = false
    await flow.begin()
    expect([outlook.draft.subject, outlook.draft.session[INTENT]]).toEqual(["Away", "secure"])
    isDown = false
    await flow.begin()
    at(flow, "review")
  })

  it("Outlook does not empty the draft: in the draft; what was uploaded is deleted; writing here goes on with all of it", async () => {
    const outlook = outlookWith("Stuck")
    const flow = await failed(outlook)
    outlook.staleAfterChange = 1000
    outlook.fault = null
    const begun = outlook.calls.length
    Object.defineProperty(outlook, "fault", {
      configurable: true,
      get: () =>
        outlook.calls.length > begun && outlook.calls.at(-1) === "subject.setAsync"
          ? { at: outlook.calls.length - 1, isLate: false, code: 9041 }
          : null,
    })
    outlook.staleAfterChange = 0
    await flow.confirm()
    const { failure, prepared } = at(flow, "failed")
    expect(failure.code).toBe("draft-not-emptied")
    const places = placesOf(failure, prepared)
    const { where } = words()
    expect([places.draft, places.server]).toEqual(
      failure.text === "draft" ? [where.inDraft, where.deleted] : [where.inPane, where.staged],
    )
    flow.writeHere()
    expect(at(flow, "write").writing).toMatchObject({
      subject: "Stuck",
      files: [{ name: "plan.txt" }],
      below: { text: "The text" },
    })
    await flow.review()
    await flow.confirm()
    at(flow, "done")
    expect(await inbox()).toContain("Stuck")
    expect((await alice.account.client.stagedMessages()).map(({ subject }) => subject)).not.toContain("Stuck")
  })

  it("the answer to the hand-over is lost: not known, and asking finds out without sending twice", async () => {
    let isDown = true
    const failing: Fetch = async (input, init) => {
      const response = await fetch(input, init)
      const isCommit = init.method === "POST" && input.endsWith("/api/messages")
      if (isDown && (isCommit || input.includes("/handed-over/"))) throw new TypeError("the answer was lost")
      return response
    }
    const { origin, session } = alice.account.client
    const account = { ...alice.account, client: createApiClient({ origin, session, fetch: failing, tries: 1 }) }
    const flow = await failed(outlookWith("Lost"), account)
    await flow.confirm()
    const { prepared } = at(flow, "unknown")
    expect(placesOf({ code: "offline", names: [], text: "server", isMarked: true }, prepared).server).toBe(
      words().where.asking,
    )
    await flow.settle()
    at(flow, "unknown")
    isDown = false
    await flow.settle()
    at(flow, "done")
    expect((await inbox()).filter((subject) => subject === "Lost")).toHaveLength(1)
  })

  it("the draft was changed during the review: it is read again and shown, not sent", async () => {
    const outlook = outlookWith("Changed")
    const flow = await failed(outlook)
    outlook.draft.html += "<p>more</p>"
    await flow.confirm()
    expect(at(flow, "review").isChanged).toBe(true)
    expect(await inbox()).not.toContain("Changed")
  })
})

describe("S30 somebody who has no key yet", () => {
  it("is let in as the sender chose in the review; what is to be told is said afterwards", async () => {
    await changeRules(admin.account, admin.org, { first: ["sender", "pass"] })
    const outlook = outlookWith("For a newcomer")
    outlook.draft.to = [{ address: "nora@example.net", name: "Nora" }]
    const flow = createComposeFlow(alice.account, outlook.port)
    await flow.begin()
    const { review, contact } = at(flow, "review").prepared
    expect([contactChoices(review.allows.firstContact), contact]).toEqual([["sender", "sender-code", "pass"], null])
    flow.chooseContacts({ contact: "sender" })
    flow.chooseContacts({ contacts: { "nora@example.net": "pass" } })
    flow.change({ ...at(flow, "review").prepared.options, forward: false })
    outlook.draft.html += "<p>more</p>"
    await flow.confirm()
    expect(at(flow, "review").prepared).toMatchObject({
      contact: "sender",
      contacts: { "nora@example.net": "pass" },
      options: { forward: false },
    })
    await flow.confirm()
    const { result } = at(flow, "done")
    expect(result.told).toMatchObject([{ address: "nora@example.net", kind: "words" }])
    expect(result.told[0]?.text.split(" ")).toHaveLength(5)
  })
})

describe("S23 the organization's archive", () => {
  it("is named in the review, before the send, as the slip names it afterwards; the first-contact service where it is needed", async () => {
    await changeRules(admin.account, admin.org, { first: ["agent", "pass"] })
    await setArchive(admin.account, admin.org, await makeArchiveKey())
    const outlook = outlookWith("For the archive")
    const nora = { address: "nora@example.net", name: "Nora" }
    outlook.draft.to = [nora]
    const flow = createComposeFlow(alice.account, outlook.port)
    await flow.begin()
    const { review } = at(flow, "review").prepared
    expect(servicesOf(review, { firstContactOfAll: null })).toEqual(["archive", "grant-agent"])
    expect(servicesOf(review, { firstContact: { [nora.address]: "pass" } })).toEqual(["archive"])
    await flow.confirm()
    const { slip } = await readMessage({ account: alice.account, id: at(flow, "done").result.id })
    expect(slip.holders.map(({ kind }) => kind)).toEqual(["archive", "grant-agent"])
  })
})
