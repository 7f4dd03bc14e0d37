/** Staged messages over HTTPS: the real server, the real send, hosts that empty their drafts. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { randomBytes } from "@smp/shared/bytes"
import { ApiProblem, createApiClient, memoryStore, newIdempotencyKey, sourceFromBytes } from "@smp/shared/client"
import type { Fetch } from "@smp/shared/client"
import { readMessage, readStaged } from "@smp/shared/read"
import { discardSend, DraftNotEmptied, finishSend, resumeSends, sendSecure, SendStopped } from "@smp/shared/send"
import type { MailHost, StagedMessage } from "@smp/shared/send"
import { MAX_STAGED } from "@smp/shared/wire"
import type { MessageCommit, OrganizationId } from "@smp/shared/wire"
import { founder, invite, registered, signedInAgain } from "../testing/test-people.ts"
import type { TestPerson } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

let server: TestServer
let org: OrganizationId
let alice: TestPerson
let bob: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  const admin = await founder(server, "admin@example.com", "Example Legal")
  org = admin.org
  await invite(admin, "alice@example.com")
  await invite(admin, "bob@example.com")
  alice = await registered(server, "alice@example.com")
  bob = await registered(server, "bob@example.com")
})
afterAll(() => server?.stop())

interface Emptying extends MailHost {
  readonly staged: StagedMessage[]
  empties: (staged: StagedMessage) => Promise<void>
}
function host(subject = "A plan"): Emptying {
  const person = (address: string) => ({ address, name: "" })
  const file = randomBytes(2000)
  const made: Emptying = {
    staged: [],
    empties: () => Promise.resolve(),
    snapshot: async () => ({
      from: person("alice@example.com"),
      to: [person("bob@example.com")],
      cc: [],
      bcc: [],
      subject,
      html: null,
      text: "the text",
      attachments: [
        { name: "plan.bin", type: "application/pdf", size: file.length, source: sourceFromBytes(file), cid: null },
      ],
      thread: null,
    }),
    hasChanged: async () => false,
    empty: async (staged) => {
      made.staged.push(staged)
      await made.empties(staged)
    },
    finish: async () => undefined,
  }
  return made
}
const send = (mail: MailHost, journal = memoryStore()) =>
  sendSecure({ account: alice.account, host: mail, org, journal })
const stopOf = async (work: Promise<unknown>): Promise<SendStopped> => {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof SendStopped)) throw new Error("the send did not stop", { cause: error })
  return error
}
const kept = () => alice.account.client.stagedMessages()
const inbox = async () =>
  (await bob.account.client.messages({ folder: "inbox" })).messages.map(({ subject }) => subject)

describe("S4 S12 messages that are staged before the draft is emptied", () => {
  it("the draft is emptied while the sealed copy lies on the server and nobody has been told", async () => {
    const mail = host("Emptied first")
    mail.empties = async ({ key }) => {
      expect(await kept()).toMatchObject([
        { key, subject: "Emptied first", people: ["bob@example.com"], attachments: 1 },
      ])
      expect(await alice.account.client.handedOver(key)).toBeNull()
      expect(await inbox()).not.toContain("Emptied first")
    }
    const sent = await send(mail)
    expect(mail.staged).toEqual([{ id: sent.id, key: expect.any(String) as string }])
    expect((await readMessage({ account: bob.account, id: sent.id })).text).toBe("the text")
    expect((await kept()).map(({ subject }) => subject)).not.toContain("Emptied first")
  })

  it("a copy that arrives once more after the hand-over stages nothing", async () => {
    const mail = host("Only once")
    const text = await mail.snapshot()
    let copy: MessageCommit | null = null
    let named = ""
    await send({
      ...mail,
      snapshot: async () => ({ ...text, attachments: [] }),
      empty: async ({ key }) => {
        named = key
        copy = await alice.account.client.staged(key)
      },
    })
    const again = alice.account.client.stage(named, copy ?? expect.fail())
    await expect(again).rejects.toMatchObject({ code: "message.taken" })
    expect((await kept()).map(({ subject }) => subject)).not.toContain("Only once")
  })

  it("a draft that stays readable is handed over to nobody, and nothing stays on the server", async () => {
    const mail = host("Not emptied")
    mail.empties = () => Promise.reject(new DraftNotEmptied(true))
    const before = await kept()
    expect(await stopOf(send(mail))).toMatchObject({ code: "draft-not-emptied", text: "draft", isUnknown: false })
    expect(await kept()).toEqual(before)
    expect(await inbox()).not.toContain("Not emptied")
  })

  it("a draft that lost its text keeps the sealed copy, from which another client hands it over", async () => {
    const mail = host("Half emptied")
    mail.empties = () => Promise.reject(new DraftNotEmptied(false))
    expect(await stopOf(send(mail))).toMatchObject({ code: "draft-not-emptied", text: "staged" })
    expect(await inbox()).not.toContain("Half emptied")
    const elsewhere = await signedInAgain(server, "alice@example.com")
    const job = { account: elsewhere.account, journal: memoryStore() }
    const entry = (await resumeSends(job)).find(({ subject }) => subject === "Half emptied")
    expect(entry).toMatchObject({ state: "prepared", people: ["bob@example.com"] })
    await finishSend({ ...job, journalId: entry?.journalId ?? "" })
    expect(await inbox()).toContain("Half emptied")
  })

  it("what was staged in time is handed over later; the same message that was not staged is too old", async () => {
    const mail = host("Later")
    mail.empties = () => Promise.reject(new DraftNotEmptied(false))
    // Sealed almost ten minutes ago, which is as old as a slip may be.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 10 * 60_000 + 3_000 })
    await stopOf(send(mail)).finally(() => vi.useRealTimers())
    const [key = ""] = mail.staged.map((staged) => staged.key)
    const commit = await alice.account.client.staged(key)
    if (commit === null) throw new Error("nothing was staged")
    await new Promise((resolve) => setTimeout(resolve, 3_500))
    const anew = alice.account.client.commitMessage(commit, newIdempotencyKey())
    await expect(anew).rejects.toMatchObject({ code: "message.refused" })
    await finishSend({ account: alice.account, journal: memoryStore(), journalId: key })
    expect(await inbox()).toContain("Later")
    expect(await alice.account.client.staged(key)).toBeNull()
  })

  it("what is given up is gone, its files too", async () => {
    const mail = host("Given up")
    mail.empties = () => Promise.reject(new DraftNotEmptied(false))
    await stopOf(send(mail))
    const key = mail.staged[0]?.key ?? ""
    await discardSend({ account: alice.account, journal: memoryStore(), journalId: key })
    expect(await alice.account.client.staged(key)).toBeNull()
    await discardSend({ account: alice.account, journal: memoryStore(), journalId: key })
  })

  it("a draft that was changed meanwhile is not emptied", async () => {
    const mail = { ...host("Changed"), hasChanged: async () => true }
    expect(await stopOf(send(mail))).toMatchObject({ code: "draft-changed", text: "draft" })
    expect(mail.staged).toEqual([])
  })

  it("a cancel during the staging leaves a whole draft and nothing on the server", async () => {
    const stop = new AbortController()
    const mail = { ...host("Cancelled"), hasChanged: async () => (stop.abort(), false) }
    const work = sendSecure({ account: alice.account, host: mail, org, journal: memoryStore(), signal: stop.signal })
    expect(await stopOf(work)).toMatchObject({ code: "cancelled", text: "draft" })
    expect((await kept()).map(({ subject }) => subject)).not.toContain("Cancelled")
  })

  it("a commit whose answer was lost is asked for, and counts once", async () => {
    const { account } = alice
    const { session, origin } = account.client
    let lost = 0
    const losing: Fetch = async (input, init) => {
      const response = await fetch(input, init)
      if (init.method !== "POST" || !input.endsWith("/api/messages")) return response
      lost += 1
      throw new TypeError("the answer was lost")
    }
    const client = createApiClient({ origin, session, fetch: losing, tries: 1 })
    const sent = await sendSecure({
      account: { ...account, client },
      host: host("Answer lost"),
      org,
      journal: memoryStore(),
    })
    expect(lost).toBe(1)
    expect(sent.reference).toMatch(/^[0-9A-Z]{8}$/)
    expect((await inbox()).filter((subject) => subject === "Answer lost")).toHaveLength(1)
  })
})

describe("S12 what may be staged", () => {
  const staged = async (subject: string): Promise<{ key: string; commit: MessageCommit }> => {
    const mail = host(subject)
    mail.empties = () => Promise.reject(new DraftNotEmptied(false))
    await stopOf(send(mail))
    const key = mail.staged[0]?.key ?? ""
    const commit = await alice.account.client.staged(key)
    if (commit === null) throw new Error("nothing was staged")
    return { key, commit }
  }
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => "accepted",
      (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
    )

  it("only the author sees, opens and removes it", async () => {
    const { key } = await staged("Mine alone")
    expect(await bob.account.client.stagedMessages()).toEqual([])
    expect(await bob.account.client.staged(key)).toBeNull()
    await bob.account.client.removeStaged(key)
    expect(await alice.account.client.staged(key)).not.toBeNull()
  })

  it("its author opens it with text and files, also before the hand-over; somebody else's account does not", async () => {
    const { key } = await staged("Read again")
    const opened = await readStaged(alice.account, key)
    expect(opened).toMatchObject({ subject: "Read again", text: "the text", to: [{ address: "bob@example.com" }] })
    const pieces: Uint8Array[] = []
    for await (const piece of opened?.files[0]?.open() ?? []) pieces.push(piece)
    expect(Buffer.concat(pieces)).toHaveLength(2000)
    expect(await readStaged(bob.account, key)).toBeNull()
  })

  it("S12 what its author had chosen is read from it, so that it is not sent with less", async () => {
    const mail = host("With care")
    mail.empties = () => Promise.reject(new DraftNotEmptied(false))
    const bcc = [{ address: "carol@example.net", name: "" }]
    const snapshot = async () => ({ ...(await mail.snapshot()), bcc })
    const ask = { reply: false, replyAll: false, forward: false, receipts: false, shared: false, hideSubject: true }
    const chosen = { ...ask, label: "L", password: true, expires: Date.now() + 864e5 }
    const firstContact = { "carol@example.net": "sender-code" } as const
    const options = { ...chosen, firstContact }
    const job = { account: alice.account, host: { ...mail, snapshot }, org, journal: memoryStore(), options }
    await stopOf(sendSecure(job))
    const opened = await readStaged(alice.account, mail.staged[0]?.key ?? "")
    expect(opened?.options).toEqual(options)
  })

  it("the same key with other bytes, another's message and one that does not hold are refused", async () => {
    const { key, commit } = await staged("Refusals")
    const { client } = alice.account
    expect(await codeOf(client.stage(key, commit))).toBe("accepted")
    expect(await codeOf(client.stage(key, { ...commit, bcc: [], tickets: [commit.header] }))).toBe(
      "request.idempotency_conflict",
    )
    expect(await codeOf(bob.account.client.stage(newIdempotencyKey(), commit))).toBe("message.refused")
    const slip = `${commit.slip.slice(0, -4)}AAAA`
    expect(await codeOf(client.stage(newIdempotencyKey(), { ...commit, slip }))).toBe("message.refused")
  })

  it(`at most ${MAX_STAGED} wait for one author`, async () => {
    const { commit } = await staged("The last")
    const { client } = alice.account
    const room = MAX_STAGED - (await kept()).length
    for (let more = 0; more < room; more += 1) await client.stage(newIdempotencyKey(), commit)
    expect(await codeOf(client.stage(newIdempotencyKey(), commit))).toBe("message.refused")
  })
})
