/** Sending, with the line cut at chosen places: the real server, the real flows. */
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { changeRules } from "@smp/shared/account"
import type { Account, LocalStore } from "@smp/shared/account"
import { randomBytes } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { memoryStore } from "@smp/shared/client"
import { readMessage, replyDraft } from "@smp/shared/read"
import {
  DraftNotEmptied,
  finishSend,
  interruptedSends,
  resumeSends,
  reviewRecipients,
  sendSecure,
  servicesOf,
} from "@smp/shared/send"
import type { SendProgress } from "@smp/shared/send"
import type { MessageId, OrganizationId } from "@smp/shared/wire"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { PASSWORD } from "./testing/real-server.ts"
import { attachment, draftTo, hostOf, plain, startFlowWorld } from "./testing/flow-world.ts"
import type { FlowWorld } from "./testing/flow-world.ts"

const stopped = (code: string, about: object = {}) => expect.objectContaining({ code, ...about }) as Error
const bytesOf = (length: number): Bytes => {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 65_536) bytes.set(randomBytes(Math.min(65_536, length - at)), at)
  return bytes
}

let world: FlowWorld
let alice: Account
let org: OrganizationId

beforeAll(async () => {
  ;({ world, alice, org } = await startFlowWorld())
  await world.newAccount("erin@example.org")
}, 120_000)
afterAll(async () => {
  await world?.server.stop()
})
beforeEach(() => {
  world.line = plain
})

describe("a send", () => {
  it("S64 whose last answer was lost was handed over once, and is found again under its key", async () => {
    const journal = memoryStore()
    let isCut = false
    world.line = async ({ method, path }, pass) => {
      if (isCut) throw new TypeError("still cut")
      const response = await pass()
      isCut = method === "POST" && path === "/api/messages"
      if (isCut) throw new TypeError("cut after the server answered")
      return response
    }
    const job = {
      account: alice,
      host: hostOf(draftTo("carol@example.net", { subject: "Lost answer" })).host,
      org,
      journal,
    }
    await expect(sendSecure(job)).rejects.toThrow(stopped("offline", { isUnknown: true }))
    world.line = plain
    // Another window looks for an upload to go on with: what became of this one is still to be told.
    expect(await interruptedSends({ account: alice, journal })).toEqual([])
    const [found, ...more] = await resumeSends({ account: alice, journal })
    expect(found).toMatchObject({ state: "handed-over", subject: "Lost answer", people: ["carol@example.net"] })
    expect(more).toEqual([])
    expect(await resumeSends({ account: alice, journal })).toEqual([])
    const { messages } = await alice.client.messages({ folder: "sent" })
    expect(messages.filter(({ subject }) => subject === "Lost answer").length).toBe(1)
  })

  it("whose answer alone was lost asks whether the server has the message, and finishes", async () => {
    const journal = memoryStore()
    let cuts = 0
    world.line = async ({ method, path }, pass) => {
      const response = await pass()
      if (method !== "POST" || path !== "/api/messages") return response
      cuts++
      throw new TypeError("cut after the server answered")
    }
    const { host, finished } = hostOf(draftTo("carol@example.net", { subject: "Asked for" }))
    const { id } = await sendSecure({ account: alice, host, org, journal })
    expect(cuts).toBeGreaterThan(0)
    expect(finished.map((sent) => sent.id)).toEqual([id])
    world.line = plain
    expect(await resumeSends({ account: alice, journal })).toEqual([])
    const { messages } = await alice.client.messages({ folder: "sent" })
    expect(messages.filter(({ subject }) => subject === "Asked for").length).toBe(1)
  })

  it("S64 whose answer a gateway put its own in place of is asked for, and never called unsent while that is unknown", async () => {
    let isAsked = false
    world.line = async ({ method, path }, pass) => {
      if (method === "POST" && path === "/api/messages") {
        await pass()
        return new Response("<h1>500</h1>", { status: 500 })
      }
      if (!path.startsWith("/api/messages/handed-over/") || isAsked) return pass()
      throw new TypeError("cut")
    }
    const journal = memoryStore()
    const { host } = hostOf(draftTo("carol@example.net", { subject: "Behind a gateway" }))
    await expect(sendSecure({ account: alice, host, org, journal })).rejects.toThrow(
      stopped("service.fault", { isUnknown: true }),
    )
    isAsked = true
    expect((await sendSecure({ account: alice, host, org, journal })).id).toMatch(/^msg_/)
    world.line = plain
    const entries = await resumeSends({ account: alice, journal })
    expect(entries.map(({ state, subject }) => [state, subject])).toEqual([["handed-over", "Behind a gateway"]])
  })

  it("S64 that was handed over while the disk became full was handed over, and is found so", async () => {
    const held = memoryStore()
    let isFull = false
    // A store may need room to note that something is gone.
    const unlessFull = (work: () => Promise<void>) =>
      isFull ? Promise.reject(new Error("no space left on device")) : work()
    const set: LocalStore["set"] = (key, value) => unlessFull(() => held.set(key, value))
    const journal = { ...held, set, delete: (key: string) => unlessFull(() => held.delete(key)) }
    world.line = async ({ method, path }, pass) => {
      isFull ||= method === "POST" && path === "/api/messages"
      return pass()
    }
    const { host, finished } = hostOf(draftTo("carol@example.net", { subject: "Full disk" }))
    const sent = await sendSecure({ account: alice, host, org, journal })
    expect(finished.map(({ id }) => id)).toEqual([sent.id])
    expect((await resumeSends({ account: alice, journal })).map(({ state }) => state)).toEqual(["handed-over"])
    isFull = false
    expect((await resumeSends({ account: alice, journal })).map(({ state }) => state)).toEqual(["handed-over"])
    expect(await resumeSends({ account: alice, journal })).toEqual([])
  })

  it("that was cut before the hand-over is finished later, byte for byte", async () => {
    const journal = memoryStore()
    world.line = ({ method, path }, pass) =>
      method === "POST" && path === "/api/messages" ? Promise.reject(new TypeError("cut")) : pass()
    const job = {
      account: alice,
      host: hostOf(draftTo("carol@example.net", { subject: "Prepared" })).host,
      org,
      journal,
    }
    await expect(sendSecure(job)).rejects.toThrow(stopped("offline"))
    world.line = plain
    const [prepared] = await resumeSends({ account: alice, journal })
    expect(prepared).toMatchObject({ state: "prepared", subject: "Prepared" })
    const journalId = prepared?.journalId ?? ""
    const reply = await finishSend({ account: alice, journal, journalId })
    expect((await readMessage({ account: alice, id: reply?.id as MessageId })).subject).toBe("Prepared")
    expect(await resumeSends({ account: alice, journal })).toEqual([])
  })

  it("S34 that was cut while uploading goes on with what the server holds", async () => {
    const journal = memoryStore()
    const draft = draftTo("carol@example.net", { attachments: [attachment(bytesOf(6_000_000))] })
    let held = 0
    world.line = async ({ chunks }, pass) => {
      if (held + chunks > 5) throw new TypeError("cut")
      const answer = await pass()
      held += chunks
      return answer
    }
    const cut = await sendSecure({ account: alice, host: hostOf(draft).host, org, journal }).catch(
      (error: unknown) => error,
    )
    expect(cut).toMatchObject({ code: "offline", isUnknown: false })
    const { resume: entry } = cut as { resume: string }
    expect(await interruptedSends({ account: alice, journal })).toMatchObject([{ journalId: entry, files: ["a.bin"] }])
    let sentAgain = 0
    world.line = ({ chunks }, pass) => {
      sentAgain += chunks
      return pass()
    }
    const sent = await sendSecure({ account: alice, host: hostOf(draft).host, org, journal, resume: entry })
    expect(held).toBeGreaterThan(2)
    expect(sentAgain).toBe(12 - held)
    expect((await readMessage({ account: alice, id: sent.id })).attachments[0]?.size).toBe(6_000_000)
  })

  it("that is stopped leaves nothing: no upload, no journal, no message", async () => {
    const journal = memoryStore()
    const stop = new AbortController()
    const dropped: string[] = []
    world.line = ({ method, path }, pass) => {
      if (method === "DELETE") dropped.push(path)
      return pass()
    }
    const draft = draftTo("carol@example.net", {
      attachments: [attachment(bytesOf(700_000)), attachment(bytesOf(9_000_000), "b.bin")],
    })
    const onProgress = (progress: SendProgress) => {
      if (progress.step === "attachments" && progress.file.index === 1 && progress.file.bytes > 0) stop.abort()
    }
    const sending = sendSecure({
      account: alice,
      host: hostOf(draft).host,
      org,
      journal,
      signal: stop.signal,
      onProgress,
    })
    await expect(sending).rejects.toThrow(stopped("cancelled"))
    expect(dropped.length).toBe(2)
    expect(await resumeSends({ account: alice, journal })).toEqual([])
    expect(await journal.names("")).toEqual([])
  })

  it("S12 S32 a sealed copy whose draft is gone stays on the server when smp sends something else", async () => {
    const { host } = hostOf(draftTo("bob@example.com", { subject: "Only copy" }), {
      empty: () => Promise.reject(new DraftNotEmptied(false)),
    })
    await expect(sendSecure({ account: alice, host, org, journal: memoryStore() })).rejects.toThrow(
      stopped("draft-not-emptied", { text: "staged" }),
    )
    await world.server.smp("desk", ["login", "--email", "alice@example.com", "--password-stdin"], PASSWORD)
    const body = join(world.server.home, "other.txt")
    await writeFile(body, "Something else.")
    const other = await world.server.smp("desk", [
      "send",
      "--to",
      "alice@example.com",
      "--subject",
      "x",
      "--body-file",
      body,
    ])
    expect(other.code).toBe(0)
    expect(other.err).toContain("Only copy")
    const [kept] = await alice.client.stagedMessages()
    expect(kept).toMatchObject({ subject: "Only copy" })
    await alice.client.removeStaged(kept?.key ?? "")
  })

  it("of a draft that was edited meanwhile says so, and a host that fails to close it does not unsend it", async () => {
    const { host, finished } = hostOf(draftTo("carol@example.net"), { hasChanged: () => Promise.resolve(true) })
    expect(await sendSecure({ account: alice, host, org, journal: memoryStore() })).toMatchObject({
      draftChanged: true,
      hostError: null,
    })
    expect(finished.map(({ draftChanged }) => draftChanged)).toEqual([true])
    const broken = hostOf(draftTo("carol@example.net"), { finish: () => Promise.reject(new Error("window is gone")) })
    const sent = await sendSecure({ account: alice, host: broken.host, org, journal: memoryStore() })
    expect(sent.hostError).toMatchObject({ message: "window is gone" })
  })

  it("S7 with a large text and pictures travels whole", async () => {
    const html = `<p>${"many words ".repeat(80_000)}</p><img src="cid:logo@x">`
    const logo = { ...attachment(bytesOf(900), "logo.png"), type: "image/png", cid: "logo@x" }
    const { host } = hostOf(draftTo("carol@example.net", { html, text: null, attachments: [logo] }))
    const sent = await sendSecure({ account: alice, host, org, journal: memoryStore() })
    const opened = await readMessage({ account: alice, id: sent.id })
    expect(opened.html).toBe(html)
    expect(opened.text?.startsWith("many words many")).toBe(true)
    expect(opened.attachments).toMatchObject([{ cid: "logo@x", disposition: "inline" }])
  })

  it("uses a review only for the very people of the draft, and never from another sender's address", async () => {
    const review = await reviewRecipients(alice, draftTo("carol@example.net"), org)
    expect(review.needsLook).toBe(true)
    expect(servicesOf(review, {})).toEqual(["grant-agent"])
    const other = hostOf(draftTo("dora@example.net"))
    const sent = await sendSecure({ account: alice, host: other.host, org, journal: memoryStore(), review })
    expect((await readMessage({ account: alice, id: sent.id })).to.map(({ address }) => address)).toEqual([
      "dora@example.net",
    ])
    const foreign = hostOf(draftTo("carol@example.net", { from: { address: "bob@example.com", name: "" } }))
    await expect(sendSecure({ account: alice, host: foreign.host, org, journal: memoryStore() })).rejects.toThrow(
      stopped("other-sender"),
    )
  })

  it("S19 under a suite that the organization does not allow is not made, whoever is to read it", async () => {
    await changeRules(alice, org, { suites: [2] } as object)
    const { host } = hostOf(draftTo("nobody.yet@example.net"))
    await expect(sendSecure({ account: alice, host, org, journal: memoryStore() })).rejects.toThrow(
      stopped("suite-refused"),
    )
    await changeRules(alice, org, { suites: [1, 2] } as object)
  })

  it("to oneself alone can be read, and answered", async () => {
    const sent = await sendSecure({
      account: alice,
      host: hostOf(draftTo("alice@example.com")).host,
      org,
      journal: memoryStore(),
    })
    const opened = await readMessage({ account: alice, id: sent.id })
    expect(opened).toMatchObject({ verdict: "intact", role: "from" })
    expect(replyDraft(opened, "all")).toMatchObject({ subject: "Re: Subject", thread: { root: sent.id } })
  })
})
