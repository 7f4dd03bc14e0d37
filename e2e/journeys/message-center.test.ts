/** The Message Center alone, in real Chromium: founding, inviting, sending, first contact, reading, answering. */
import { randomBytes } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { launchChromium, pageOfEach } from "../hosts/chromium.ts"
import { noticeLink, sinkMailbox, type Mailbox } from "../hosts/mailbox.ts"
import {
  addMemberInBrowser,
  readOpened,
  letInInBrowser,
  openWithSecret,
  readSlip,
  recallInBrowser,
  resetInBrowser,
  registerInBrowser,
  replyInBrowser,
  saveAttachment,
  secretToTell,
  setUpInBrowser,
  signInInBrowser,
  writeAndSend,
} from "../hosts/message-center.ts"
import { runSmp } from "../hosts/smp.ts"
import { startServer, type RunningServer } from "../hosts/server.ts"
import { startSmtpSink, type SmtpSink } from "../hosts/smtp-sink.ts"
import { newMark, search, sweepFolder, textCanary } from "../proofs/canaries.ts"
import { openWith } from "../proofs/databases.ts"
import { following } from "./message-center/following.ts"
import { keptDrafts } from "./message-center/kept-drafts.ts"
import { mistakes } from "./message-center/mistakes.ts"
import { alice, bob, dora, erik, fred, picture, type Scene } from "./message-center/scene.ts"

describe("the Message Center in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "smp-journey-"))
  const mark = newMark()
  const file = { name: `${newMark()}.bin`, bytes: randomBytes(700_000) }
  let server: RunningServer
  let sink: SmtpSink
  let mailbox: Mailbox
  let browser: Browser
  /** Where its sender reads it. */
  let quotation = ""
  const pages = new Map<string, Page>()
  const pageOf = pageOfEach(() => browser, pages)
  const register = (page: Page, who: Omit<typeof bob, "newPassword">, isDropped = false) =>
    registerInBrowser(page, { ...who, mailbox, isDropped })
  const scene = (): Scene => ({ server, sink, browser, folder, file, mark, pages, pageOf })
  const linkTo = (address: string, count: number) => noticeLink(mailbox, address, count)

  beforeAll(async () => {
    writeFileSync(join(folder, file.name), file.bytes)
    sink = await startSmtpSink()
    mailbox = sinkMailbox(sink)
    server = await startServer({ smtp: sink })
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser.close()
    await server.remove()
    await sink.shut()
    rmSync(folder, { recursive: true })
  })

  it("S38 S71 the first administrator follows the one-time link, makes the organization and adds a member", async () => {
    const page = await pageOf(alice)
    await setUpInBrowser(page, await server.setUpLink(), { ...alice, organization: "Example Works" })
    await addMemberInBrowser(page, bob)
    await sink.waitFor(bob.address)
  })

  it("S30 the member registers with a mailed code", async () => {
    const page = await pageOf(bob)
    await page.goto(`${server.origin}/welcome`)
    await register(page, bob)
    await page.getByRole("heading", { name: "Inbox" }).waitFor()
  })

  it("S1 S31 S34 a message with a file goes to a member, and to an outsider who was never seen before", async () => {
    const page = await pageOf(alice)
    await page.goto(`${server.origin}/new`)
    await writeAndSend(page, {
      to: [bob.address, dora.address],
      subject: "Quotation",
      text: `The price is ${mark}.`,
      files: [join(folder, file.name)],
    })
    expect(await readSlip(page)).toContain(dora.address)
    quotation = page.url()
  })

  it("S14 S30 S35 the outsider opens the notice's link, registers, reads and saves the file", async () => {
    const page = await pageOf(dora)
    await page.goto(await linkTo(dora.address, 1))
    await register(page, dora, true)
    expect(await page.evaluate(() => sessionStorage.getItem("mailed-code"))).toBeNull()
    const opened = await readOpened(page)
    expect(opened.verdict).toBe("intact")
    expect(opened.text).toContain(mark)
    expect(readFileSync(await saveAttachment(page, file.name)).equals(file.bytes)).toBe(true)
  })

  it("S15 S31 the outsider answers with a file, and the sender reads the answer", async () => {
    const page = await pageOf(dora)
    const before = sink.to(alice.address).length
    await replyInBrowser(page, `Agreed: ${mark}.`, join(folder, file.name))
    const sender = await pageOf(alice)
    await sender.goto(await linkTo(alice.address, before + 1))
    const opened = await readOpened(sender)
    expect(opened.verdict).toBe("intact")
    expect(opened.text).toContain(`Agreed: ${mark}`)
    expect(readFileSync(await saveAttachment(sender, file.name)).equals(file.bytes)).toBe(true)
  })

  it("S16 S17 nobody reads without signing in, and a member who was not addressed gets nothing", async () => {
    const link = await linkTo(alice.address, sink.to(alice.address).length)
    const stranger = await (await browser.newContext()).newPage()
    await stranger.goto(link)
    await stranger.getByLabel("Your full e-mail address").or(stranger.getByLabel("E-mail address")).first().waitFor()
    expect(await stranger.locator("iframe").count()).toBe(0)
    const page = await pageOf(bob)
    await page.goto(link)
    await page.waitForTimeout(1_000)
    expect(await page.locator("iframe").count()).toBe(0)
    expect(await page.content()).not.toContain(mark)
  })

  it("S22 S52 a subject edited in the database is shown as altered, beside what was signed", async () => {
    const link = await linkTo(bob.address, sink.to(bob.address).length)
    const id = link.split("/").at(-1)
    const [database] = openWith(server.dataDir, "message")
    database?.connection.prepare("UPDATE message SET subject = 'Another price' WHERE id = ?").run(id)
    const page = await pageOf(bob)
    await page.goto(link)
    const opened = await readOpened(page)
    expect(opened.verdict).toBe("altered")
    expect(opened.text).toContain(mark)
    const slip = await readSlip(page)
    expect(slip).toContain("Quotation")
    expect(slip).toContain("Another price")
    database?.connection.prepare("UPDATE message SET subject = 'Quotation' WHERE id = ?").run(id)
    database?.connection.close()
    await page.goto(link)
    expect((await readOpened(page)).verdict).toBe("intact")
  })

  it("S22 S37 the slip says that the record is complete; a row taken out of the database is named on its page", async () => {
    const page = await pageOf(bob)
    await readSlip(page)
    await page.locator('[data-record="complete"]').waitFor()
    await picture(page, "slip-record")
    await page.getByRole("button", { name: "Check the whole record" }).click()
    await page.locator('[data-page="record"] [data-record="complete"]').waitFor()
    const note = (await page.locator("[data-checkpoint]").textContent()) ?? ""
    const other = await pageOf(dora)
    const id = page.url().split("/").at(-2) ?? ""
    await other.goto(`${server.origin}/m/${id}/record`)
    await other.locator('[data-record="complete"]').waitFor()
    await other.getByLabel("What somebody else was shown").fill(note)
    await other.getByRole("button", { name: "Compare" }).click()
    await other.locator('[data-outcome="same"]').waitFor()
    const [database] = openWith(server.dataDir, "tracking_event")
    const where = "message = ? AND kind = 'displayed' AND address = ?"
    const row = database?.connection.prepare(`SELECT * FROM tracking_event WHERE ${where}`).get(id, bob.address)
    database?.connection.prepare(`DELETE FROM tracking_event WHERE ${where}`).run(id, bob.address)
    await page.getByRole("button", { name: "Check again" }).click()
    await page.locator('[data-problem="missing"]').waitFor()
    expect(await page.locator('[data-record="broken"]').textContent()).toContain(`${bob.address}: entry`)
    await picture(page, "record-broken")
    const values = Object.keys(row as object).map((name) => `@${name}`)
    database?.connection.prepare(`INSERT INTO tracking_event VALUES (${values.join()})`).run(row)
    database?.connection.close()
    await page.getByRole("button", { name: "Check again" }).click()
    await page.locator('[data-page="record"] [data-record="complete"]').waitFor()
    await picture(page, "record")
    await page.getByRole("button", { name: "Back to the message" }).click()
  })

  it("S13 the member signs in again with the password alone and reads", async () => {
    const page = await (await browser.newContext()).newPage()
    await signInInBrowser(page, server.origin, bob)
    await page.goto(await linkTo(bob.address, sink.to(bob.address).length))
    expect((await readOpened(page)).text).toContain(mark)
  })

  following(scene)

  it("S28 S63 a changed password: the old one opens nothing, the other devices are signed out, a mail tells of it", async () => {
    const mails = sink.to(bob.address).length
    const other = await (await browser.newContext()).newPage()
    await signInInBrowser(other, server.origin, bob)
    const page = await (await browser.newContext()).newPage()
    await signInInBrowser(page, server.origin, bob)
    await page.goto(`${server.origin}/account`)
    await page.getByRole("button", { name: "Change password" }).click()
    const [old, next] = [page.getByLabel("Current password"), page.getByLabel("New password", { exact: true })]
    const change = page.getByRole("button", { name: "Change password" })
    await old.fill("not the password at all")
    await next.fill("thirteen patient ferries wait")
    await change.click()
    await page.getByText("That is not your current password.").waitFor()
    await old.fill(bob.password)
    await change.click()
    await page.locator('[data-note="password-changed"]').waitFor()
    expect(await page.locator("[data-device]").count()).toBe(1)
    const mail = await sink.waitFor(bob.address, mails + 1)
    expect(mail.raw.toString()).toMatch(/Subject: Your password for .* was changed/)
    await other.goto(`${server.origin}/account`)
    await other.getByLabel("E-mail address").fill(bob.address)
    await other.getByLabel("Password", { exact: true }).fill(bob.password)
    await other.getByRole("button", { name: "Sign in", exact: true }).click()
    await other.getByText("Address and password do not match.").waitFor()
    await other.getByLabel("Password", { exact: true }).fill("thirteen patient ferries wait")
    await other.getByRole("button", { name: "Sign in", exact: true }).click()
    await other.locator('[data-page="account"]').waitFor()
  })

  it("S29 with a lost password and the mailbox alone nothing opens until the sender, asked, says yes", async () => {
    const page = await (await browser.newContext()).newPage()
    await resetInBrowser(page, server.origin, {
      address: bob.address,
      password: bob.newPassword,
      mailbox,
      isDropped: true,
    })
    await page.getByRole("link", { name: /Quotation/ }).click()
    await page.locator('[data-reason="waiting"]').waitFor()
    expect(await page.content()).not.toContain(mark)
    await letInInBrowser(await pageOf(alice), bob.address)
    const opened = await readOpened(page)
    expect(opened.verdict).toBe("intact")
    expect(opened.text).toContain(mark)
    expect(await readSlip(page)).toContain("Let in again")
  })

  it("S31 S51 the member passes the message on with its file, files it, takes that back, and finds it again", async () => {
    const page = await (await browser.newContext()).newPage()
    await signInInBrowser(page, server.origin, { ...bob, password: bob.newPassword })
    await page.getByRole("link", { name: /Quotation/ }).click()
    await readOpened(page)
    const before = sink.to(alice.address).length
    await page.keyboard.press("f")
    await writeAndSend(page, { to: [alice.address], text: `Seen: ${mark}.` })
    const sender = await pageOf(alice)
    await sender.goto(await linkTo(alice.address, before + 1))
    const opened = await readOpened(sender)
    expect(opened.verdict).toBe("intact")
    expect(opened.text).toContain(`The price is ${mark}`)
    expect(readFileSync(await saveAttachment(sender, file.name)).equals(file.bytes)).toBe(true)
    // The message that was passed on stands above, and opens in place.
    await sender.locator('[data-conversation="before"] button[aria-expanded="false"]').first().click()
    await sender.frameLocator('[data-conversation="before"] iframe').getByText(`The price is ${mark}`).waitFor()
    await page.goto(`${server.origin}/inbox`)
    const row = page.locator("[data-message]", { hasText: "Quotation" })
    await row.focus()
    await page.keyboard.press("e")
    await row.waitFor({ state: "detached" })
    await page.getByRole("button", { name: "Undo" }).click()
    await row.waitFor()
    await row.focus()
    await page.keyboard.press("e")
    await row.waitFor({ state: "detached" })
    await page.keyboard.press("/")
    await page.getByRole("button", { name: "In all folders" }).click()
    await page.keyboard.type("quot from:alice")
    await row.waitFor()
    await page.getByRole("link", { name: "Archive" }).click()
    await row.waitFor()
    await page.getByRole("button", { name: "Select", exact: true }).click()
    await page.getByRole("checkbox").click()
    await page.getByRole("button", { name: "Put back" }).click()
    await row.waitFor({ state: "detached" })
  })

  it("S1 S30 with five words, told on another way, a stranger opens what neither server nor mailbox can", async () => {
    const sender = await pageOf(alice)
    await sender.goto(`${server.origin}/new`)
    await writeAndSend(sender, {
      to: [erik.address, fred],
      subject: "In confidence",
      text: `Only by words: ${mark}.`,
      contacts: { [erik.address]: "With five words that I tell them" },
    })
    const words = await secretToTell(sender)
    // Nothing is told to whom the first-contact service lets in.
    expect(await sender.locator("[data-secret]").count()).toBe(1)
    const page = await pageOf(erik)
    await page.goto(await linkTo(erik.address, 1))
    await register(page, erik)
    await openWithSecret(page, words.replace(/^\S+/, "zebra"))
    await page.getByText("These words do not open the message.").waitFor()
    await openWithSecret(page, words)
    expect((await readOpened(page)).text).toContain(`Only by words: ${mark}`)
    expect(sink.transcript().toString()).not.toContain(words)
  })

  it("S37 evidence that the browser saved is checked by smp without any server", async () => {
    const page = await pageOf(alice)
    await page.goto(quotation)
    await readOpened(page)
    await readSlip(page)
    const download = page.waitForEvent("download", { timeout: 180_000 })
    await page.getByRole("button", { name: "Save as evidence" }).click()
    const pack = join(folder, "evidence.zip")
    await (await download).saveAs(pack)
    const checked = await runSmp(join(folder, "nobody"), "http://127.0.0.1:9", ["verify", pack, "--json"])
    expect(checked.err).toBe("")
    expect(JSON.parse(checked.out)).toMatchObject({ ok: true, verdict: "intact", problems: [], log: "proved" })
  })

  keptDrafts(scene)

  mistakes(scene)

  it("S33 recall: the sender sees what it does to each person; the reader is shown who, when and why, and no text", async () => {
    const pictures = process.env["JOURNEY_PICTURES"] ?? null
    const sender = await pageOf(alice)
    await sender.goto(quotation)
    await readOpened(sender)
    await recallInBrowser(sender, "Wrong price", pictures)
    const reader = await pageOf(dora)
    await reader.goto(await linkTo(dora.address, 1))
    const refused = reader.locator('[data-page="refused"][data-reason="recalled"]')
    await refused.waitFor({ timeout: 60_000 })
    expect(await refused.textContent()).toContain("Wrong price")
    await reader.locator("[data-slip]", { hasText: "Key destroyed by recall" }).waitFor()
    if (pictures !== null) await reader.screenshot({ path: join(pictures, "recalled.png") })
    expect(await reader.locator("iframe").count()).toBe(0)
    expect(await reader.content()).not.toContain(mark)
  })

  it("S9 S20 S63 text, file name and passwords are in no mail, database, file or log", async () => {
    const canaries = [
      textCanary("text", mark),
      textCanary("file name", file.name),
      ...[alice, bob, dora].map(({ address, password }) => textCanary(`password of ${address}`, password)),
      textCanary("password after the reset", bob.newPassword),
    ]
    const mail = search("mail", sink.transcript(), canaries)
    const output = search("log", Buffer.from(server.output()), canaries)
    const { sightings, files } = sweepFolder(server.dataDir, canaries)
    expect([...mail, ...output, ...sightings]).toEqual([])
    expect(files).toBeGreaterThan(5)
  })
})
