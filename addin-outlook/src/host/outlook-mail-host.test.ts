/** Send Secure from an Outlook draft: the real send and the real server, an Outlook in memory, and a fault at every call. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { changeRules } from "@smp/shared/account"
import { memoryStore, NetworkError } from "@smp/shared/client"
import type { Fetch } from "@smp/shared/client"
import { readMessage, readStaged } from "@smp/shared/read"
import { NO_MAIL_RULES } from "@smp/shared/slip"
import { sendSecure, SendStopped } from "@smp/shared/send"
import type { SendResult } from "@smp/shared/send"
import type { OrganizationId } from "@smp/shared/wire"
import { founder, invite, registered, signedInAgain } from "../../../server/src/testing/test-people.ts"
import type { TestPerson } from "../../../server/src/testing/test-people.ts"
import { startTestServer } from "../../../server/src/testing/test-server.ts"
import type { TestServer } from "../../../server/src/testing/test-server.ts"
import { HEADER, INTENT, NOTICE, textHash } from "../guard/marks.ts"
import { DraftProblem } from "./draft-problem.ts"
import { markDraft, openDraft } from "./outlook-mail-host.ts"
import type { OutlookDraft, OutlookHostParts } from "./outlook-mail-host.ts"
import { OutlookError } from "./outlook-port.ts"
import { memoryFile, memoryOutlook } from "./testing/memory-outlook.ts"
import type { MemoryOptions, MemoryOutlook } from "./testing/memory-outlook.ts"

const CANARY = "canary-7f3a"
const words = {
  subject: "Secure message",
  lines: ["This draft holds no text.", "The message was handed over."],
  open: "Open the message:",
  discard: "You can discard this draft.",
  pressSend: "Press Send.",
}
let server: TestServer
let org: OrganizationId
let admin: TestPerson
let alice: TestPerson
let bob: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  const founded = await founder(server, "admin@example.com", "Example Legal")
  admin = founded
  org = founded.org
  await invite(founded, "alice@example.com")
  await invite(founded, "bob@example.com")
  alice = await registered(server, "alice@example.com")
  bob = await registered(server, "bob@example.com")
})
afterAll(() => server?.stop())

const draft = (subject: string): NonNullable<MemoryOptions["draft"]> => ({
  to: [{ address: "bob@example.com", name: "Bob" }],
  subject: `${subject} ${CANARY}`,
  html: `<p>The text ${CANARY}</p><p><img src="cid:logo@1"></p>`,
  attachments: [
    memoryFile("plan.txt", `the plan ${CANARY}`),
    memoryFile("logo.png", "not a picture", { isInline: true, contentId: "<logo@1>" }),
    memoryFile("notes.txt", `the notes ${CANARY}`),
  ],
})
const open = (outlook: MemoryOutlook, more: Partial<OutlookHostParts> = {}) =>
  openDraft({
    outlook: outlook.port,
    words,
    delivery: "server",
    origin: server.origin,
    pause: () => Promise.resolve(),
    ...more,
  })
const send = (host: OutlookDraft, account = alice.account): Promise<SendResult> =>
  sendSecure({ account, host, org, journal: memoryStore() })
const endOf = async (work: () => Promise<unknown>): Promise<unknown> => {
  try {
    await work()
    return null
  } catch (error) {
    return error
  }
}
const inbox = async () => {
  const { messages } = await bob.account.client.messages({ folder: "inbox" })
  return messages.map(({ subject }) => subject ?? "")
}
const holdsAll = ({ draft: { subject, html, attachments } }: MemoryOutlook) =>
  subject.includes(CANARY) && html.includes(CANARY) && attachments.length === 3
const lastCopy = (outlook: MemoryOutlook) => outlook.exchange.at(-1)?.copy ?? ""

describe("S2 S4 a draft is sent from Outlook", () => {
  it("text, files and inline picture arrive; Exchange keeps only the notice; the draft is thrown away", async () => {
    const outlook = memoryOutlook({ draft: draft("Whole") })
    const host = await open(outlook)
    await markDraft(outlook.port)
    const sent = await send(host)
    expect(sent.hostError).toBeNull()
    const opened = await readMessage({ account: bob.account, id: sent.id })
    expect(opened.html).toContain(CANARY)
    expect(opened.attachments.map(({ name, cid }) => [name, cid])).toEqual([
      ["plan.txt", null],
      ["logo.png", "logo@1"],
      ["notes.txt", null],
    ])
    expect(lastCopy(outlook)).not.toContain(CANARY)
    expect(outlook.exchange.at(-1)?.why).toBe("autosave after internetHeaders.setAsync")
    expect(outlook.draft).toMatchObject({ subject: "Secure message", attachments: [], headers: { [HEADER]: sent.id } })
    expect(outlook.draft.session[INTENT]).toBeUndefined()
    expect(JSON.parse(outlook.draft.session[NOTICE] ?? "")).toEqual({
      id: sent.id,
      reference: sent.reference,
      hash: textHash(words.lines.join("")),
    })
    expect(host.closing()).toBe("discarded")
    expect([outlook.closed, outlook.sent]).toEqual(["discarded", []])
  })

  it.each([
    ["1.8", "asked"],
    ["1.11", "asked"],
    ["1.14", "discarded"],
  ] as const)("with Mailbox %s the draft ends %s", async (version, closing) => {
    const outlook = memoryOutlook({ version, draft: draft(`Version ${version}`) })
    const host = await open(outlook)
    await markDraft(outlook.port)
    expect((await send(host)).hostError).toBeNull()
    expect(host.closing()).toBe(closing)
    expect(lastCopy(outlook)).not.toContain(CANARY)
  })

  it("S18 where policy wants it Outlook itself sends the notice: with 1.15 at once, before that the user presses Send", async () => {
    const unwanted = memoryOutlook({ draft: draft("Unwanted") })
    // The signed policy decides, not the client: without it the server refuses.
    expect(await endOf(async () => send(await open(unwanted, { delivery: "outlook" })))).toMatchObject({
      code: "message.refused",
    })
    await changeRules(admin.account, org, { mail: { ...NO_MAIL_RULES, notices: "client" } })
    for (const [version, closing] of [
      ["1.15", "sent"],
      ["1.14", "to-send"],
    ] as const) {
      const outlook = memoryOutlook({ version, draft: draft(`By Outlook ${version}`) })
      const host = await open(outlook, { delivery: "outlook" })
      const sent = await send(host)
      expect(host.closing()).toBe(closing)
      expect(outlook.draft.html).toContain(`${server.origin}/m/${sent.id}`)
      expect([...outlook.sent, lastCopy(outlook)].join()).not.toContain(CANARY)
      expect(outlook.notes).toEqual(closing === "sent" ? [] : [words.pressSend])
      expect(outlook.draft.headers["x-delivery-slip"]).toBe(`message; origin=${server.origin}`)
    }
    await changeRules(admin.account, org, { mail: NO_MAIL_RULES })
  })

  it("an answer is never sent by Outlook, which could add the quoted text", async () => {
    const outlook = memoryOutlook({ draft: { ...draft("Answer"), composeType: "reply" } })
    const host = await open(outlook, { delivery: "outlook" })
    await send(host)
    expect([outlook.sent, host.closing()]).toEqual([[], "discarded"])
  })
})

describe("S4 what a draft must be before it is read", () => {
  it("waits for uploads, whose ids change, and for a text that stands still", async () => {
    const outlook = memoryOutlook({ draft: draft("Uploading") })
    for (const one of outlook.draft.attachments) one.uploading = 4
    let reads = 0
    const host = await open(outlook, {
      pause: async () => {
        reads += 1
        outlook.typing = reads < 8 ? "x" : null
      },
    })
    expect(host.draft.attachments).toHaveLength(3)
    expect(host.draft.html).toBe(outlook.draft.html)
  })

  it("a text that never stands still, uploads that never end, lists and crowds stop with their reason", async () => {
    const typing = memoryOutlook({ draft: draft("Typing") })
    typing.typing = "x"
    expect(await endOf(() => open(typing))).toMatchObject({ code: "still-changing" })
    const uploading = memoryOutlook({ draft: draft("Uploading") })
    for (const one of uploading.draft.attachments) one.uploading = 10_000
    expect(await endOf(() => open(uploading))).toMatchObject({
      code: "uploads-pending",
      names: expect.arrayContaining(["plan.txt"]) as string[],
    })
    const list = memoryOutlook({
      draft: { ...draft("List"), cc: [{ address: "all@example.com", name: "All", isList: true }] },
    })
    expect(await endOf(() => open(list))).toMatchObject({ code: "mailing-list", names: ["All"] })
    const crowd = Array.from({ length: 500 }, (_, at) => ({ address: `p${at}@example.com` }))
    expect(await endOf(() => open(memoryOutlook({ draft: { ...draft("Crowd"), to: crowd } })))).toBeInstanceOf(
      DraftProblem,
    )
  })

  it("S20 cloud links are named as not protected and leave the draft with the rest", async () => {
    const outlook = memoryOutlook({ draft: draft("Cloud") })
    outlook.draft.attachments.push(memoryFile("Rota.xlsx", "", { kind: "cloud" }))
    const host = await open(outlook)
    expect(host.unprotected.map(({ name }) => name)).toEqual(["Rota.xlsx"])
    expect(host.draft.attachments).toHaveLength(3)
    await send(host)
    expect(outlook.draft.attachments).toEqual([])
  })

  it("S31 an answer whose quote Outlook has folded away is told from one whose quote was read", async () => {
    const answer = (html: string, composeType: "reply" | "newMail" = "reply") =>
      open(memoryOutlook({ draft: { ...draft("Quote"), html, composeType } }))
    expect((await answer("<p>Agreed.</p>")).quote).toBe("folded")
    expect((await answer('<p>Agreed.</p><div id="divRplyFwdMsg">From: Bob</div>')).quote).toBe("read")
    expect((await answer("<p>Hello.</p>", "newMail")).quote).toBe("none")
  })

  it("S34 a file that Outlook refuses for its size is named with that reason", async () => {
    const outlook = memoryOutlook({ draft: draft("Large") })
    const at = (await callsOf("Where")).indexOf("getAttachmentContentAsync")
    outlook.fault = { at, isLate: false, code: 9000 }
    expect(await endOf(() => open(outlook))).toMatchObject({ code: "larger-than-outlook-gives", names: ["plan.txt"] })
  })

  it("S34 who writes for somebody else is not signed as that somebody", async () => {
    const outlook = memoryOutlook({ draft: { ...draft("Delegate"), from: { address: "radiology@example.com" } } })
    const host = await open(outlook)
    expect(await endOf(() => send(host))).toMatchObject({ code: "other-sender", text: "draft" })
    expect(holdsAll(outlook)).toBe(true)
  })

  it("a draft that changed after the review is not emptied", async () => {
    const outlook = memoryOutlook({ draft: draft("Changed") })
    const host = await open(outlook)
    outlook.draft.html += "<p>and more</p>"
    expect(await endOf(() => send(host))).toMatchObject({ code: "draft-changed", text: "draft" })
    expect(holdsAll(outlook)).toBe(true)
  })

  it("a stale read back is asked again, not believed; one that stays stale counts as not emptied", async () => {
    const stale = memoryOutlook({ draft: draft("Stale for a while") })
    stale.staleAfterChange = 3
    expect((await send(await open(stale))).hostError).toBeNull()
    expect(lastCopy(stale)).not.toContain(CANARY)
    const stuck = memoryOutlook({ draft: draft("Stale for ever") })
    const host = await open(stuck)
    stuck.staleAfterChange = 1000
    expect(await endOf(() => send(host))).toMatchObject({ code: "draft-not-emptied" })
    expect(await inbox()).not.toContain(`Stale for ever ${CANARY}`)
  })
})

/** Where each call of the host stands in a send that goes well. */
async function callsOf(subject: string): Promise<string[]> {
  const outlook = memoryOutlook({ draft: draft(subject) })
  const host = await open(outlook)
  await markDraft(outlook.port)
  await send(host)
  return [...outlook.calls]
}

/** Notes what is wrong where, so that one run shows every place. */
function places() {
  const wrong: string[] = []
  return {
    wrong,
    at: (where: string) => (isRight: boolean, what: string) => {
      if (!isRight) wrong.push(`${where}: ${what}`)
    },
  }
}
const stagedOf = async (subject: string) =>
  (await alice.account.client.stagedMessages()).filter((one) => one.subject?.startsWith(subject))

/** What must be true after a send that stopped, whatever stopped it. */
async function checkStopped(
  must: (isRight: boolean, what: string) => void,
  { outlook, end, subject }: { outlook: MemoryOutlook; end: unknown; subject: string },
): Promise<string> {
  const isKnown = [SendStopped, DraftProblem, OutlookError, NetworkError].some((kind) => end instanceof kind)
  must(isKnown, `an error without words: ${String(end)}`)
  const stop = end instanceof SendStopped ? end : null
  const text = stop?.text ?? "draft"
  const isDelivered = (await inbox()).includes(`${subject} ${CANARY}`)
  must(!isDelivered || stop?.isUnknown === true, "delivered, and the stop does not say so")
  must(outlook.sent.length === 0, "Outlook sent it")
  const isInDraft = text === "draft" || text === "draft-and-staged"
  must(!isInDraft || holdsAll(outlook), "the draft is not whole")
  const staged = await stagedOf(subject)
  must(text !== "draft" || staged.length === 0, "a sealed copy was left")
  must(text !== "staged" || staged.length === 1, "there is no sealed copy")
  must(text !== "server" || staged.length === 1 || isDelivered, "the text is nowhere")
  for (const { key } of staged) {
    must((await readStaged(alice.account, key))?.html?.includes(CANARY) === true, "the sealed copy does not open")
    await alice.account.client.removeStaged(key)
  }
  return text
}

describe("S12 S18 a fault at every call of Outlook", () => {
  it("nothing is handed over that was not confirmed, and the text is in the draft or sealed on the server", async () => {
    const { wrong, at: placeAt } = places()
    const ends = new Map<string, number>()
    for (const [at, name] of (await callsOf("Counting")).entries()) {
      for (const isLate of [false, true]) {
        const subject = `Fault ${at} ${String(isLate)}`
        const must = placeAt(`${name} (call ${at}, ${isLate ? "late" : "early"})`)
        const outlook = memoryOutlook({ draft: draft(subject) })
        outlook.fault = { at, isLate, code: 9042 }
        const end = await endOf(async () => {
          const host = await open(outlook)
          await markDraft(outlook.port)
          await send(host)
        })
        if (end === null) must(!lastCopy(outlook).includes(CANARY), "readable in Exchange")
        // Once marked, ordinary sending stays blocked while the draft holds its text.
        if (end instanceof SendStopped) must(outlook.draft.session[INTENT] === "secure", "the mark is gone")
        const text = end === null ? "handed over" : await checkStopped(must, { outlook, end, subject })
        ends.set(text, (ends.get(text) ?? 0) + 1)
      }
    }
    expect(wrong).toEqual([])
    expect(ends.get("draft")).toBeGreaterThan(40)
    expect(ends.get("handed over")).toBeGreaterThan(2)
  }, 300_000)

  it("a draft that cannot be put back either leaves the sealed copy, and says so", async () => {
    const outlook = memoryOutlook({ draft: draft("Broken twice") })
    const host = await open(outlook, {
      onEmptying: () => {
        const begun = outlook.calls.length
        // After some changes nothing of this Outlook works any more.
        Object.defineProperty(outlook, "fault", {
          get: () =>
            outlook.calls.length > begun + 12 ? { at: outlook.calls.length - 1, isLate: false, code: 9041 } : null,
        })
      },
    })
    const end = await endOf(() => send(host))
    expect(end).toMatchObject({ code: "draft-not-emptied", text: "staged" })
    const { wrong, at } = places()
    expect(await checkStopped(at("broken"), { outlook, end, subject: "Broken twice" })).toBe("staged")
    expect(wrong).toEqual([])
  })
})

/** Fails the n-th call: before it was sent, after it was answered, or all calls from then on. */
function faulty(at: number, how: "before" | "after" | "from-then-on") {
  const seen: string[] = []
  const failing: Fetch = async (input, init) => {
    const index = seen.push(`${init.method ?? "GET"} ${new URL(input).pathname}`) - 1
    const isHit = how === "from-then-on" ? index >= at : index === at
    if (isHit && how !== "after") throw new TypeError("the line is down")
    const response = await fetch(input, init)
    if (!isHit) return response
    await response.arrayBuffer()
    throw new TypeError("the answer was lost")
  }
  return { seen, failing }
}

describe("S12 S18 a fault at every call of the server", () => {
  it("nothing is handed over that was not confirmed, and the pane can say where the text is", async () => {
    const { seen, failing } = faulty(-1, "before")
    let line: Fetch = (input, init) => fetch(input, init)
    // One try, so that each fault is seen by the flow and not mended by the client.
    const { account } = await signedInAgain(server, "alice@example.com", {
      fetch: (input, init) => line(input, init),
      tries: 1,
    })
    line = failing
    await send(await open(memoryOutlook({ draft: draft("Counting calls") })), account)
    expect(seen.length).toBeGreaterThan(12)
    const { wrong, at: placeAt } = places()
    for (const how of ["before", "after", "from-then-on"] as const) {
      for (const [at, name] of seen.entries()) {
        const must = placeAt(`${name} (call ${at}, ${how})`)
        const subject = `Line ${at} ${how}`
        const outlook = memoryOutlook({ draft: draft(subject) })
        const host = await open(outlook)
        line = faulty(at, how).failing
        const end = await endOf(() => send(host, account))
        const text = end === null ? "server" : await checkStopped(must, { outlook, end, subject })
        if (end === null) must((await inbox()).includes(`${subject} ${CANARY}`), "handed over, and not delivered")
        if (text === "server" || text === "staged") must(!lastCopy(outlook).includes(CANARY), "readable in Exchange")
      }
    }
    expect(wrong).toEqual([])
  }, 300_000)
})
