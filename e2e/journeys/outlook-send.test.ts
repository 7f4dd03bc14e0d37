/** Send Secure from the pane: the built pages, the real Office.js in an emulated Outlook on the web, the real server. */
import { randomBytes } from "node:crypto"
import { mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { AxeBuilder } from "@axe-core/playwright"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { launchChromium } from "../hosts/chromium.ts"
import { mailedCode } from "../hosts/mailbox.ts"
import { readOpened, registerInBrowser, saveAttachment } from "../hosts/message-center.ts"
import { draftFile, paneIs, sendInPane, signInInPane } from "../hosts/outlook/in-pane.ts"
import type { CallName, MailItem } from "../hosts/outlook/item.ts"
import { LOCAL_SERVER_ALLOWED, openOutlook, PANE_ORIGIN } from "../hosts/outlook/outlook.ts"
import type { Outlook } from "../hosts/outlook/outlook.ts"
import { read } from "../hosts/person.ts"
import { newMark, search, textCanary } from "../proofs/canaries.ts"
import { parseMail } from "../hosts/smtp-sink.ts"
import { buildTown, type Town } from "../proofs/town.ts"

const LINK = /https?:\/\/\S+\/m\/msg_[0-9a-z]{26}/
const pictures = join(import.meta.dirname, "../results/outlook")
const dora = { address: "dora@example.org", name: "Dora Example", password: "nineteen copper kettles whistle" }
const mark = newMark()
const subject = `Offer ${newMark()}`
const plan = { name: `${newMark()}.bin`, bytes: randomBytes(900_000) }

let town: Town
let browser: Browser

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  town = await buildTown({ env: { OUTLOOK_ORIGIN: PANE_ORIGIN } })
  browser = await launchChromium(LOCAL_SERVER_ALLOWED)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await town?.close()
})

const draft = (more: Partial<MailItem> = {}): Partial<MailItem> => ({
  to: [{ address: town.bob.address, name: "Bob Example" }],
  subject,
  body: `<p>The <b>price</b> is ${mark}.</p>`,
  attachments: [draftFile(plan.name, plan.bytes)],
  ...more,
})
const open = (item: Partial<MailItem>, more: { width?: number; colorScheme?: "light" | "dark" } = {}) =>
  openOutlook({
    browser,
    server: town.server,
    owner: { address: town.alice.address, name: "Alice Example" },
    item,
    ...more,
  })
const sentSubjects = async (): Promise<(string | null)[]> =>
  (await town.alice.account.client.messages({ folder: "sent" })).messages.map((row) => row.subject)
const holdsCanary = (item: MailItem): boolean =>
  [item.subject, item.body, ...item.attachments.map(({ name }) => name)].some((text) =>
    [mark, subject, plan.name].some((canary) => text.includes(canary)),
  )
const picture = (outlook: Outlook, name: string) => outlook.page.screenshot({ path: join(pictures, `${name}.png`) })

describe("Send Secure in Outlook on the web", () => {
  let outlook: Outlook
  let reader: Page

  it("S3 S12 the pane comes up under the real Office.js, and its owner signs in there", async () => {
    outlook = await open(draft({ cc: [{ address: dora.address, name: "Dora Example" }] }))
    await signInInPane(outlook, town.alice)
    expect(await paneIs(outlook, "review", "failed")).toBe("review")
    const text = await outlook.pane.locator("body").innerText()
    for (const word of [town.bob.address, dora.address, subject, plan.name]) expect(text).toContain(word)
    await picture(outlook, "review")
  })

  it("S4 S7 S8 S34 it hands text and file over, empties the draft and closes it", async () => {
    await outlook.autosave()
    await sendInPane(outlook)
    expect(await paneIs(outlook, "done", "failed", "unknown")).toBe("done")
    await picture(outlook, "done")
    const item = await outlook.item()
    expect(item.attachments).toEqual([])
    expect(holdsCanary(item)).toBe(false)
    expect(await outlook.isClosed()).toBe(true)
    expect(await sentSubjects()).toEqual([subject])
  })

  it("S20 no copy that Outlook saved after the emptying, no address and no mail holds a word of it", async () => {
    const saved = await outlook.saved()
    // Outlook had saved the draft while it was written; the pane says so. The last copy is the emptied one.
    expect(saved.map(({ item }) => holdsCanary(item))).toEqual([true, false])
    const canaries = [textCanary("text", mark), textCanary("subject", subject), textCanary("file", plan.name)]
    expect(search("addresses", Buffer.from(outlook.requests.join("\n")), canaries)).toEqual([])
    await town.sink.waitFor(town.bob.address, 1)
    const mails = Buffer.concat(town.sink.mails.map(({ raw }) => raw))
    expect(
      search(
        "mails",
        mails,
        canaries.filter(({ name }) => name !== "subject"),
      ),
    ).toEqual([])
  })

  it("S6 no request leaves for another place; the policy stopped only what Office.js tells its makers", async () => {
    expect(outlook.strays).toEqual([])
    const foreign = outlook.violations.filter((text) => !text.includes("browser.pipe.aria.microsoft.com"))
    expect(foreign).toEqual([])
  })

  it("S1 S4 the colleague reads the same text and file; the outsider does so in the Message Center", async () => {
    const id = (await town.bob.account.client.messages({ folder: "inbox" })).messages[0]?.id ?? ""
    const opened = await read(town.bob, id)
    expect(opened).toMatchObject({
      verdict: "intact",
      subject,
      attachments: [{ name: plan.name, size: plan.bytes.length }],
    })
    expect(opened.html).toContain(`<b>price</b> is ${mark}`)
    reader = await (await browser.newContext({ acceptDownloads: true })).newPage()
    const notice = await parseMail(await town.sink.waitFor(dora.address, 1))
    await reader.goto(LINK.exec(notice.text ?? "")?.[0] ?? "")
    let code = ""
    const asked = mailedCode(town.mailbox, dora.address, async () => undefined).then((mailed) => (code = mailed))
    await registerInBrowser(reader, { ...dora, code: async () => (await asked) && code })
    const shown = await readOpened(reader)
    expect(shown.verdict).toBe("intact")
    expect(shown.text).toContain(mark)
    expect(readFileSync(await saveAttachment(reader, plan.name)).equals(plan.bytes)).toBe(true)
    await outlook.close()
  })

  it("S34 a file that Outlook is still uploading is waited for", async () => {
    const slow = await open(
      draft({ attachments: [{ ...draftFile("late.bin", Buffer.from("late")), isUploading: true }] }),
    )
    await signInInPane(slow, town.alice)
    await slow.pane.waitForTimeout(1_500)
    expect(await slow.pane.locator('[data-state="review"]').count()).toBe(0)
    await slow.page.evaluate(() => {
      for (const file of window.outlook.item.attachments) file.isUploading = false
    })
    expect(await paneIs(slow, "review", "failed")).toBe("review")
    await slow.close()
  })
})

describe("S12 S18 a fault of Outlook at any call of a send", () => {
  const CONNECTION = 9040
  const CALLS: readonly CallName[] = [
    ...(["from", "recipients", "subject", "body", "attachments", "attachmentContent"] as const),
    ...(["setSubject", "setBody", "removeAttachment", "setHeaders", "setSession", "save"] as const),
  ]

  it.each(CALLS)(
    "%s: nothing is handed over, nothing is sent, and the text is in the draft or in the pane",
    async (call) => {
      const before = await sentSubjects()
      const mails = town.sink.mails.length
      const outlook = await open(draft())
      // Files are read once, before the review; everything else is read again after it.
      if (call === "attachmentContent") await outlook.fail(call, CONNECTION)
      await signInInPane(outlook, town.alice)
      const state = await paneIs(outlook, "review", "failed")
      if (state === "review") {
        await outlook.fail(call, CONNECTION)
        await sendInPane(outlook)
      }
      expect(await paneIs(outlook, "failed", "done")).toBe("failed")
      const place = await outlook.pane.locator("[data-text]").getAttribute("data-text")
      const item = await outlook.item()
      const isWhole = item.body.includes(mark) && item.subject === subject && item.attachments.length === 1
      expect([call, place, isWhole]).toEqual([
        call,
        isWhole ? "draft" : expect.stringMatching(/^(draft|pane|staged)$/),
        isWhole,
      ])
      expect(await sentSubjects()).toEqual(before)
      expect(town.sink.mails).toHaveLength(mails)
      await outlook.close()
    },
  )
})

describe("the pane's looks", () => {
  it.each([
    { width: 320, colorScheme: "light" },
    { width: 450, colorScheme: "light" },
    { width: 320, colorScheme: "dark" },
  ] as const)("$width px, $colorScheme: axe finds nothing serious, nothing is wider than the pane", async (looks) => {
    const plans = [draftFile("Plan of the north wing.pdf", plan.bytes)]
    const outlook = await open(
      draft({ subject: "Quotation for the north wing", body: "<p>The price is 4,200.</p>", attachments: plans }),
      looks,
    )
    const findings: string[] = []
    const look = async (name: string) => {
      await picture(outlook, `${looks.width}-${looks.colorScheme}-${name}`)
      const { violations } = await new AxeBuilder({ page: outlook.page })
        .exclude("[data-tabster-dummy]")
        .disableRules("label-content-name-mismatch")
        .analyze()
      for (const { id, impact, nodes } of violations)
        if (impact === "serious" || impact === "critical")
          findings.push(...nodes.map(({ html }) => `${name}: ${id}: ${html.slice(0, 160)}`))
      const [wide, width] = await outlook.pane.evaluate(
        () => [document.documentElement.scrollWidth, window.innerWidth] as const,
      )
      if (wide > width) findings.push(`${name}: ${wide} px wide in ${width}`)
    }
    await paneIs(outlook, "sign-in")
    await look("sign-in")
    await signInInPane(outlook, town.alice)
    await paneIs(outlook, "review")
    await look("review")
    await outlook.fail("setBody", 9040)
    await sendInPane(outlook)
    await paneIs(outlook, "failed")
    await look("failed")
    expect(findings).toEqual([])
    await outlook.close()
  })
})
