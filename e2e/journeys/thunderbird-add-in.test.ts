/** The add-in in the real Thunderbird, without any server: what it must never do, and what it repairs by itself. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { freePort } from "../hosts/server.ts"
import { startSmtpSink } from "../hosts/smtp-sink.ts"
import type { SmtpSink } from "../hosts/smtp-sink.ts"
import { addInFile } from "../hosts/thunderbird/add-in-file.ts"
import { addInPage } from "../hosts/thunderbird/add-in-pages.ts"
import { startDisplay } from "../hosts/thunderbird/display.ts"
import type { Display } from "../hosts/thunderbird/display.ts"
import { startDovecot } from "../hosts/thunderbird/dovecot.ts"
import type { Dovecot } from "../hosts/thunderbird/dovecot.ts"
import { startThunderbird } from "../hosts/thunderbird/thunderbird.ts"
import type { Thunderbird } from "../hosts/thunderbird/thunderbird.ts"
import { pause, until } from "../hosts/thunderbird/wait.ts"

const results = join(import.meta.dirname, "../results/thunderbird-add-in")
const message = "msg_01jd3q8r5s6t7v8w9x0y1z2a3b"
let home: string
let display: Display
let dovecot: Dovecot
let sink: SmtpSink
let thunderbird: Thunderbird
/** A loopback address where nobody answers. */
let server: string

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "add-in-"))
  rmSync(results, { recursive: true, force: true })
  mkdirSync(results, { recursive: true })
  server = `http://localhost:${await freePort()}`
  display = await startDisplay()
  dovecot = await startDovecot()
  sink = await startSmtpSink()
  thunderbird = await startThunderbird({
    profile: join(home, "profile"),
    display: display.name,
    xpi: addInFile(),
    account: {
      address: "anna@example.test",
      name: "Anna Weber",
      user: "anna",
      imapPort: dovecot.port,
      smtpPort: sink.port,
    },
  })
  await thunderbird.connectMail()
  await addInPage(thunderbird, "options.html").appears("[data-transmitted]")
}, 180_000)

afterEach(async () => {
  await thunderbird.closeEverything()
})

afterAll(async () => {
  await thunderbird.stop()
  await dovecot.stop()
  await sink.shut()
  await display.stop()
  rmSync(home, { recursive: true, force: true })
})

/** What the settings page would have written. */
async function setUp(settings: object): Promise<void> {
  await thunderbird.openAddInPage("options.html")
  const page = addInPage(thunderbird, "options.html")
  await page.appears("h1")
  await thunderbird.inPage(
    "options.html",
    async (value: object) => {
      const { browser } = window as unknown as {
        browser: { storage: { local: { set(items: object): Promise<void> } } }
      }
      await browser.storage.local.set({ settings: value })
    },
    settings,
  )
}

const letter = { to: ["bob@example.com"], subject: "Lunch", body: "<p>Canary in the coal mine</p>" }

describe("ordinary mail", () => {
  it("S2 S3 goes its old way while the add-in is not set up", async () => {
    await thunderbird.openAddInPage("options.html")
    const before = sink.mails.length
    const compose = await thunderbird.compose(letter)
    expect((await compose.state()).secureLabel).toBe("Set up Send Secure")
    await compose.pressSend()
    const mail = await sink.waitFor("bob@example.com", before + 1)
    expect(mail.raw.toString()).toContain("Canary in the coal mine")
  })

  it("S2 S6 goes its old way while secure send is off", async () => {
    await setUp({ server, ownSend: "ordinary" })
    const before = sink.to("bob@example.com").length
    const compose = await thunderbird.compose(letter)
    await until("the label", async () => (await compose.state()).secureLabel === "Send Secure: sign in")
    await compose.pressSend()
    expect((await sink.waitFor("bob@example.com", before + 1)).raw.toString()).toContain("Canary")
  })
})

describe("secure send switched on", () => {
  it("S7 Send starts no SMTP transaction, even when the server does not answer; the draft stays whole and usable", async () => {
    await setUp({ server, ownSend: "secure" })
    const before = sink.transcript().length
    const compose = await thunderbird.compose(letter)
    await compose.pressSend()
    const page = addInPage(thunderbird, "send.html")
    await page.appears("form")
    expect(await page.text()).toContain("Text and files have not been uploaded.")
    display.shot(join(results, "sign-in-to-send.png"))
    const state = await compose.state()
    expect(state).toMatchObject({ locked: false, subject: "Lunch" })
    expect(state.text).toContain("Canary in the coal mine")
    await pause(1_000)
    expect(sink.transcript().subarray(before).toString("latin1")).not.toMatch(/MAIL FROM/i)
  })

  it("S7 a draft that was meant for Send Secure is not sent ordinarily by a slip of the hand, but may be by choice", async () => {
    await setUp({ server, ownSend: "ordinary" })
    const before = sink.to("bob@example.com").length
    const compose = await thunderbird.compose(letter)
    await compose.pressSendSecure()
    const page = addInPage(thunderbird, "send.html")
    await page.press("Back to the draft")
    await compose.pressSend()
    await page.appears("[data-failure]")
    expect(await page.text()).toContain("This message was meant for Send Secure")
    display.shot(join(results, "stopped.png"))
    expect(sink.to("bob@example.com").length).toBe(before)
    await page.press("Send as ordinary e-mail")
    await sink.waitFor("bob@example.com", before + 1)
  })
})

describe("a compose window that stayed locked", () => {
  it("is replaced by a copy with the same content, and the user is told", async () => {
    await setUp({ server, ownSend: "ordinary" })
    const compose = await thunderbird.compose({ ...letter, cc: ["Cara <cara@example.org>"], subject: "Locked" })
    await compose.lock()
    await thunderbird.inPage("options.html", async () => {
      const { browser } = window as unknown as {
        browser: {
          tabs: { query(q: object): Promise<{ id: number }[]> }
          storage: Record<"local" | "session", { set(items: object): Promise<void> }>
        }
      }
      const [tab] = await browser.tabs.query({ type: "messageCompose" })
      await browser.storage.session.set({ [`draft:${tab?.id}:saved`]: [{ id: 1, at: 1, name: "a readable copy" }] })
      await browser.storage.local.set({ "pending-answer": { tabId: tab?.id, life: "an earlier one" } })
    })
    await thunderbird.restartEventPage()
    const page = addInPage(thunderbird, "send.html")
    await page.appears("[data-failure]")
    expect(await page.text()).toContain("A draft window was reopened")
    display.shot(join(results, "reopened.png"))
    const copy = await thunderbird.opened()
    const state = await copy.state()
    expect(state).toMatchObject({ locked: false, subject: "Locked" })
    expect(state.text).toContain("Canary in the coal mine")
    expect((await thunderbird.windows()).filter((one) => one.kind === "msgcompose")).toHaveLength(1)
    const remembered = await thunderbird.inPage("options.html", async () => {
      const { browser } = window as unknown as {
        browser: { storage: { session: { get(): Promise<Record<string, unknown>> } } }
      }
      return JSON.stringify(await browser.storage.session.get())
    })
    expect(remembered).toContain("a readable copy")
  })
})

describe("the button in the header of a mail", () => {
  const notice = (field: string, link: string, subject: string) =>
    [
      "From: Notices <notice@example.test>",
      "To: anna@example.test",
      `Subject: ${subject}`,
      "Date: Mon, 23 Nov 2026 10:00:00 +0000",
      `Message-ID: <${subject.replace(/\W/g, "")}@example.test>`,
      ...(field === "" ? [] : [`X-Delivery-Slip: ${field}`]),
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
      "",
      `To read it: ${link}`,
      "",
    ].join("\r\n")

  it("S13 is usable on notices of the configured server and on nothing else", async () => {
    await setUp({ server, ownSend: "ordinary" })
    dovecot.deliver("anna", notice(`7hk2pq9d; origin=${server}`, `${server}/m/${message}`, "Real notice"))
    dovecot.deliver(
      "anna",
      notice("7hk2pq9d; origin=https://evil.example", `https://evil.example/m/${message}`, "Forged notice"),
    )
    dovecot.deliver("anna", notice("", `${server}/m/${message}`, "Ordinary mail"))
    await until("the mark in the list", async () => (await thunderbird.tagsOf("INBOX", "Real notice"))?.length)
    await thunderbird.showMail("INBOX", "Real notice")
    await until("the button", async () => {
      const { label, disabled } = await thunderbird.headerButton()
      return label === "Sign in and open" && !disabled
    })
    expect(await thunderbird.headerButton()).toMatchObject({ label: "Sign in and open", disabled: false })
    display.shot(join(results, "notice.png"))
    await thunderbird.pressHeaderButton()
    await addInPage(thunderbird, "read.html#panel").appears("form")
    await pause(500)
    display.shot(join(results, "panel.png"))
    display.key("Escape")
    await thunderbird.showMail("INBOX", "Forged notice")
    await until("the tooltip", async () => (await thunderbird.headerButton()).tooltip.includes("unknown server"))
    expect(await thunderbird.headerButton()).toMatchObject({ disabled: true })
    display.shot(join(results, "forged-notice.png"))
    await thunderbird.showMail("INBOX", "Ordinary mail")
    await until("the tooltip", async () => (await thunderbird.headerButton()).tooltip.includes("not a notice"))
    expect(await thunderbird.headerButton()).toMatchObject({ disabled: true })
    const marked = await Promise.all(
      ["Real", "Forged", "Ordinary"].map((one) => thunderbird.tagsOf("INBOX", `${one} `)),
    )
    expect(marked).toEqual([["Secure message"], [], []])
  })

  it("S13 a tab that has gone by the time its notice is to be opened leaves no window that waits for ever", async () => {
    await setUp({ server, ownSend: "ordinary" })
    await thunderbird.openAddInPage("read.html#tab=987654")
    const page = addInPage(thunderbird, "read.html")
    await until("the reason", async () => (await page.text()).includes("This mail is not a notice"))
  })
})

describe("the add-in as users get it", () => {
  it("S12 reaches only the server that the user typed, by HTTPS, after Thunderbird itself has asked", async () => {
    const other = await startThunderbird({
      profile: join(home, "production"),
      display: display.name,
      xpi: addInFile("production"),
    })
    try {
      const page = addInPage(other, "options.html")
      await page.fill("Address of the server", "http://localhost:9")
      await page.press("Agree and go on")
      await until("the refusal", async () => (await page.text()).includes("begins with https://"))
      await page.fill("Address of the server", "https://localhost:9")
      const { x, y } = await page.spot("Agree and go on")
      display.click(x, y)
      await other.allowPermission()
      display.shot(join(results, "permission.png"))
      await until("the answer", async () => (await page.text()).includes("No such server answers there."))
      expect(await other.grantedHosts()).toEqual(["https://localhost/*"])
    } finally {
      await other.stop()
    }
  })
})
