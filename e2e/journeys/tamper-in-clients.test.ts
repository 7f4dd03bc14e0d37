/**
 * What somebody changes in the databases is seen in every client: the Message Center, smp and the panel in Thunderbird
 * show it as altered, beside what was signed, or do not open; and none of them seals to a key that was put in.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { launchChromium } from "../hosts/chromium.ts"
import { readOpened, readSlip, signInInBrowser } from "../hosts/message-center.ts"
import { LOCAL_SERVER_ALLOWED, PANE_ORIGIN } from "../hosts/outlook/outlook.ts"
import { addMember, send, type Person } from "../hosts/person.ts"
import { runSmp } from "../hosts/smp.ts"
import { addInPage, type AddInPage } from "../hosts/thunderbird/add-in-pages.ts"
import { startEmployee, type Employee } from "../hosts/thunderbird/employee.ts"
import { until } from "../hosts/thunderbird/wait.ts"
import { clearEdits, keyEdits, sealedEdits, type Subject } from "../proofs/tamper-edits.ts"
import { buildTown, type Town } from "../proofs/town.ts"
import { whileEdited } from "../proofs/while-edited.ts"
import { sameInThreeClients } from "./same-in-three-clients.ts"

const TEXT = "The price is 4,200."
/** What a person reads for a compared field. */
const SHOWN: Readonly<Record<string, string>> = { ctl: "options", ext: "fields", objects: "files" }
const shownAs = (field: string) => SHOWN[field] ?? field
const dave = { address: "dave@example.com", name: "Dave Example", password: "four unrelated words here" }

describe("S22 S52 an altered row in every client", () => {
  const home = mkdtempSync(join(tmpdir(), "smp-tamper-"))
  let town: Town
  let browser: Browser
  let page: Page
  let employee: Employee
  let panel: AddInPage
  let subject: Subject

  const sendTo = ({ org, ...alice }: Person, text: string) =>
    send(
      { ...alice, org },
      {
        to: [town.bob.address, dave.address],
        cc: [town.carol.address],
        subject: "Quotation",
        text,
        attachments: [{ name: "plan.bin", type: "application/octet-stream", bytes: new Uint8Array(600_000).fill(7) }],
      },
    )
  const smp = (args: readonly string[], input = "") => runSmp(join(home, "bob"), town.server.origin, args, input)
  const whileChanged = (edit: Parameters<typeof whileEdited>[1], work: () => Promise<void>) =>
    whileEdited(town.server.dataDir, edit, work)
  const hex = ({ account }: Person) => Buffer.from(account.keySet.kid).toString("hex")

  beforeAll(async () => {
    town = await buildTown({ env: { OUTLOOK_ORIGIN: PANE_ORIGIN } })
    await addMember(town.alice, dave.address, dave.name)
    employee = await startEmployee({ ...dave, platformMail: town.sink, pictures: join(home, "pictures") })
    await employee.setUp(town.server.origin, dave.password)
    await employee.thunderbird.closeEverything()
    subject = {
      message: (await sendTo(town.alice, TEXT)).id,
      other: (await sendTo(town.alice, "Something else.")).id,
      reader: town.bob.address,
      readerKid: hex(town.bob),
      otherKid: hex(town.carol),
    }
    browser = await launchChromium(LOCAL_SERVER_ALLOWED)
    page = await (await browser.newContext()).newPage()
    await signInInBrowser(page, town.server.origin, town.bob)
    const login = await smp(["login", "--email", town.bob.address, "--password-stdin"], town.bob.password)
    if (login.code !== 0) throw new Error(login.err)
  }, 300_000)
  afterAll(async () => {
    await employee?.leave()
    await browser?.close()
    await town?.close()
    rmSync(home, { recursive: true, force: true })
  })

  it("the Message Center shows each changed column as altered, with what was signed", async () => {
    for (const edit of clearEdits(subject))
      await whileChanged(edit, async () => {
        await page.goto(`${town.server.origin}/m/${subject.message}`)
        const opened = await readOpened(page)
        expect([edit.name, opened.verdict]).toEqual([edit.name, "altered"])
        expect(opened.text).toContain(TEXT)
        await readSlip(page)
        expect([edit.name, await page.locator(`[data-difference="${shownAs(edit.field)}"]`).count()]).toEqual([
          edit.name,
          1,
        ])
      })
    await page.goto(`${town.server.origin}/m/${subject.message}`)
    expect((await readOpened(page)).verdict).toBe("intact")
  })

  it("smp names each changed column, with both values", async () => {
    for (const edit of clearEdits(subject))
      await whileChanged(edit, async () => {
        const { out } = await smp(["read", subject.message, "--json"])
        const read = JSON.parse(out) as { verdict: string; text: string; differences: { field: string }[] }
        expect([edit.name, read.verdict, read.text]).toEqual([edit.name, "altered", TEXT])
        expect(read.differences.map(({ field }) => field)).toContain(edit.field)
      })
    expect(JSON.parse((await smp(["read", subject.message, "--json"])).out)).toMatchObject({ verdict: "intact" })
  })

  it("the panel in Thunderbird shows each changed column as altered, with what was signed", async () => {
    const { thunderbird } = employee
    await thunderbird.showMail("INBOX", "Alice Example")
    await until("the button", async () => !(await thunderbird.headerButton()).disabled)
    await thunderbird.pressHeaderButton()
    panel = addInPage(thunderbird, "read.html")
    await panel.appears("[data-page=message]", 60_000)
    // Both notices read alike; whichever was opened is the one that is changed.
    const shown = (await panel.attribute("[data-page=message]", "data-message")) ?? ""
    const other = shown === subject.message ? subject.other : subject.message
    for (const edit of clearEdits({ ...subject, message: shown, other }))
      await whileChanged(edit, async () => {
        await reload()
        await panel.appears("[data-page=message][data-verdict=altered]", 60_000)
        await panel.appears(`[data-difference="${shownAs(edit.field)}"]`)
      })
    await reload()
    await panel.appears("[data-page=message][data-verdict=intact]", 60_000)
  })

  const reload = () =>
    employee.thunderbird.inPage("read.html", () => {
      document.body.replaceChildren()
      location.reload()
    })

  it("sealed bytes of another message, or cut ones: Message Center and smp open the signed text or nothing", async () => {
    for (const edit of sealedEdits(subject))
      await whileChanged(edit, async () => {
        await page.goto(`${town.server.origin}/m/${subject.message}`)
        const outcome = page.locator('[data-page="refused"], [data-page="message"]')
        await outcome.waitFor({ timeout: 60_000 })
        if ((await outcome.getAttribute("data-page")) === "message")
          expect((await readOpened(page)).text).toContain(TEXT)
        expect([edit.name, await page.content()]).not.toEqual([edit.name, expect.stringContaining("Something else.")])
        const ran = await smp(["read", subject.message, "--json"])
        if (ran.code === 0) expect(JSON.parse(ran.out)).toMatchObject({ text: TEXT })
        else expect([edit.name, ran.out, ran.err]).toEqual([edit.name, "", expect.stringMatching(/^smp: [^\n]+\n$/)])
      })
  })

  it("S26 a key that was put into the Directory, or taken out of it, stops the send in the Message Center and in smp", async () => {
    const sender = await (await browser.newContext()).newPage()
    await signInInBrowser(sender, town.server.origin, town.alice)
    const login = ["login", "--email", town.alice.address, "--password-stdin"]
    const profile = join(home, "alice")
    await runSmp(profile, town.server.origin, login, town.alice.password)
    writeFileSync(join(home, "body.txt"), "Secret")
    for (const edit of keyEdits(subject))
      await whileChanged(edit, async () => {
        const body = ["--body-file", join(home, "body.txt")]
        const args = ["send", "--to", town.bob.address, "--subject", "Secret", ...body]
        const sent = await runSmp(profile, town.server.origin, args)
        expect([edit.name, sent.code, sent.out]).toEqual([edit.name, 1, ""])
        await sender.goto(`${town.server.origin}/new`)
        const to = sender.getByRole("textbox", { name: "To", exact: true })
        await to.fill(town.bob.address)
        await to.press("Enter")
        await sender.getByLabel("Subject", { exact: true }).fill("Secret")
        await sender.getByRole("textbox", { name: "Text", exact: true }).fill("Secret")
        await sender.getByRole("button", { name: "Send securely" }).click()
        await sender.waitForTimeout(3_000)
        expect([edit.name, await sender.locator('[data-page="message"]').count()]).toEqual([edit.name, 0])
      })
    const { messages } = await town.alice.account.client.messages({ folder: "sent" })
    expect(messages.map((row) => row.subject)).toEqual(["Quotation", "Quotation"])
  })

  sameInThreeClients(() => ({ town, browser, employee, home }))
})
