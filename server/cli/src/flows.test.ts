/** Sending, signing in and recovering, with the line cut at chosen places: the real server, the real flows. */
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import {
  changePassword,
  changeRules,
  createOrganization,
  forgetDevice,
  makeDeviceSecret,
  opaqueInProcess,
  recoverWithCode,
  register,
  resume,
  signIn,
  signOut,
  trustDevice,
} from "@smp/shared/account"
import type { Account, LocalStore } from "@smp/shared/account"
import { randomBytes, toBase64url } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { createApiClient, newIdempotencyKey, sourceFromBytes } from "@smp/shared/client"
import type { ApiClient, Session } from "@smp/shared/client"
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
import type { Draft, MailHost, SendProgress, SentMessage } from "@smp/shared/send"
import type { MessageId, OrganizationId } from "@smp/shared/wire"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { PASSWORD, startRealServer } from "./testing/real-server.ts"
import type { RealServer } from "./testing/real-server.ts"

const DAY_MS = 86_400_000
const stopped = (code: string, about: object = {}) => expect.objectContaining({ code, ...about }) as Error
let server: RealServer
let alice: Account
let org: OrganizationId
/** Decides about every request of the clients under test; throwing before or after it is a cut line. */
let line: (
  request: { method: string; path: string; chunks: number },
  pass: () => Promise<Response>,
) => Promise<Response>

/** How many stored segments a request brings. */
const chunksOf = ({ headers }: RequestInit): number =>
  Buffer.from(new Headers(headers).get("chunk-digests") ?? "", "base64url").length / 32
const plain: typeof line = (_, pass) => pass()
const client = (): ApiClient =>
  createApiClient({
    origin: server.origin,
    tries: 2,
    fetch: (url, init) =>
      line({ method: init.method ?? "GET", path: new URL(url).pathname, chunks: chunksOf(init) }, () =>
        fetch(url, init),
      ),
  })
const store = (): LocalStore & { size: () => number } => {
  const entries = new Map<string, Bytes>()
  return {
    size: () => entries.size,
    get: (key) => Promise.resolve(entries.get(key) ?? null),
    set: (key, value) => Promise.resolve(void entries.set(key, value.slice())),
    delete: (key) => Promise.resolve(void entries.delete(key)),
  }
}
const options = () =>
  ({
    client: client(),
    opaque: opaqueInProcess(),
    device: "test",
    transport: "bearer",
    trusted: true,
    pins: store(),
  }) as const

/** A second code for the same address is mailed half a minute later at the earliest. */
let erin: { account: Account; recoveryCode: string; resendAt: number }

async function newAccount(address: string): Promise<typeof erin> {
  const input = options()
  const { nonce, resendAt } = await input.client.requestCode({ address })
  const code = await server.codeFor(address)
  return { ...(await register({ ...input, address, name: address, password: PASSWORD, code, nonce })), resendAt }
}

const attachment = (bytes: Bytes, name = "a.bin") => ({
  name,
  type: "application/octet-stream",
  size: bytes.length,
  source: sourceFromBytes(bytes),
  cid: null,
})
const draftTo = (address: string, change: Partial<Draft> = {}): Draft => ({
  from: { address: "alice@example.com", name: "Alice" },
  to: [{ address, name: "" }],
  cc: [],
  bcc: [],
  subject: "Subject",
  html: null,
  text: "text",
  attachments: [],
  thread: null,
  ...change,
})
function hostOf(draft: Draft, change: Partial<MailHost> = {}) {
  const finished: SentMessage[] = []
  const host: MailHost = {
    snapshot: () => Promise.resolve(draft),
    hasChanged: () => Promise.resolve(false),
    finish: (sent) => Promise.resolve(void finished.push(sent)),
    ...change,
  }
  return { host, finished }
}
const bytesOf = (length: number): Bytes => {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 65_536) bytes.set(randomBytes(Math.min(65_536, length - at)), at)
  return bytes
}

beforeAll(async () => {
  line = plain
  server = await startRealServer()
  const token = new URL(server.setUpLink()).hash.slice(1)
  const made = await register({
    ...options(),
    address: "alice@example.com",
    name: "Alice",
    password: PASSWORD,
    code: token,
    nonce: toBase64url(randomBytes(16)),
    setUp: true,
  })
  alice = made.account
  org = await createOrganization({ account: alice, name: "Example" })
  erin = await newAccount("erin@example.org")
}, 120_000)

afterAll(async () => {
  await server?.stop()
})
beforeEach(() => {
  line = plain
})

describe("a send", () => {
  it("S64 whose last answer was lost was handed over once, and is found again under its key", async () => {
    const journal = store()
    let isCut = false
    line = async ({ method, path }, pass) => {
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
    line = plain
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
    const journal = store()
    let cuts = 0
    line = async ({ method, path }, pass) => {
      const response = await pass()
      if (method !== "POST" || path !== "/api/messages") return response
      cuts++
      throw new TypeError("cut after the server answered")
    }
    const { host, finished } = hostOf(draftTo("carol@example.net", { subject: "Asked for" }))
    const { id } = await sendSecure({ account: alice, host, org, journal })
    expect(cuts).toBeGreaterThan(0)
    expect(finished.map((sent) => sent.id)).toEqual([id])
    line = plain
    expect(await resumeSends({ account: alice, journal })).toEqual([])
    const { messages } = await alice.client.messages({ folder: "sent" })
    expect(messages.filter(({ subject }) => subject === "Asked for").length).toBe(1)
  })

  it("S64 whose answer a gateway put its own in place of is asked for, and never called unsent while that is unknown", async () => {
    let isAsked = false
    line = async ({ method, path }, pass) => {
      if (method === "POST" && path === "/api/messages") {
        await pass()
        return new Response("<h1>500</h1>", { status: 500 })
      }
      if (!path.startsWith("/api/messages/handed-over/") || isAsked) return pass()
      throw new TypeError("cut")
    }
    const journal = store()
    const { host } = hostOf(draftTo("carol@example.net", { subject: "Behind a gateway" }))
    await expect(sendSecure({ account: alice, host, org, journal })).rejects.toThrow(
      stopped("service.fault", { isUnknown: true }),
    )
    isAsked = true
    expect((await sendSecure({ account: alice, host, org, journal })).id).toMatch(/^msg_/)
    line = plain
    const entries = await resumeSends({ account: alice, journal })
    expect(entries.map(({ state, subject }) => [state, subject])).toEqual([["handed-over", "Behind a gateway"]])
  })

  it("S64 that was handed over while the disk became full was handed over, and is found so", async () => {
    const held = store()
    let isFull = false
    const set: LocalStore["set"] = (key, value) =>
      isFull ? Promise.reject(new Error("no space left on device")) : held.set(key, value)
    const journal = { ...held, set }
    line = async ({ method, path }, pass) => {
      isFull ||= method === "POST" && path === "/api/messages"
      return pass()
    }
    const { host, finished } = hostOf(draftTo("carol@example.net", { subject: "Full disk" }))
    const sent = await sendSecure({ account: alice, host, org, journal })
    expect(finished.map(({ id }) => id)).toEqual([sent.id])
    expect((await resumeSends({ account: alice, journal })).map(({ state }) => state)).toEqual(["handed-over"])
    isFull = false
    expect((await resumeSends({ account: alice, journal })).map(({ state }) => state)).toEqual(["handed-over"])
  })

  it("that was cut before the hand-over is finished later, byte for byte", async () => {
    const journal = store()
    line = ({ method, path }, pass) =>
      method === "POST" && path === "/api/messages" ? Promise.reject(new TypeError("cut")) : pass()
    const job = {
      account: alice,
      host: hostOf(draftTo("carol@example.net", { subject: "Prepared" })).host,
      org,
      journal,
    }
    await expect(sendSecure(job)).rejects.toThrow(stopped("offline"))
    line = plain
    const [prepared] = await resumeSends({ account: alice, journal })
    expect(prepared).toMatchObject({ state: "prepared", subject: "Prepared" })
    const journalId = prepared?.journalId ?? ""
    const reply = await finishSend({ account: alice, journal, journalId })
    expect((await readMessage({ account: alice, id: reply?.id as MessageId })).subject).toBe("Prepared")
    expect(await resumeSends({ account: alice, journal })).toEqual([])
  })

  it("S34 that was cut while uploading goes on with what the server holds", async () => {
    const journal = store()
    const draft = draftTo("carol@example.net", { attachments: [attachment(bytesOf(6_000_000))] })
    let held = 0
    line = async ({ chunks }, pass) => {
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
    line = ({ chunks }, pass) => {
      sentAgain += chunks
      return pass()
    }
    const sent = await sendSecure({ account: alice, host: hostOf(draft).host, org, journal, resume: entry })
    expect(held).toBeGreaterThan(2)
    expect(sentAgain).toBe(12 - held)
    expect((await readMessage({ account: alice, id: sent.id })).attachments[0]?.size).toBe(6_000_000)
  })

  it("that is stopped leaves nothing: no upload, no journal, no message", async () => {
    const journal = store()
    const stop = new AbortController()
    const dropped: string[] = []
    line = ({ method, path }, pass) => {
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
    expect(journal.size()).toBe(1)
  })

  it("S12 S32 a sealed copy whose draft is gone stays on the server when smp sends something else", async () => {
    const { host } = hostOf(draftTo("bob@example.com", { subject: "Only copy" }), {
      empty: () => Promise.reject(new DraftNotEmptied(false)),
    })
    await expect(sendSecure({ account: alice, host, org, journal: store() })).rejects.toThrow(
      stopped("draft-not-emptied", { text: "staged" }),
    )
    await server.smp("desk", ["login", "--email", "alice@example.com", "--password-stdin"], PASSWORD)
    const body = join(server.home, "other.txt")
    await writeFile(body, "Something else.")
    const other = await server.smp("desk", ["send", "--to", "alice@example.com", "--subject", "x", "--body-file", body])
    expect(other.code).toBe(0)
    expect(other.err).toContain("Only copy")
    const [kept] = await alice.client.stagedMessages()
    expect(kept).toMatchObject({ subject: "Only copy" })
    await alice.client.removeStaged(kept?.key ?? "")
  })

  it("of a draft that was edited meanwhile says so, and a host that fails to close it does not unsend it", async () => {
    const { host, finished } = hostOf(draftTo("carol@example.net"), { hasChanged: () => Promise.resolve(true) })
    expect(await sendSecure({ account: alice, host, org, journal: store() })).toMatchObject({
      draftChanged: true,
      hostError: null,
    })
    expect(finished.map(({ draftChanged }) => draftChanged)).toEqual([true])
    const broken = hostOf(draftTo("carol@example.net"), { finish: () => Promise.reject(new Error("window is gone")) })
    const sent = await sendSecure({ account: alice, host: broken.host, org, journal: store() })
    expect(sent.hostError).toMatchObject({ message: "window is gone" })
  })

  it("S7 with a large text and pictures travels whole", async () => {
    const html = `<p>${"many words ".repeat(80_000)}</p><img src="cid:logo@x">`
    const logo = { ...attachment(bytesOf(900), "logo.png"), type: "image/png", cid: "logo@x" }
    const { host } = hostOf(draftTo("carol@example.net", { html, text: null, attachments: [logo] }))
    const sent = await sendSecure({ account: alice, host, org, journal: store() })
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
    const sent = await sendSecure({ account: alice, host: other.host, org, journal: store(), review })
    expect((await readMessage({ account: alice, id: sent.id })).to.map(({ address }) => address)).toEqual([
      "dora@example.net",
    ])
    const foreign = hostOf(draftTo("carol@example.net", { from: { address: "bob@example.com", name: "" } }))
    await expect(sendSecure({ account: alice, host: foreign.host, org, journal: store() })).rejects.toThrow(
      stopped("other-sender"),
    )
  })

  it("S19 under a suite that the organization does not allow is not made, whoever is to read it", async () => {
    await changeRules(alice, org, { suites: [2] } as object)
    const { host } = hostOf(draftTo("nobody.yet@example.net"))
    await expect(sendSecure({ account: alice, host, org, journal: store() })).rejects.toThrow(stopped("suite-refused"))
    await changeRules(alice, org, { suites: [1, 2] } as object)
  })

  it("to oneself alone can be read, and answered", async () => {
    const sent = await sendSecure({
      account: alice,
      host: hostOf(draftTo("alice@example.com")).host,
      org,
      journal: store(),
    })
    const opened = await readMessage({ account: alice, id: sent.id })
    expect(opened).toMatchObject({ verdict: "intact", role: "from" })
    expect(replyDraft(opened, "all")).toMatchObject({ subject: "Re: Subject", thread: { root: sent.id } })
  })
})

describe("an account", () => {
  it("comes back on a trusted device without the password, until the device is withdrawn", async () => {
    const { account } = await newAccount("dora@example.org")
    const device = await trustDevice(account, await makeDeviceSecret())
    const session = account.client.session as Session
    const pins = store()
    expect((await resume({ client: client(), session, device, pins })).address).toBe("dora@example.org")
    await forgetDevice(account, device.unl)
    await expect(resume({ client: client(), session, device, pins })).rejects.toMatchObject({ code: "open-failed" })
    await signOut(account)
    await expect(resume({ client: client(), session, device, pins })).rejects.toMatchObject({
      code: "session.required",
    })
  })

  it("S29 comes back whole with the recovery code and a new password; the old password is over", async () => {
    const { address } = erin.account
    const sent = await sendSecure({ account: alice, host: hostOf(draftTo(address)).host, org, journal: store() })
    const input = options()
    await new Promise((done) => setTimeout(done, Math.max(0, erin.resendAt - Date.now() + 500)))
    const { nonce } = await input.client.requestCode({ address })
    const mailboxCode = await server.codeFor(address)
    const recovery = { ...input, address, nonce, mailboxCode, newPassword: "another good password" }
    const account = await recoverWithCode({ ...recovery, recoveryCode: erin.recoveryCode.toLowerCase() })
    expect((await readMessage({ account, id: sent.id })).text).toBe("text")
    await expect(signIn({ ...options(), address, password: PASSWORD })).rejects.toMatchObject({
      code: "account.sign_in_refused",
    })
    expect((await signIn({ ...options(), address, password: "another good password" })).alarms).toEqual([])
  })

  it("changes its password; the recovery code still opens it", async () => {
    const { account } = await newAccount("finn@example.org")
    await changePassword(account, opaqueInProcess(), "a third good password")
    const again = await signIn({ ...options(), address: "finn@example.org", password: "a third good password" })
    expect(again.ring.body.unlockers.map(([, kind]) => kind).sort()).toEqual(["password", "recovery"])
  })

  it("S2 an administrator's client signs the policy again before it runs out", async () => {
    const now = Date.now() + 16 * DAY_MS
    const before = await alice.view.policy(org)
    await signIn({ ...options(), address: "alice@example.com", password: PASSWORD, now: () => now })
    const after = await alice.view.policy(org)
    expect(after.policy.ver).toBe(before.policy.ver + 1)
    expect(after.policy.until).toBe(now + 30 * DAY_MS)
  })

  it("R12 a server that calls itself by another name gets no message that depends on the password", async () => {
    const asked: string[] = []
    line = async ({ path }, pass) => {
      asked.push(path)
      const response = await pass()
      if (path !== "/api/platform") return response
      return Response.json({ ...((await response.json()) as object), host: "messages.example.com" })
    }
    const trying = signIn({ ...options(), address: "alice@example.com", password: PASSWORD })
    await expect(trying).rejects.toMatchObject({ code: "open-failed" })
    expect(asked).toEqual(["/api/platform"])
  })

  it("names each write by a key that is never used again", () => {
    expect(newIdempotencyKey()).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/)
    expect(newIdempotencyKey()).not.toBe(newIdempotencyKey())
  })
})
