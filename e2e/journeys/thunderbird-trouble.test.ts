/** What goes wrong while sending from Thunderbird: no word is lost, nobody is told twice, nothing becomes ordinary e-mail. */
import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { sinkMailbox } from "../hosts/mailbox.ts"
import { addMember, foundOrganization, read, readAttachment, registerPerson } from "../hosts/person.ts"
import type { Person } from "../hosts/person.ts"
import { startServer } from "../hosts/server.ts"
import type { RunningServer } from "../hosts/server.ts"
import { startSmtpSink } from "../hosts/smtp-sink.ts"
import type { SmtpSink } from "../hosts/smtp-sink.ts"
import { addInPage } from "../hosts/thunderbird/add-in-pages.ts"
import { startEmployee } from "../hosts/thunderbird/employee.ts"
import type { Employee } from "../hosts/thunderbird/employee.ts"
import { until } from "../hosts/thunderbird/wait.ts"

const pictures = join(import.meta.dirname, "../results/thunderbird-trouble")
const anna = "anna.weber@example.org"
const bob = "bob.lind@example.org"
const large = randomBytes(60 << 20)

let files: string
let sink: SmtpSink
let server: RunningServer
let member: Person
let employee: Employee

beforeAll(async () => {
  files = mkdtempSync(join(tmpdir(), "letters-"))
  writeFileSync(join(files, "series.bin"), large)
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
}, 300_000)

afterEach(async () => {
  await employee.thunderbird.closeEverything()
})

afterAll(async () => {
  await employee?.leave()
  await server?.remove()
  await sink?.shut()
  rmSync(files, { recursive: true, force: true })
})

/** Presses Send Secure, and Send where the first message to somebody wants a look. */
async function begin(subject: string, attachments: string[]) {
  const compose = await employee.thunderbird.compose({
    to: [`Bob Lind <${bob}>`],
    subject,
    body: `<p>Canary of ${subject}</p>`,
  })
  await compose.saveDraft()
  await until("the saved draft", () => employee.dovecot.mails("me", "Drafts").find((mail) => mail.includes(subject)), {
    within: 60_000,
  })
  // Attached afterwards: Thunderbird needs a minute to save a draft with a file of this size.
  await compose.write({ attachments })
  await compose.pressSendSecure()
  const page = addInPage(employee.thunderbird, "send.html")
  await page.appears("[data-page=review], [data-page=sending], [data-page=done]", 60_000)
  if ((await page.all("[data-page=review]")).length > 0) await page.press("Send to 1 recipient")
  return { compose, page }
}

const uploading = (page: ReturnType<typeof addInPage>) =>
  until(
    "a part of the file on the server",
    async () => /locking and uploading, (?:[3-9]|\d\d) %/.test(await page.text()),
    { every: 30 },
  )
const remember = (key: string, value: unknown) =>
  employee.thunderbird.inPage(
    "send.html#unfinished",
    async (name: string, kept: unknown) => {
      const { browser } = window as unknown as {
        browser: { storage: { local: { set(items: object): Promise<void> } } }
      }
      await browser.storage.local.set({ [name]: kept })
    },
    key,
    value,
  )
const noticesTo = (address: string) =>
  sink.to(address).filter((mail) => /^X-Delivery-Slip:/im.test(mail.raw.toString("latin1"))).length

describe("while sending from Thunderbird", () => {
  it("S34 a server that dies in the middle of a file is waited for, and sending goes on by itself where it stopped", async () => {
    const before = noticesTo(bob)
    const { page } = await begin("Lost line", [join(files, "series.bin")])
    await uploading(page)
    await server.kill()
    await page.appears("[data-page=waiting]", 120_000)
    employee.shot("waiting")
    expect(await page.text()).toContain("Nobody has been notified.")
    await server.start()
    await page.appears("[data-page=done]", 180_000)
    employee.shot("done-after-waiting")
    const id = (await page.attribute("[data-page=done]", "data-message")) ?? ""
    const opened = await read(member, id)
    expect(opened.verdict).toBe("intact")
    expect(Buffer.compare(Buffer.from(await readAttachment(opened)), large)).toBe(0)
    await until("the notice", () => noticesTo(bob) > before)
    expect(noticesTo(bob)).toBe(before + 1)
  })

  it("a send that is stopped by hand leaves the draft open, whole and unsent", async () => {
    const { compose, page } = await begin("Changed my mind", [join(files, "series.bin")])
    await uploading(page)
    await page.press("Stop and keep the draft")
    await until("the window has gone", async () =>
      (await employee.thunderbird.windows()).every((one) => !one.address.includes("send.html")),
    )
    // The window goes first, the button of the draft follows.
    await until("the button is as before", async () => (await compose.state()).secureLabel === "Send Secure")
    const state = await compose.state()
    expect(state).toMatchObject({ locked: false, subject: "Changed my mind", attachments: ["series.bin"] })
    expect(state.text).toContain("Canary of Changed my mind")
    expect(employee.mailServer.mails).toEqual([])
  })

  it("after kill -9 in the middle of a file the next start says so; the saved draft goes on with what is on the server", async () => {
    const { thunderbird } = employee
    const before = noticesTo(bob)
    const { page } = await begin("Cut short", [join(files, "series.bin")])
    await uploading(page)
    await thunderbird.kill()
    await thunderbird.restart()
    await thunderbird.connectMail()
    const unfinished = addInPage(thunderbird, "send.html#unfinished")
    await unfinished.appears("[data-page=unfinished]", 60_000)
    expect(await unfinished.attribute("[data-page=unfinished]", "data-state")).toBe("interrupted")
    expect(await unfinished.text()).toContain("Cut short")
    employee.shot("unfinished")
    // As if it had been an answer to a protected message.
    const saved = employee.dovecot.mails("me", "Drafts").find((mail) => mail.includes("Cut short")) ?? ""
    await remember(`saved-draft:${/^Message-ID: <(.+)>/im.exec(saved)?.[1]}`, { mark: "reply", thread: null })
    await unfinished.press("Open the draft and go on")
    const compose = await thunderbird.opened()
    expect((await compose.state()).text).toContain("Canary of Cut short")
    await compose.write({ attachments: [join(files, "series.bin")] })
    // An answer stays one: Thunderbird's own Send asks nothing and sends nothing ordinarily.
    await compose.pressSend()
    const again = addInPage(thunderbird, "send.html#draft")
    await again.appears("[data-page=sending], [data-page=done]", 60_000)
    await again.appears("[data-page=done]", 180_000)
    employee.shot("done-after-kill")
    const opened = await read(member, (await again.attribute("[data-page=done]", "data-message")) ?? "")
    expect(opened.verdict).toBe("intact")
    expect(Buffer.compare(Buffer.from(await readAttachment(opened)), large)).toBe(0)
    await until("the notice", () => noticesTo(bob) > before)
    expect(noticesTo(bob)).toBe(before + 1)
    await until("no readable draft", () =>
      employee.dovecot.mails("me", "Drafts").every((mail) => !mail.includes("Canary of Cut short")),
    )
  })

  it("while the server is away nothing leaves the computer, and the reason is said", async () => {
    await server.stop()
    const wire = employee.mailServer.transcript().length
    const compose = await employee.thunderbird.compose({ to: [bob], subject: "Away", body: "<p>Canary of Away</p>" })
    await compose.pressSendSecure()
    const page = addInPage(employee.thunderbird, "send.html")
    await page.appears("[data-failure]", 120_000)
    expect(await page.text()).toContain("The server cannot be reached")
    employee.shot("offline")
    expect((await compose.state()).text).toContain("Canary of Away")
    expect(employee.mailServer.transcript().length).toBe(wire)
    await server.start()
    await page.appears("[data-page=done]", 60_000)
  })

  it("S32 what was to be kept for later while the server was away is kept when it is back, not sent", async () => {
    await employee.thunderbird.closeEverything()
    await server.stop()
    const before = noticesTo(bob)
    const compose = await employee.thunderbird.compose({ to: [bob], subject: "Later", body: "<p>Canary of Later</p>" })
    await compose.bringToFront()
    employee.display.key("ctrl+shift+l")
    const page = addInPage(employee.thunderbird, "send.html")
    await page.appears("[data-failure]", 120_000)
    await server.start()
    await page.appears("[data-page=kept], [data-page=done]", 60_000)
    expect(await page.all("[data-page=kept]")).toHaveLength(1)
    expect(noticesTo(bob)).toBe(before)
  })
})
