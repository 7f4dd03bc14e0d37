/**
 * One employee's Thunderbird with an account: settings and sign-in, and in chapters of their own what happens after a send,
 * how somebody new comes in, and who is let in again. There the others are in the Message Center, in real Chromium.
 */
import { makeArchiveKey, setArchive } from "@smp/shared/account"
import type { Browser } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { launchChromium, pageOfEach } from "../hosts/chromium.ts"
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
import { until } from "../hosts/thunderbird/wait.ts"
import { afterTheSend } from "./thunderbird/after-the-send.ts"
import { firstContacts } from "./thunderbird/first-contacts.ts"
import { keptDrafts } from "./thunderbird/kept-drafts.ts"
import { lettingIn, registerReaders } from "./thunderbird/letting-in.ts"
import { pictures, type Scene } from "./thunderbird/scene.ts"

const anna = "anna.weber@example.org"
const bob = "bob.lind@example.org"
const password = "four unrelated words here"

const scene = {} as Scene
let sink: SmtpSink
let server: RunningServer
let member: Person
let employee: Employee
let browser: Browser

beforeAll(async () => {
  sink = await startSmtpSink()
  server = await startServer({ smtp: sink })
  const administrator = await foundOrganization({
    server,
    address: "ines.brandt@example.org",
    name: "Ines Brandt",
    organization: "Northlight Clinic",
  })
  if (administrator.org !== null) await setArchive(administrator.account, administrator.org, await makeArchiveKey())
  await addMember(administrator, anna, "Anna Weber")
  await addMember(administrator, bob, "Bob Lind")
  member = await registerPerson({ server, mailbox: sinkMailbox(sink), address: bob, name: "Bob Lind" })
  await registerReaders({ sink, server, administrator })
  employee = await startEmployee({
    address: anna,
    name: "Anna Weber",
    platformMail: sink,
    pictures,
    hasOwnNotifications: true,
  })
  await employee.setUp(server.origin, password)
  await employee.thunderbird.closeEverything()
  browser = await launchChromium()
  const pageOf = pageOfEach(() => browser)
  Object.assign(scene, { sink, server, administrator, member, employee, password, pageOf } satisfies Scene)
}, 300_000)

afterEach(async () => {
  await employee.thunderbird.closeEverything()
})

afterAll(async () => {
  await browser?.close()
  await employee?.leave()
  await server?.remove()
  await sink?.shut()
})

const settings = async () => {
  await employee.thunderbird.openAddInPage("options.html")
  const page = addInPage(employee.thunderbird, "options.html")
  await page.appears("[data-transmitted]")
  return page
}

describe("settings and sign-in", () => {
  it("S7 with Always use Send Secure, Thunderbird's own Send hands the mail over without one more question", async () => {
    const page = await settings()
    employee.shot("settings")
    await page.press("Always use Send Secure")
    await page.appears("input[value=secure]:checked")
    await employee.thunderbird.closeEverything()
    for (const subject of ["First to Bob", "Second to Bob"]) {
      const compose = await employee.thunderbird.compose({ to: [bob], subject, body: "<p>Canary by ordinary Send</p>" })
      await compose.pressSend()
      const sending = addInPage(employee.thunderbird, "send.html")
      await sending.appears("[data-page=review], [data-page=done]", 60_000)
      const isReviewed = (await sending.all("[data-page=review]")).length > 0
      // Only the first message to a key that was never seen before wants a look.
      expect(isReviewed).toBe(subject === "First to Bob")
      if (isReviewed) await sending.press("Send to 1 recipient")
      await sending.appears("[data-page=done]", 60_000)
      const opened = await read(member, (await sending.attribute("[data-page=done]", "data-message")) ?? "")
      expect(opened.subject).toBe(subject)
      await employee.thunderbird.closeEverything()
    }
    expect(employee.mailServer.mails).toEqual([])
    const again = await settings()
    await again.press("Send as ordinary e-mail")
    await again.appears("input[value=ordinary]:checked")
  })

  it("S31 a hidden subject stays off the server; the options go with the message", async () => {
    const page = await settings()
    await page.press("Always")
    await page.appears("input[value=always]:checked")
    await employee.thunderbird.closeEverything()
    const compose = await employee.thunderbird.compose({
      to: [bob],
      subject: "Very private",
      body: "<p>Hidden subject</p>",
    })
    await compose.pressSendSecure()
    const sending = addInPage(employee.thunderbird, "send.html")
    await sending.appears("[data-page=review]", 60_000)
    await sending.press("Hide the subject")
    await sending.press("Recipients may forward")
    employee.shot("review-hidden-subject")
    expect(await sending.text()).toContain("Archive of Northlight Clinic: can open it too")
    // The session is over before it is sent. Read and reviewed once more, what was chosen is still chosen.
    const elsewhere = await settings()
    await elsewhere.press("Sign out")
    await until("the sign-out", async () => (await elsewhere.text()).includes("Nobody is signed in"))
    await sending.press("Send to 1 recipient")
    await sending.appears("form", 60_000)
    await sending.fill("Password", password)
    await sending.press("Sign in")
    await sending.appears("[data-page=review]", 60_000)
    await sending.press("Send to 1 recipient")
    await sending.appears("[data-page=done]", 60_000)
    const id = (await sending.attribute("[data-page=done]", "data-message")) ?? ""
    const opened = await read(member, id)
    expect(opened).toMatchObject({ subject: "Very private", isSubjectHidden: true, options: { fwd: false } })
    await employee.thunderbird.closeEverything()
    const again = await settings()
    await again.press("When something needs a look")
    await again.appears("input[value=surprises]:checked")
  })

  it("S16 S28 after signing out nothing is sent or read without the password; with it, both go on by themselves", async () => {
    const page = await settings()
    await page.press("Sign out")
    await until("the sign-out", async () => (await page.text()).includes("Nobody is signed in"))
    await employee.thunderbird.closeEverything()
    const compose = await employee.thunderbird.compose({
      to: [bob],
      subject: "After a break",
      body: "<p>Back again</p>",
    })
    await until("the label", async () => (await compose.state()).secureLabel === "Send Secure: sign in")
    await compose.pressSendSecure()
    const sending = addInPage(employee.thunderbird, "send.html")
    await sending.fill("Password", "not the password")
    await sending.press("Sign in")
    await until("the refusal", async () => (await sending.text()).includes("Address and password do not match."))
    employee.shot("wrong-password")
    await sending.fill("Password", password)
    await sending.press("Sign in")
    await sending.appears("[data-page=review], [data-page=done]", 60_000)
    if ((await sending.all("[data-page=review]")).length > 0) await sending.press("Send to 1 recipient")
    await sending.appears("[data-page=done]", 60_000)
    expect((await read(member, (await sending.attribute("[data-page=done]", "data-message")) ?? "")).html).toContain(
      "Back again",
    )
  })
})

afterTheSend(scene)
firstContacts(scene)
keptDrafts(scene)
lettingIn(scene)
