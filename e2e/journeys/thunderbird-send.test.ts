/**
 * From an ordinary compose window to a recipient who has never been here, and back: the real Thunderbird, the real server
 * with all its processes, a real mailbox, the real Chromium.
 */
import { createHash, randomBytes } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Browser, Page } from "playwright-core"
import { launchChromium } from "../hosts/chromium.ts"
import { readOpened, registerInBrowser, replyInBrowser, saveAttachment } from "../hosts/message-center.ts"
import { noticeLink, sinkMailbox } from "../hosts/mailbox.ts"
import { addMember, foundOrganization, read, registerPerson } from "../hosts/person.ts"
import type { Person } from "../hosts/person.ts"
import { startServer } from "../hosts/server.ts"
import type { RunningServer } from "../hosts/server.ts"
import { parseMail, startSmtpSink } from "../hosts/smtp-sink.ts"
import type { SmtpSink } from "../hosts/smtp-sink.ts"
import { addInPage } from "../hosts/thunderbird/add-in-pages.ts"
import { startEmployee } from "../hosts/thunderbird/employee.ts"
import type { Employee } from "../hosts/thunderbird/employee.ts"
import { until } from "../hosts/thunderbird/wait.ts"
import { sweepFolder, textCanary } from "../proofs/canaries.ts"

const pictures = join(import.meta.dirname, "../results/thunderbird-send")
const anna = "anna.weber@example.org"
const bob = "bob.lind@example.org"
const secret = "The creatinine is 341, halve the dose"
const subject = "Findings, please check"
const carla = "carla@example.net"
const answerText = "The dose is halved since noon"
const receipt = randomBytes(200_000)
const password = "four unrelated words here"

let files: string
let sink: SmtpSink
let server: RunningServer
let member: Person
let employee: Employee
let messageId: string
let browser: Browser
let carlas: Page
const sent = { small: Buffer.from("x".repeat(1000)), large: randomBytes(100 << 20) }
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex")

beforeAll(async () => {
  rmSync(pictures, { recursive: true, force: true })
  files = mkdtempSync(join(tmpdir(), "letters-"))
  writeFileSync(join(files, "values.txt"), sent.small)
  writeFileSync(join(files, "series.bin"), sent.large)
  writeFileSync(join(files, "receipt.pdf"), receipt)
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
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await employee?.leave()
  await server?.remove()
  await sink?.shut()
  rmSync(files, { recursive: true, force: true })
})

describe("an employee in Thunderbird and a recipient who was never here", () => {
  it("S3 S30 the add-in is set up in a minute: server, consent, mailed code, password, recovery code", async () => {
    const recoveryCode = await employee.setUp(server.origin, password)
    expect(recoveryCode).toMatch(/^[0-9A-Z]{26}$/)
  })

  it("S1 S7 S12 S34 Send Secure hands an HTML mail with 1 kB and 100 MiB over to the server and closes the draft", async () => {
    const { thunderbird } = employee
    await thunderbird.closeEverything()
    const compose = await thunderbird.compose({
      to: [`Bob Lind <${bob}>`, "Carla Nova <carla@example.net>"],
      subject,
      body: `<p>Dear both,</p><p><b>${secret}</b>.</p>`,
      attachments: [join(files, "values.txt"), join(files, "series.bin")],
    })
    employee.shot("compose")
    await compose.pressSendSecure()
    const page = addInPage(thunderbird, "send.html")
    await page.appears("[data-page=review]", 60_000)
    expect(await page.attribute('[data-recipient="carla@example.net"]', "data-state")).toBe("first-contact")
    expect((await compose.state()).locked).toBe(false)
    employee.shot("review")
    await page.press("Send to 2 recipients")
    await page.appears("[data-page=sending]")
    await until(
      "a part of the file on the server",
      async () => /locking and uploading, \d\d %/.test(await page.text()),
      { every: 50 },
    )
    employee.shot("sending")
    await page.appears("[data-page=done]", 300_000)
    employee.shot("done")
    messageId = (await page.attribute("[data-page=done]", "data-message")) ?? ""
    expect(messageId).toMatch(/^msg_/)
    expect(await page.text()).toContain("Closed.")
    expect(await compose.isOpen()).toBe(false)
  })

  it("S7 S20 no SMTP transaction holds the text, the subject, a file or a file name; Thunderbird itself has mailed nothing", async () => {
    const notice = await sink.waitFor(carla)
    await sink.waitFor(bob)
    const parsed = await parseMail(notice)
    expect(parsed.text).toContain(`${server.origin}/m/${messageId}`)
    const wire = sink.transcript().toString("latin1")
    for (const word of ["creatinine", subject, "values.txt", "series.bin", sent.small.toString("latin1").slice(0, 60)])
      expect(wire).not.toContain(word)
    expect(employee.mailServer.mails).toEqual([])
  })

  it("S13 the Sent folder holds the notice with the reference, and Drafts holds nothing readable", async () => {
    const copy = await until("the copy in Sent", () =>
      employee.dovecot.mails("me", "Sent").find((mail) => mail.includes("X-Delivery-Slip")),
    )
    expect(copy).not.toContain("creatinine")
    expect(copy).not.toContain(subject)
    expect(employee.dovecot.mails("me", "Drafts").filter((mail) => mail.includes("creatinine"))).toEqual([])
  })

  it("S1 the colleague reads it intact", async () => {
    const opened = await read(member, messageId)
    expect(opened.verdict).toBe("intact")
    expect(opened.subject).toBe(subject)
    expect(opened.html).toContain(secret)
  })

  it("S13 S15 S35 the sender opens the copy in Sent inside Thunderbird: text, slip and files as they were sent", async () => {
    const { thunderbird } = employee
    await thunderbird.closeEverything()
    await thunderbird.showMail("Sent", "Message ")
    await until("the button", async () => !(await thunderbird.headerButton()).disabled)
    employee.shot("sent-copy")
    await thunderbird.pressHeaderButton()
    const page = addInPage(thunderbird, "read.html")
    await page.appears("[data-page=message]", 60_000)
    expect(await page.attribute("[data-page=message]", "data-verdict")).toBe("intact")
    await until("the text", async () => (await page.frameText()).includes(secret))
    employee.shot("sent-message")
    await page.press("Save all (105 MB)")
    await until("both files", async () => (await page.text()).split("Saved, complete and unchanged").length === 3, {
      within: 120_000,
    })
    employee.shot("sent-message-saved")
    expect(sha256(readFileSync(join(employee.downloads, "values.txt")))).toBe(sha256(sent.small))
    expect(sha256(readFileSync(join(employee.downloads, "series.bin")))).toBe(sha256(sent.large))
  })

  it("S1 S4 S14 S16 S30 the new recipient follows the link in Chromium, proves the mailbox and reads it intact", async () => {
    browser = await launchChromium()
    carlas = await (
      await browser.newContext({ acceptDownloads: true, viewport: { width: 1200, height: 900 } })
    ).newPage()
    const mailbox = sinkMailbox(sink)
    await carlas.goto(await noticeLink(mailbox, carla))
    await carlas.getByLabel("Your full e-mail address").waitFor()
    await carlas.screenshot({ path: join(pictures, "20-recipient-arrives.png") })
    const who = { address: carla, name: "Carla Nova", password: "another four unrelated words" }
    await registerInBrowser(carlas, { ...who, mailbox })
    const opened = await readOpened(carlas)
    expect(opened.verdict).toBe("intact")
    expect(opened.text).toContain(secret)
    await carlas.screenshot({ path: join(pictures, "21-recipient-reads.png") })
  })

  it("S35 the new recipient saves both attachments byte for byte", async () => {
    for (const [name, bytes] of [
      ["values.txt", sent.small],
      ["series.bin", sent.large],
    ] as const) {
      expect(sha256(readFileSync(await saveAttachment(carlas, name)))).toBe(sha256(bytes))
    }
    await carlas.screenshot({ path: join(pictures, "22-recipient-saved.png") })
  })

  it("S10 S25 S31 the new recipient answers with a file, and the sender reads the answer inside Thunderbird", async () => {
    const before = sink.to(anna).length
    await replyInBrowser(carlas, answerText, join(files, "receipt.pdf"))
    await carlas.screenshot({ path: join(pictures, "23-recipient-answered.png") })
    await sink.waitFor(anna, before + 1)
    const { thunderbird } = employee
    await thunderbird.closeEverything()
    await thunderbird.showMail("INBOX", "Carla Nova")
    await until("the button", async () => !(await thunderbird.headerButton()).disabled)
    await thunderbird.pressHeaderButton()
    const page = addInPage(thunderbird, "read.html")
    await page.appears("[data-page=message]", 60_000)
    expect(await page.attribute("[data-page=message]", "data-verdict")).toBe("intact")
    await until("the text", async () => (await page.frameText()).includes(answerText))
    await page.press("Save receipt.pdf")
    await until("the file", async () => (await page.text()).includes("Saved, complete and unchanged"))
    employee.shot("answer-in-thunderbird")
    expect(sha256(readFileSync(join(employee.downloads, "receipt.pdf")))).toBe(sha256(receipt))
  })

  it("S7 S9 S20 in all of that no SMTP transaction and no file of the server held a readable word", async () => {
    const words = ["creatinine", subject, answerText, "values.txt", "series.bin", "receipt.pdf"]
    const wires = [sink.transcript(), employee.mailServer.transcript()].map((wire) => wire.toString("latin1"))
    for (const word of words) for (const wire of wires) expect(wire).not.toContain(word)
    // The subject is stored readable by choice, for search; nothing else is.
    const hidden = [secret, answerText].map((word) => textCanary(word, word))
    expect(sweepFolder(server.dataDir, hidden).sightings).toEqual([])
  })
})
