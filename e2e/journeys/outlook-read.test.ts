/** A notice that arrived in Outlook opens in the pane: the same text, files and slip as in every other client. */
import { randomBytes } from "node:crypto"
import { mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Browser } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { launchChromium } from "../hosts/chromium.ts"
import { readOpened, readSlip, signInInBrowser } from "../hosts/message-center.ts"
import { paneIs, sendInPane, signInInPane } from "../hosts/outlook/in-pane.ts"
import type { MailItem } from "../hosts/outlook/item.ts"
import { LOCAL_SERVER_ALLOWED, openOutlook, PANE_ORIGIN } from "../hosts/outlook/outlook.ts"
import type { Outlook } from "../hosts/outlook/outlook.ts"
import { read, send } from "../hosts/person.ts"
import { parseMail } from "../hosts/smtp-sink.ts"
import { openWith } from "../proofs/databases.ts"
import { buildTown, type Town } from "../proofs/town.ts"

const pictures = join(import.meta.dirname, "../results/outlook")
const plan = { name: "plan.bin", bytes: randomBytes(700_000) }
const NOTICE = 3
let town: Town
let browser: Browser
let id: string

/** The mail as Exchange holds it after delivery. */
async function received(): Promise<Partial<MailItem>> {
  // The first mail was the code of the registration.
  const mail = await parseMail(await town.sink.waitFor(town.bob.address, NOTICE))
  const headers = Object.fromEntries(
    mail.headerLines.map(({ line }) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
  )
  const from = { address: mail.from?.value[0]?.address ?? "", name: mail.from?.value[0]?.name ?? "" }
  const to = [{ address: town.bob.address, name: "Bob Example" }]
  return {
    id: "AAMk-notice",
    isReceived: true,
    from,
    to,
    subject: mail.subject ?? "",
    body: String(mail.html),
    headers,
  }
}
const open = async (): Promise<Outlook> =>
  openOutlook({
    browser,
    server: town.server,
    owner: { address: town.bob.address, name: "Bob Example" },
    item: await received(),
  })

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  town = await buildTown({ env: { OUTLOOK_ORIGIN: PANE_ORIGIN } })
  browser = await launchChromium(LOCAL_SERVER_ALLOWED)
  const letter = { to: [town.bob.address], cc: [town.carol.address], subject: "Quotation", text: "The price is 4,200." }
  const file = { ...plan, type: "application/octet-stream", bytes: new Uint8Array(plan.bytes) }
  id = (await send(town.alice, { ...letter, attachments: [file] })).id
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await town?.close()
})

describe("a notice in Outlook", () => {
  it("S13 S15 S35 opens in the pane with text, slip and file; the file is saved byte for byte", async () => {
    const outlook = await open()
    await signInInPane(outlook, town.bob)
    expect(await paneIs(outlook, "reading", "refused", "no-notice")).toBe("reading")
    expect(await outlook.pane.locator("[data-message]").getAttribute("data-message")).toBe(id)
    expect(await outlook.pane.locator("[data-verdict]").first().getAttribute("data-verdict")).toBe("intact")
    const text = outlook.pane.frameLocator("iframe").locator("body")
    expect(await text.textContent()).toContain("The price is 4,200.")
    await outlook.page.screenshot({ path: join(pictures, "reading.png") })
    const download = outlook.page.waitForEvent("download", { timeout: 60_000 })
    await outlook.pane.getByRole("button", { name: `Save ${plan.name}` }).click()
    expect(readFileSync(await (await download).path()).equals(plan.bytes)).toBe(true)
    expect(outlook.strays).toEqual([])
    await outlook.close()
  })

  it("S25 the Message Center shows the same text and the same people in the slip", async () => {
    const page = await (await browser.newContext()).newPage()
    await signInInBrowser(page, town.server.origin, town.bob)
    await page.goto(`${town.server.origin}/m/${id}`)
    const opened = await readOpened(page)
    expect(opened).toMatchObject({ verdict: "intact" })
    expect(opened.text).toContain("The price is 4,200.")
    const slip = await readSlip(page)
    for (const person of [town.bob, town.carol]) expect(slip).toContain(person.address)
    await page.context().close()
  })

  it("S22 S52 a subject edited in the database is shown as altered in the pane too", async () => {
    for (const { connection } of openWith(town.server.dataDir, "message")) {
      connection.prepare("UPDATE message SET subject = 'Another price' WHERE id = ?").run(id)
      connection.close()
    }
    const outlook = await open()
    await signInInPane(outlook, town.bob)
    await paneIs(outlook, "reading")
    expect(await outlook.pane.locator("[data-verdict]").first().getAttribute("data-verdict")).toBe("altered")
    await outlook.page.screenshot({ path: join(pictures, "altered.png") })
    await outlook.close()
    for (const { connection } of openWith(town.server.dataDir, "message")) {
      connection.prepare("UPDATE message SET subject = 'Quotation' WHERE id = ?").run(id)
      connection.close()
    }
  })

  it("S10 S31 the answer is written and sent in the pane, and never lies in an Outlook draft", async () => {
    const outlook = await open()
    await signInInPane(outlook, town.bob)
    await paneIs(outlook, "reading")
    await outlook.pane.getByRole("button", { name: "Reply secure", exact: true }).click()
    await outlook.pane.getByRole("textbox", { name: "Text", exact: true }).fill("Agreed.")
    await outlook.page.screenshot({ path: join(pictures, "answer.png") })
    await outlook.pane.getByRole("button", { name: "Review", exact: true }).click()
    await paneIs(outlook, "review", "failed")
    await sendInPane(outlook)
    expect(await paneIs(outlook, "done", "failed")).toBe("done")
    expect(await outlook.saved()).toEqual([])
    const [row] = (await town.alice.account.client.messages({ folder: "inbox" })).messages
    const answer = await read(town.alice, row?.id ?? "")
    expect(answer.verdict).toBe("intact")
    expect(`${answer.text ?? ""}${answer.html ?? ""}`).toContain("Agreed.")
    await outlook.close()
  })

  it("S13 an ordinary mail is left alone", async () => {
    const ordinary = { ...(await received()), headers: { Subject: "Lunch" }, body: "<p>Lunch?</p>" }
    const owner = { address: town.bob.address, name: "Bob Example" }
    const outlook = await openOutlook({ browser, server: town.server, owner, item: ordinary })
    await signInInPane(outlook, town.bob)
    expect(await paneIs(outlook, "no-notice", "reading", "refused")).toBe("no-notice")
    await outlook.close()
  })
})
