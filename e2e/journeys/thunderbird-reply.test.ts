/** A conversation that stays protected: received, read, answered and continued inside the real Thunderbird. */
import { createHash, randomBytes } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { mailFileOf } from "@smp/shared/export"
import { openAttachment, readMessage, replyDraft } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import { sendSecure } from "@smp/shared/send"
import { messageId as toMessageId } from "@smp/shared/wire"
import { sourceFromBytes } from "@smp/shared/client"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { sinkMailbox } from "../hosts/mailbox.ts"
import { addMember, foundOrganization, read, registerPerson } from "../hosts/person.ts"
import type { Person } from "../hosts/person.ts"
import { startServer } from "../hosts/server.ts"
import type { RunningServer } from "../hosts/server.ts"
import { startSmtpSink } from "../hosts/smtp-sink.ts"
import type { SmtpSink } from "../hosts/smtp-sink.ts"
import { addInPage } from "../hosts/thunderbird/add-in-pages.ts"
import { startEmployee } from "../hosts/thunderbird/employee.ts"
import type { Employee } from "../hosts/thunderbird/employee.ts"
import { readSelectedMail } from "../hosts/thunderbird/mailbox.ts"
import { pause, until } from "../hosts/thunderbird/wait.ts"
import { openWith } from "../proofs/databases.ts"

const pictures = join(import.meta.dirname, "../results/thunderbird-reply")
const anna = "anna.weber@example.org"
const bob = "bob.lind@example.org"
const photo = randomBytes(3 << 20)
const picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex")

/** In a page of the add-in. */
declare const browser: {
  storage: { local: { get(): Promise<Record<string, object>>; set(items: object): Promise<void> } }
}

let sink: SmtpSink
let server: RunningServer
let member: Person
let employee: Employee
let first: string
let answer: string

beforeAll(async () => {
  sink = await startSmtpSink()
  server = await startServer({ smtp: sink })
  const administrator = await foundOrganization({
    server,
    address: "ines.brandt@example.org",
    name: "Ines Brandt",
    organization: "Northlight Clinic",
  })
  await addMember(administrator, anna, "Anna Weber")
  await addMember(administrator, bob, "Bob Lind")
  member = await registerPerson({ server, mailbox: sinkMailbox(sink), address: bob, name: "Bob Lind" })
  employee = await startEmployee({ address: anna, name: "Anna Weber", platformMail: sink, pictures })
  await employee.setUp(server.origin, "four unrelated words here")
  await employee.thunderbird.closeEverything()
}, 300_000)

afterAll(async () => {
  await employee?.leave()
  await server?.remove()
  await sink?.shut()
})

/** A member answers at another program, with a photo. */
async function answerOf(person: Person, id: string): Promise<string> {
  const opened = await readMessage({ account: person.account, id: toMessageId.parse(id) })
  const reply = replyDraft(opened, "reply")
  const attachments = [
    {
      name: "photo.jpg",
      type: "image/jpeg",
      size: photo.length,
      source: sourceFromBytes(new Uint8Array(photo)),
      cid: null,
    },
  ]
  const draft = {
    from: { address: person.address, name: person.name },
    to: reply.to,
    cc: [],
    bcc: [],
    subject: reply.subject,
    html: null,
    text: "Thank you, the dose is halved.",
    attachments,
    thread: reply.thread,
  }
  const host = { snapshot: async () => draft, hasChanged: async () => false, finish: async () => undefined }
  return (await sendSecure({ account: person.account, host, org: opened.org, journal: person.store })).id
}

/** What Thunderbird's own Send made of an answer: a protected message, and no mail. */
async function sentOrMail({ thunderbird, mailServer }: Employee): Promise<OpenedMessage> {
  const page = addInPage(thunderbird, "send.html")
  await page.appears("[data-page=done]", 20_000).catch((problem: unknown) => {
    expect(mailServer.mails.map((mail) => mail.raw.toString().slice(0, 3000))).toEqual([])
    throw problem
  })
  return read(member, (await page.attribute("[data-page=done]", "data-message")) ?? "")
}

/** A week and a day after all drafts were missed: the note of one that is gone goes, those of what is there stay. */
async function notesAreSwept({ thunderbird }: Employee): Promise<void> {
  await thunderbird.openAddInPage("options.html")
  await addInPage(thunderbird, "options.html").appears("main")
  await thunderbird.inPage("options.html", async () => {
    const missingSince = Date.now() - 8 * 24 * 3600_000
    const all = Object.entries(await browser.storage.local.get())
    const notes = [...all, ["saved-draft:gone@example.org", { mark: "reply", thread: null }] as const]
      .filter(([name]) => name.startsWith("saved-draft:"))
      .map(([name, note]) => [name, { ...note, missingSince }] as const)
    await browser.storage.local.set({ ...Object.fromEntries(notes), "saved-drafts-swept": 0 })
  })
  await thunderbird.restartEventPage()
  await until("the sweep", async () => {
    const notes = await thunderbird.inPage("options.html", async () =>
      Object.entries(await browser.storage.local.get()).filter(([name]) => name.startsWith("saved-draft:")),
    )
    return notes.length > 0 && !JSON.stringify(notes).includes("missingSince")
  })
  await thunderbird.closeEverything()
}

describe("a conversation in Thunderbird", () => {
  it("S31 a draft with a picture in its text and with saved copies goes out whole; the readable copies are deleted", async () => {
    const { thunderbird, dovecot } = employee
    const compose = await thunderbird.compose({
      to: [`Bob Lind <${bob}>`],
      subject: "Dose",
      body: `<p>Please look: <img alt="curve" src="data:image/png;base64,${picture}"></p>`,
    })
    await compose.saveDraft()
    await until("the readable draft on the mail server", () =>
      dovecot.mails("me", "Drafts").find((mail) => mail.includes("Please look")),
    )
    await compose.pressSendSecure()
    const page = addInPage(thunderbird, "send.html")
    await page.appears("[data-page=review]", 60_000)
    await page.press("Send to 1 recipient")
    await page.appears("[data-page=done]", 60_000)
    expect(await page.text()).toContain("The copies that Thunderbird had saved to Drafts were deleted.")
    employee.shot("done-with-copies-deleted")
    first = (await page.attribute("[data-page=done]", "data-message")) ?? ""
    await until("no readable draft", () => dovecot.mails("me", "Drafts").every((mail) => !mail.includes("Please look")))
    const opened = await read(member, first)
    expect(opened.html).toContain("cid:")
    expect(opened.attachments).toMatchObject([{ disposition: "inline", type: "image/png" }])
  })

  it("S13 S35 the answer's notice opens in the panel; its photo is saved byte for byte", async () => {
    const { thunderbird, downloads } = employee
    answer = await answerOf(member, first)
    await thunderbird.closeEverything()
    await thunderbird.showMail("INBOX", "Bob Lind")
    await until("the button", async () => !(await thunderbird.headerButton()).disabled)
    employee.shot("notice")
    await thunderbird.pressHeaderButton()
    const page = addInPage(thunderbird, "read.html")
    await page.appears("[data-page=message]", 60_000)
    expect(await page.attribute("[data-page=message]", "data-verdict")).toBe("intact")
    await until("the text", async () => (await page.frameText()).includes("the dose is halved"))
    await page.press("Save photo.jpg")
    await until("the photo", async () => (await page.text()).includes("Saved, complete and unchanged"))
    employee.shot("answer-saved")
    expect(sha256(readFileSync(join(downloads, "photo.jpg")))).toBe(sha256(photo))
    await until("the receipt", async () => {
      const { people } = await member.account.client.tracking(toMessageId.parse(answer))
      return people.some((person) => person.events.some((event) => event.kind === "displayed"))
    })
  })

  it("S10 S31 Reply secure quotes it, and even Thunderbird's own Send keeps the answer on the platform, in the same thread", async () => {
    const { thunderbird, mailServer } = employee
    const page = addInPage(thunderbird, "read.html")
    await page.press("Reply secure")
    const compose = await thunderbird.opened()
    const state = await compose.state()
    expect(state.subject).toBe("Re: Dose")
    expect(state.text).toContain("the dose is halved")
    await pause(500)
    employee.shot("reply")
    await compose.write({ body: "Good, thank you." })
    // Saved, closed and opened again it is still an answer to a protected message.
    await compose.saveDraft()
    await until("the saved answer", () =>
      employee.dovecot.mails("me", "Drafts").find((mail) => mail.includes("Good, thank you.")),
    )
    await compose.close()
    // As a new one it is that too: what it quotes does not go out plain.
    const copy = await thunderbird.openSavedDraft("Dose", "cmd_editAsNew")
    await copy.write({ body: "Written anew." })
    await copy.pressSend()
    const renewed = await sentOrMail(employee)
    expect(renewed.html).toContain("Written anew.")
    expect(renewed.slip.thread).toMatchObject({ root: first, prev: [answer, expect.anything()] })
    await thunderbird.closeEverything()
    await notesAreSwept(employee)
    const again = await thunderbird.openSavedDraft("Dose")
    // Saved anew, the copy from which it was opened is gone.
    await again.write({ body: "From tonight on." })
    await again.saveDraft()
    await until("the newer copy alone", () => {
      const copies = employee.dovecot.mails("me", "Drafts").filter((mail) => mail.includes("Good, thank you."))
      return copies.length === 1 && copies[0]?.includes("From tonight on.") === true
    })
    await again.pressSend()
    const opened = await sentOrMail(employee)
    expect(opened.verdict).toBe("intact")
    expect(opened.html).toContain("Good, thank you.")
    expect(opened.slip.thread).toMatchObject({ root: first, prev: [answer, expect.anything()] })
    expect(mailServer.mails).toEqual([])
  })

  it("S31 S10 Forward passes text and photo on: the photo is listed again, not uploaded and not laid into the draft", async () => {
    const { thunderbird, mailServer } = employee
    await thunderbird.closeEverything()
    await thunderbird.showMail("INBOX", "Bob Lind")
    await until("the button", async () => !(await thunderbird.headerButton()).disabled)
    await thunderbird.pressHeaderButton()
    const panel = addInPage(thunderbird, "read.html")
    await panel.appears("[data-page=message]", 60_000)
    await panel.press("Forward, secure")
    const compose = await thunderbird.opened()
    const state = await compose.state()
    expect(state.subject).toBe("Fwd: Re: Dose")
    expect(state.text).toContain("the dose is halved")
    expect(state.text).toContain("Attachments: photo.jpg")
    expect(state.attachments).toEqual([])
    await compose.write({ to: [`Bob Lind <${bob}>`] })
    await compose.pressSend()
    const page = addInPage(thunderbird, "send.html")
    await page.appears("[data-page=review]", 60_000)
    expect(await page.text()).toContain("from the message that you pass on")
    employee.shot("forward-review")
    await page.press("Send to 1 recipient")
    await page.appears("[data-page=done]", 60_000)
    const opened = await read(member, (await page.attribute("[data-page=done]", "data-message")) ?? "")
    expect(opened.slip.thread).toMatchObject({ root: first, prev: [answer, expect.anything()] })
    const original = await readMessage({ account: member.account, id: toMessageId.parse(answer) })
    expect(opened.attachments).toMatchObject([
      {
        name: "photo.jpg",
        size: photo.length,
        obj: original.attachments[0]?.obj,
        sha256: original.attachments[0]?.sha256,
      },
    ])
    expect(mailServer.mails).toEqual([])
  })

  it("S13 the space opens the Message Center of the configured server inside Thunderbird", async () => {
    const { thunderbird } = employee
    await thunderbird.closeEverything()
    await thunderbird.openSpace("Secure messages")
    await until("the Message Center", () =>
      thunderbird.inPage(server.origin, () => document.querySelector("main, form, [data-page]") !== null),
    )
    await pause(1_000)
    employee.shot("space")
  })

  it("S22 S52 what somebody changed in the database is shown beside what was signed, and replies wait for the reader", async () => {
    for (const { connection } of openWith(server.dataDir, "message")) {
      connection.prepare("UPDATE message SET subject = ? WHERE id = ?").run("Dose doubled", answer)
      connection.close()
    }
    const { thunderbird } = employee
    await thunderbird.closeEverything()
    await thunderbird.showMail("INBOX", "Bob Lind")
    await until("the button", async () => !(await thunderbird.headerButton()).disabled)
    await thunderbird.pressHeaderButton()
    const page = addInPage(thunderbird, "read.html")
    await page.appears("[data-page=message][data-verdict=altered]", 60_000)
    const text = await page.text()
    expect(text).toContain("Dose doubled")
    expect(text).toContain("Re: Dose")
    employee.shot("altered")
    expect(await page.attribute("[data-page=message] [role=toolbar] button", "disabled")).not.toBeNull()
    await page.press("I have seen what was altered; let me reply")
    await until(
      "the reply",
      async () => (await page.attribute("[data-page=message] [role=toolbar] button", "disabled")) === null,
    )
    expect(existsSync(join(employee.downloads, "photo.jpg"))).toBe(true)
  })

  it("S31 export: a message taken along as a mail file is an ordinary mail to Thunderbird, headers and files alike", async () => {
    const { thunderbird, dovecot } = employee
    const message = await readMessage({ account: member.account, id: toMessageId.parse(answer), receipt: false })
    const pieces: Uint8Array[] = []
    const copy = {
      message,
      origin: server.origin,
      slipText: "The slip.",
      open: ({ obj }: OpenedMessage["attachments"][number]) => openAttachment(message, obj),
    }
    for await (const piece of mailFileOf(copy)) pieces.push(piece)
    await thunderbird.closeEverything()
    dovecot.deliver("me", Buffer.concat(pieces))
    await thunderbird.showMail("INBOX", "Dose")
    const shown = await readSelectedMail(thunderbird.marionette)
    expect(shown).toMatchObject({ subject: message.subject, at: Math.floor(message.sentAt / 1000) * 1000 })
    expect(shown.author).toContain(bob)
    expect(shown.recipients).toContain(anna)
    const [photoFile, ...slip] = shown.attachments
    expect(photoFile).toMatchObject({ name: "photo.jpg", type: "image/jpeg" })
    expect(slip.map(({ name }) => name)).toEqual(["delivery-slip.txt", "delivery-slip.cbor"])
    employee.shot("exported-mail")
  })
})
