/** One message in the real Thunderbird, in Outlook's pane and in the Message Center: the same text, files and slip. */
import { createHash, randomBytes } from "node:crypto"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { simpleParser } from "mailparser"
import type { Browser, Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import { bodyText } from "../hosts/body-frame.ts"
import { readOpened, readSlip, saveAttachment, signInInBrowser } from "../hosts/message-center.ts"
import { draftFile, paneIs, sendInPane, signInInPane } from "../hosts/outlook/in-pane.ts"
import { openOutlook } from "../hosts/outlook/outlook.ts"
import { receivedMail } from "../hosts/outlook/received.ts"
import { addInPage } from "../hosts/thunderbird/add-in-pages.ts"
import type { Employee } from "../hosts/thunderbird/employee.ts"
import { until } from "../hosts/thunderbird/wait.ts"
import type { Town } from "../proofs/town.ts"

export interface ThreeClients {
  readonly town: Town
  readonly browser: Browser
  /** With the real Thunderbird. */
  readonly employee: Employee
  /** A folder for the test's files. */
  readonly home: string
}
interface Message {
  readonly id: string
  readonly files: readonly File[]
}
/** What a person sees of one message. */
interface Seen {
  readonly verdict: string | null
  readonly text: string
  readonly slip: Record<string, readonly string[]>
  /** Name and hash of what was saved. */
  readonly files: readonly (readonly [string, string])[]
}
interface File {
  readonly name: string
  readonly bytes: Buffer
}
/** What is saved in Thunderbird lies in one folder: other names for each message. */
const filesFrom = (client: string): readonly File[] => [
  { name: `plan from ${client}.bin`, bytes: randomBytes(700_000) },
  { name: `values from ${client}.txt`, bytes: Buffer.from("sodium 138\n") },
]
const HTML = "<p>The <b>price</b> is 4,200.</p><ul><li>net</li><li>within 30 days</li></ul>"
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex")
const plain = (text: string) => text.replaceAll(/\s+/g, " ").trim()

export function sameInThreeClients(clients: () => ThreeClients): void {
  describe("S13 S15 S25 S35 the same message in Thunderbird, Outlook and the Message Center", () => {
    it("from Outlook to Thunderbird", async () => {
      const { town, browser, employee } = clients()
      const files = filesFrom("Outlook")
      const before = town.sink.to(town.carol.address).length
      const noticesBefore = town.sink.to(employee.address).length
      const outlook = await openOutlook({
        browser,
        server: town.server,
        owner: { address: town.bob.address, name: "Bob Example" },
        item: {
          to: [{ address: employee.address, name: "Dave Example" }],
          cc: [{ address: town.carol.address, name: "Carol Example" }],
          subject: "Quotation from Outlook",
          body: HTML,
          attachments: files.map(({ name, bytes }) => draftFile(name, bytes)),
        },
      })
      await signInInPane(outlook, town.bob)
      await paneIs(outlook, "review", "failed")
      await sendInPane(outlook)
      expect(await paneIs(outlook, "done", "failed")).toBe("done")
      const id = (await outlook.pane.locator("[data-message]").getAttribute("data-message")) ?? ""
      await outlook.close()
      const { raw } = await town.sink.waitFor(employee.address, noticesBefore + 1)
      const { messageId = "" } = await simpleParser(raw)
      const inThunderbird = await seenInThunderbird(clients(), { id, files }, ["INBOX", messageId.slice(1, -1)])
      await isSameEverywhere(clients(), { id, files }, { before, inThunderbird })
    })

    it("from Thunderbird to Outlook", async () => {
      const { town, employee, home } = clients()
      const files = filesFrom("Thunderbird")
      const before = town.sink.to(town.carol.address).length
      for (const { name, bytes } of files) writeFileSync(join(home, name), bytes)
      await employee.thunderbird.closeEverything()
      const compose = await employee.thunderbird.compose({
        to: ["Bob Example <bob@example.com>"],
        cc: ["Carol Example <carol@example.com>"],
        subject: "Quotation from Thunderbird",
        body: HTML,
        attachments: files.map(({ name }) => join(home, name)),
      })
      await compose.pressSendSecure()
      const page = addInPage(employee.thunderbird, "send.html")
      await page.appears("[data-page=review]", 60_000)
      await page.press("Send to 2 recipients")
      await page.appears("[data-page=done]", 60_000)
      const id = (await page.attribute("[data-page=done]", "data-message")) ?? ""
      const inThunderbird = await seenInThunderbird(clients(), { id, files }, ["Sent", "Message "])
      await isSameEverywhere(clients(), { id, files }, { before, inThunderbird })
    })
  })
}

async function isSameEverywhere(
  clients: ThreeClients,
  message: Message,
  { before, inThunderbird }: { before: number; inThunderbird: Seen },
): Promise<void> {
  const { sink, carol } = clients.town
  const notice = await sink.waitFor(carol.address, before + 1)
  const inPane = await seenInPane(clients, message.files, notice)
  const inCenter = await seenInMessageCenter(clients, message)
  expect(inThunderbird.slip["details"]?.join(" ")).toContain(message.id)
  expect(inThunderbird).toMatchObject({ verdict: "intact", text: "The price is 4,200. net within 30 days" })
  expect(inThunderbird.files).toEqual(message.files.map(({ name, bytes }) => [name, sha256(bytes)]))
  expect(Object.keys(inThunderbird.slip)).toEqual(["keys", "options", "files", "details"])
  expect(inPane).toEqual(inThunderbird)
  expect(inCenter).toEqual(inThunderbird)
}

async function seenInThunderbird(
  { employee }: ThreeClients,
  { id, files }: Message,
  [folder, mail]: readonly [string, string],
): Promise<Seen> {
  const { thunderbird, downloads } = employee
  await thunderbird.closeEverything()
  await thunderbird.showMail(folder, mail)
  await until("the button", async () => !(await thunderbird.headerButton()).disabled)
  await thunderbird.pressHeaderButton()
  const page = addInPage(thunderbird, "read.html")
  await page.appears(`[data-page=message][data-message="${id}"]`, 60_000)
  const text = await until("the text", async () => plain(await page.frameText()) || undefined)
  for (const { name } of files) await page.press(`Save ${name}`)
  await until(
    "the files",
    async () => (await page.text()).split("Saved, complete and unchanged").length === files.length + 1,
  )
  await until("an open slip", async () => (await thunderbird.inPage("read.html", openSections)) === 0)
  return {
    verdict: await page.attribute("[data-page=message]", "data-verdict"),
    text,
    slip: await thunderbird.inPage("read.html", slipFacts),
    files: files.map(({ name }) => [name, sha256(readFileSync(join(downloads, name)))]),
  }
}

async function seenInPane(
  { town, browser }: ThreeClients,
  files: readonly File[],
  notice: Parameters<typeof receivedMail>[0],
): Promise<Seen> {
  const owner = { address: town.carol.address, name: "Carol Example" }
  const item = await receivedMail(notice, owner)
  const outlook = await openOutlook({ browser, server: town.server, owner, item })
  await signInInPane(outlook, town.carol)
  expect(await paneIs(outlook, "reading", "refused", "no-notice")).toBe("reading")
  const { pane, page } = outlook
  const text = plain(await bodyText(pane))
  const saved: [string, string][] = []
  for (const { name } of files) {
    const download = page.waitForEvent("download", { timeout: 60_000 })
    await pane.getByRole("button", { name: `Save ${name}` }).click()
    saved.push([name, sha256(readFileSync(await (await download).path()))])
  }
  const verdict = await pane.locator("[data-verdict]").first().getAttribute("data-verdict")
  await pane.getByRole("tab", { name: "Slip" }).click()
  await until("an open slip", async () => (await pane.evaluate(openSections)) === 0)
  const slip = await pane.evaluate(slipFacts)
  await outlook.close()
  return { verdict, text, slip, files: saved }
}

async function seenInMessageCenter({ town, browser }: ThreeClients, { id, files }: Message): Promise<Seen> {
  const page: Page = await (await browser.newContext({ acceptDownloads: true })).newPage()
  await signInInBrowser(page, town.server.origin, town.carol)
  await page.goto(`${town.server.origin}/m/${id}`)
  const { verdict } = await readOpened(page)
  const text = plain(await bodyText(page))
  const saved: [string, string][] = []
  for (const { name } of files) saved.push([name, sha256(readFileSync(await saveAttachment(page, name)))])
  await readSlip(page)
  await until("an open slip", async () => (await page.evaluate(openSections)) === 0)
  const slip = await page.evaluate(slipFacts)
  await page.context().close()
  return { verdict, text, slip, files: saved }
}

/** In the page: opens what is closed; gives how much that was. */
function openSections(): number {
  const closed = document.querySelectorAll<HTMLElement>('[data-section] button[aria-expanded="false"]')
  for (const button of closed) button.click()
  return closed.length
}

/** In the page: what the slip says beside what depends on the reader and on the time of reading. */
function slipFacts(): Record<string, string[]> {
  const texts = (section: string, selector: string) =>
    [...document.querySelectorAll(`[data-section="${section}"] ${selector}`)].map((element) =>
      (element.textContent ?? "").replace(" (you)", "").replace(/\s+/g, " ").trim(),
    )
  return {
    keys: texts("keys", "bdi").toSorted(),
    options: texts("options", "dt, dd"),
    files: texts("files", "bdi"),
    // The log's proof comes some seconds after the message.
    details: texts("details", "dl > div:not(:nth-child(4)) dd"),
  }
}
