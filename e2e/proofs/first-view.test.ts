/**
 * The reading page as somebody meets it who has only the link: little to load, a phone's width, a keyboard and nothing
 * else, and no serious finding of axe, in either colour scheme and either language.
 */
import { createHash, randomBytes } from "node:crypto"
import { mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { AxeBuilder } from "@axe-core/playwright"
import type { Browser, BrowserContextOptions, Page, Request } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { launchChromium } from "../hosts/chromium.ts"
import { byKeyboard } from "../hosts/keyboard.ts"
import { mailedCode } from "../hosts/mailbox.ts"
import { readOpened, signInInBrowser } from "../hosts/message-center.ts"
import { send } from "../hosts/person.ts"
import { buildTown, type Town } from "./town.ts"

const MOST_BYTES = 350_000
const PHONE = { width: 390, height: 844 }
const pictures = join(import.meta.dirname, "../results/first-view")
const dora = { address: "dora@example.org", name: "Dora Example", password: "nineteen copper kettles whistle" }
const plan = { name: "plan.bin", bytes: randomBytes(700_000) }
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex")

let town: Town
let browser: Browser
let link: string
/** Sent by whoever looks. */
let own: string
let shots = 0

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  town = await buildTown()
  browser = await launchChromium()
  const { id } = await send(town.alice, {
    to: [town.bob.address, dora.address],
    subject: "Quotation",
    text: "The price is 4,200.\n\nKind regards",
    attachments: [{ ...plan, type: "application/octet-stream", bytes: new Uint8Array(plan.bytes) }],
  })
  link = `${town.server.origin}/m/${id}`
  own = (await send(town.bob, { to: [town.carol.address, dora.address], subject: "Minutes", text: "Please read." })).id
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await town?.close()
})

const newPage = async (options: BrowserContextOptions = {}): Promise<Page> =>
  (await browser.newContext({ acceptDownloads: true, ...options })).newPage()

const QUIET_MS = 500
/** Nothing is on its way any more but the one answer that never ends: what changes, as it changes. */
async function untilQuiet(page: Page, visit: () => Promise<unknown>): Promise<void> {
  const underWay = new Set<Request>()
  let last = Date.now()
  const begin = (request: Request) => {
    if (new URL(request.url()).pathname !== "/api/events") underWay.add(request)
  }
  const end = (request: Request) => {
    if (underWay.delete(request)) last = Date.now()
  }
  page.on("request", begin).on("requestfinished", end).on("requestfailed", end)
  await visit()
  while (underWay.size > 0 || Date.now() - last < QUIET_MS) await page.waitForTimeout(100)
  page.off("request", begin).off("requestfinished", end).off("requestfailed", end)
}

interface Transferred {
  /** The page's own files, as compressed, with their headers. */
  readonly page: number
  /** Keys, proofs and ciphertext: random bytes, which nothing compresses. */
  readonly data: number
}

/** Bytes on the wire of everything that is loaded from a cold cache while `visit` runs and until the line is quiet. */
async function transferred(page: Page, visit: () => Promise<unknown>): Promise<Transferred> {
  const line = await page.context().newCDPSession(page)
  await line.send("Network.enable")
  await line.send("Network.clearBrowserCache")
  const isData = new Map<string, boolean>()
  const bytes = { page: 0, data: 0 }
  line.on("Network.requestWillBeSent", ({ requestId, request }) =>
    isData.set(requestId, new URL(request.url).pathname.startsWith("/api/")),
  )
  line.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    bytes[isData.get(requestId) === true ? "data" : "page"] += encodedDataLength
  })
  await untilQuiet(page, visit)
  await line.detach()
  return bytes
}

/** No serious or critical finding, nothing wider than the window; a picture to look at. */
async function inspect(page: Page, what: string): Promise<string[]> {
  await page.screenshot({ path: join(pictures, `${String(++shots).padStart(2, "0")}-${what}.png`) })
  // The frame of a mail runs no script, so axe cannot run in it either; what it holds is the sender's.
  // Fluent's own guards of the focus are made to be passed over; initials are a picture of the name that the label has.
  const { violations } = await new AxeBuilder({ page })
    .exclude("iframe")
    .exclude("[data-tabster-dummy]")
    .disableRules("label-content-name-mismatch")
    .analyze()
  const found = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${what}: ${id}: ${html.slice(0, 160)}`))
  const [wide, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth] as const)
  if (wide > width) found.push(`${what}: ${wide} px wide in a window of ${width}`)
  return found
}

async function signInInAnyLanguage(page: Page, { server, bob }: Town): Promise<void> {
  await page.goto(`${server.origin}/sign-in`)
  await page.locator("input[type=email]").fill(bob.address)
  await page.locator("input[type=password]").fill(bob.password)
  await page.locator("form button[type=submit]").click()
  await page.locator("[data-page=inbox]").waitFor({ timeout: 60_000 })
}

describe("S14 the reading page", () => {
  it("loads in less than 350 kB: for a stranger who follows the link, and with the message for a reader", async () => {
    const stranger = await newPage()
    const arriving = await transferred(stranger, async () => {
      await stranger.goto(link)
      await stranger.getByLabel("Your full e-mail address").waitFor()
    })
    const reader = await newPage()
    await signInInBrowser(reader, town.server.origin, town.bob)
    const reading = await transferred(reader, async () => {
      await reader.goto(link)
      await readOpened(reader)
    })
    console.log("first view", { arriving, reading })
    for (const { page } of [arriving, reading]) {
      expect(page).toBeGreaterThan(50_000)
      expect(page).toBeLessThan(MOST_BYTES)
    }
  })

  it("S30 on a phone, by keyboard alone: from the link to the saved file and a sent answer; nothing serious for axe", async () => {
    const page = await newPage({ viewport: PHONE, isMobile: false, hasTouch: true })
    const keys = byKeyboard(page)
    const findings: string[] = []
    const look = async (what: string) => void findings.push(...(await inspect(page, `phone-${what}`)))
    await page.goto(link)
    await keys.reach("textbox", "Your full e-mail address")
    await look("arrival")
    await page.keyboard.type(dora.address)
    const code = await mailedCode(town.mailbox, dora.address, () => keys.press("button", "Send me the code"))
    await keys.reach("textbox", "Code from the e-mail")
    await look("code")
    await page.keyboard.type(code)
    await keys.press("button", "Continue")
    await keys.reach("textbox", "Your name")
    await page.keyboard.type(dora.name)
    await keys.reach("textbox", "New password")
    await page.keyboard.type(dora.password)
    await look("password")
    await keys.press("button", "Continue")
    const shown = page.getByRole("group", { name: "Recovery code" })
    await shown.waitFor({ timeout: 60_000 })
    await look("recovery-code")
    const recovery = ((await shown.textContent()) ?? "").replaceAll(/[^0-9A-Z]/g, "")
    await keys.reach("textbox", "Type the last group, so that we know you have it")
    await page.keyboard.type(recovery.slice(20))
    await keys.press("button", "Open the message")
    expect((await readOpened(page)).verdict).toBe("intact")
    await look("message")
    const download = page.waitForEvent("download", { timeout: 60_000 })
    await keys.press("button", `Save ${plan.name}`)
    expect(sha256(readFileSync(await (await download).path()))).toBe(sha256(plan.bytes))
    await keys.press("button", "Delivery slip")
    await page.locator("[data-slip]").waitFor()
    // The drawer slides in.
    await page.waitForTimeout(500)
    await look("slip")
    await page.keyboard.press("Escape")
    await page.locator("[data-slip]").waitFor({ state: "detached" })
    // The focus is back where it came from, and the page is there again for a screen reader.
    const isFocused = (element: HTMLElement) => element === document.activeElement
    expect(await page.getByRole("button", { name: "Delivery slip", exact: true }).evaluate(isFocused)).toBe(true)
    await keys.press("button", "Reply")
    await page.locator('[data-page="compose"]').waitFor()
    await keys.reach("textbox", "Text")
    await page.keyboard.type("Agreed.")
    await look("answer")
    await keys.press("button", "Send securely")
    await page.locator('[data-page="message"]').waitFor({ timeout: 60_000 })
    expect(findings).toEqual([])
  }, 120_000)

  // Both widths in each: what is too wide depends on the language, a contrast on the colours, nothing on both.
  it.each([
    { locale: "en-GB", colorScheme: "light" },
    { locale: "de-DE", colorScheme: "dark" },
  ] as const)(
    "$locale, $colorScheme: no screen has a serious finding, none is wider than its window",
    async (look) => {
      const findings: string[] = []
      for (const viewport of [{ width: 1280, height: 800 }, PHONE]) {
        const page = await newPage({ ...look, viewport })
        await signInInAnyLanguage(page, town)
        const check = async (what: string) => {
          const name = `${look.locale}-${look.colorScheme}-${viewport.width}-${what}`
          findings.push(...(await inspect(page, name)))
        }
        for (const path of ["inbox", "sent", `sent/${own}`, "drafts", "new", "account"]) {
          await untilQuiet(page, async () => {
            await page.goto(`${town.server.origin}/${path}`)
            await page.locator("main").first().waitFor()
          })
          await check(path.replace(`/${own}`, "-message"))
        }
        await page.goto(link)
        await readOpened(page)
        await check("message")
        await page.goto(`${link}#slip`)
        await page.reload()
        await readOpened(page)
        await page.locator("[data-slip]").waitFor()
        await page.waitForTimeout(500)
        await check("slip")
        await page.goto(`${town.server.origin}/m/msg_${"0".repeat(26)}`)
        await page.locator('[data-page="refused"]').waitFor()
        await check("refused")
        await page.context().close()
      }
      const stranger = await newPage(look)
      for (const path of ["sign-in", "welcome"]) {
        await stranger.goto(`${town.server.origin}/${path}`)
        await stranger.locator("main").first().waitFor()
        findings.push(...(await inspect(stranger, `${look.locale}-${look.colorScheme}-${path}`)))
      }
      await stranger.context().close()
      expect(findings).toEqual([])
    },
    300_000,
  )
})
