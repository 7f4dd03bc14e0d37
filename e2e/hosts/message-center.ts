/** The Message Center as a person drives it in real Chromium. */
import type { Page } from "playwright-core"
import { bodyText } from "./body-frame.ts"
import { mailedCode, type Mailbox } from "./mailbox.ts"

/** Between two codes for one address. */
const LONGEST_WAIT_S = 30

export interface ProvingMailbox {
  readonly address: string
  readonly password: string
  /** Where the code comes. */
  readonly mailbox: Mailbox
  /** The page is gone when the person comes back from the mail, as on a phone. */
  readonly isDropped?: boolean
}
export interface Registering extends ProvingMailbox {
  readonly name: string
}

/** From an arrival page (or `/welcome`) to the message or the inbox; gives the recovery code that was shown. */
export async function registerInBrowser(page: Page, who: Registering): Promise<string> {
  await page.getByLabel("Your full e-mail address").fill(who.address)
  await proveMailbox(page, who)
  await page.getByLabel("Your name").fill(who.name)
  await page.getByLabel("New password", { exact: true }).fill(who.password)
  await page.getByRole("button", { name: "Continue" }).click()
  return keepRecoveryCode(page, /Open the message|Open the Message Center/)
}

/** Asks for the code and types it. Refused because one was mailed just now, it waits as long as it is told, once. */
async function proveMailbox(page: Page, { address, mailbox, isDropped = false }: ProvingMailbox): Promise<void> {
  const ask = async (): Promise<number | null> => {
    const answer = page.waitForResponse((response) => new URL(response.url()).pathname === "/api/accounts/codes")
    await page.getByRole("button", { name: "Send me the code" }).click()
    const response = await answer
    return response.ok() ? null : Number(response.headers()["retry-after"] ?? Infinity)
  }
  const code = await mailedCode(mailbox, address, async () => {
    const wait = await ask()
    if (wait === null) return
    if (wait <= LONGEST_WAIT_S) await page.waitForTimeout(wait * 1000)
    if (wait <= LONGEST_WAIT_S && (await ask()) === null) return
    throw new Error(`no code for ${address}: ${await page.getByRole("alert").first().textContent()}`)
  })
  if (isDropped) await page.reload()
  await page.getByLabel("Code from the e-mail").fill(code)
  await page.getByRole("button", { name: "Continue" }).click()
}

/** Types the last group back, as the page asks. */
export async function keepRecoveryCode(page: Page, action: RegExp): Promise<string> {
  const shown = page.getByRole("group", { name: "Recovery code" })
  await shown.waitFor({ timeout: 60_000 })
  const code = ((await shown.textContent()) ?? "").replaceAll(/[^0-9A-Z]/g, "")
  await page.getByLabel("Type the last group, so that we know you have it").fill(code.slice(20))
  await page.getByRole("button", { name: action }).click()
  return code
}

/** What the page says to tell the reader of the message that was just sent. */
export async function secretToTell(page: Page): Promise<string> {
  const shown = page.locator('[data-note="to-tell"] [data-secret]')
  await shown.waitFor()
  return (await shown.textContent()) ?? ""
}

/** On the page of a message that opens with words, a link or a code. */
export async function openWithSecret(page: Page, secret: string): Promise<void> {
  const form = page.locator('[data-page="secret"]')
  await form.waitFor({ timeout: 60_000 })
  await form.getByRole("textbox").fill(secret)
  await form.getByRole("button", { name: "Open the message" }).click()
}

/** Lost password, nothing left but the mailbox; ends on the list of what waits. Gives the new recovery code. */
export async function resetInBrowser(page: Page, origin: string, who: ProvingMailbox): Promise<string> {
  await page.goto(`${origin}/lost`)
  await page.getByRole("button", { name: "Start anew" }).click()
  await page.getByLabel("E-mail address").fill(who.address)
  await proveMailbox(page, who)
  await page.getByLabel("New password", { exact: true }).fill(who.password)
  await page.getByRole("button", { name: "Make a new key" }).click()
  const code = await keepRecoveryCode(page, /Open the Message Center/)
  await page.locator('[data-page="waiting"]').waitFor()
  return code
}

/** A reader with a new key is let in to everything that waits, after the question that the page demands. */
export async function letInInBrowser(page: Page, address: string): Promise<void> {
  await page.getByRole("link", { name: /Requests/ }).click({ timeout: 60_000 })
  const request = page.locator(`[data-reader="${address}"]`)
  await request.getByRole("checkbox").check()
  await request.getByRole("button", { name: /^Let in to/ }).click()
  await page.getByText(`${address} was let in`).first().waitFor()
}

export async function signInInBrowser(
  page: Page,
  origin: string,
  who: { address: string; password: string },
): Promise<void> {
  await page.goto(`${origin}/sign-in`)
  await page.getByLabel("E-mail address").fill(who.address)
  await page.getByLabel("Password", { exact: true }).fill(who.password)
  await page.getByRole("button", { name: "Sign in", exact: true }).click()
  await page.getByRole("heading", { name: "Inbox" }).waitFor({ timeout: 60_000 })
}

/** On the page of an own message: recalls it for everybody, from the keyboard. @param pictures folder for screenshots */
export async function recallInBrowser(page: Page, reason: string, pictures: string | null): Promise<void> {
  const dialog = page.locator('[data-dialog="recall"]')
  await page.getByRole("button", { name: "Recall…" }).click()
  await dialog.getByText("has already opened it").first().waitFor()
  // Thought better of it: the keyboard is where it was before.
  await page.keyboard.press("Escape")
  await dialog.waitFor({ state: "detached" })
  await page.locator("button:focus", { hasText: "Recall…" }).waitFor()
  await page.keyboard.press("Enter")
  await dialog.getByText("has already opened it").first().waitFor()
  await dialog.locator('input[type="text"]:focus').waitFor()
  await page.keyboard.type(reason)
  if (pictures !== null) await page.screenshot({ path: `${pictures}/recall-dialog.png` })
  await dialog.getByRole("button", { name: /^Recall for/ }).click()
  await dialog.waitFor({ state: "detached" })
  await page.getByText("its recipients cannot").first().waitFor()
  if (pictures !== null) await page.screenshot({ path: `${pictures}/recall-sender.png` })
}

export interface LiveWatch {
  /** What came over the line and what the page asked, in this order. */
  readonly seen: readonly ("told" | "asked")[]
  /** The line has ended. */
  readonly hasEnded: () => boolean
}

/** From now on: what the server tells the page as it happens, and when the page asks for the tracking of a message. */
export async function watchLive(page: Page): Promise<LiveWatch> {
  const seen: ("told" | "asked")[] = []
  const lines = new Set<string>()
  let ended = false
  const session = await page.context().newCDPSession(page)
  await session.send("Network.enable")
  session.on("Network.requestWillBeSent", ({ requestId, request }) => {
    const { pathname } = new URL(request.url)
    if (pathname === "/api/events") lines.add(requestId)
    if (pathname.endsWith("/tracking")) seen.push("asked")
  })
  session.on("Network.dataReceived", ({ requestId }) => lines.has(requestId) && seen.push("told"))
  const end = ({ requestId }: { requestId: string }) => void (ended ||= lines.has(requestId))
  session.on("Network.loadingFinished", end)
  session.on("Network.loadingFailed", end)
  return { seen, hasEnded: () => ended }
}

/** Waits for an opened message; gives its verdict and the text inside the isolated frame. */
export async function readOpened(page: Page): Promise<{ verdict: string; text: string }> {
  const opened = page.locator('[data-page="message"]')
  await opened.waitFor({ timeout: 60_000 })
  const text = await bodyText(page)
  return { verdict: (await opened.getAttribute("data-verdict")) ?? "", text }
}

/** Saves the attachment of this name; gives the file's path. */
export async function saveAttachment(page: Page, name: string): Promise<string> {
  const download = page.waitForEvent("download", { timeout: 180_000 })
  await page.getByRole("button", { name: `Save ${name}` }).click()
  return (await download).path()
}

export async function replyInBrowser(page: Page, text: string, file: string): Promise<void> {
  await page.getByRole("button", { name: "Reply", exact: true }).click()
  await writeAndSend(page, { text, files: [file] })
}

export interface Writing {
  readonly to?: readonly string[]
  readonly cc?: readonly string[]
  readonly bcc?: readonly string[]
  readonly subject?: string
  readonly hasHiddenSubject?: boolean
  /** Readers are asked for their own password at each opening. */
  readonly asksPassword?: boolean
  readonly text: string
  /** Title of the way in which people without a key come in. */
  readonly contact?: string
  /** The same by address, for some of them. */
  readonly contacts?: Readonly<Record<string, string>>
  /** Paths. */
  readonly files?: readonly string[]
}

/** Fills the form that is open. */
export async function fillMessage(page: Page, writing: Writing): Promise<void> {
  const addresses = async (label: string, people: readonly string[]) => {
    const field = page.getByRole("textbox", { name: label, exact: true })
    await field.fill(people.join(", "))
    await field.press("Enter")
  }
  await page.locator('[data-page="compose"]').waitFor()
  if (writing.to !== undefined) await addresses("To", writing.to)
  if (writing.cc !== undefined) {
    await page.getByRole("button", { name: "Add copy" }).click()
    await addresses("Copy", writing.cc)
  }
  if (writing.bcc !== undefined) {
    await page.getByRole("button", { name: "Add blind copy" }).click()
    await addresses("Blind copy", writing.bcc)
  }
  if (writing.subject !== undefined) await page.getByLabel("Subject", { exact: true }).fill(writing.subject)
  if (writing.hasHiddenSubject === true) await page.getByRole("switch", { name: "Hide the subject" }).check()
  if (writing.asksPassword === true)
    await page.getByRole("switch", { name: /^Ask recipients for their password/ }).check()
  await page.getByRole("textbox", { name: "Text", exact: true }).fill(writing.text)
  if (writing.contacts !== undefined) await page.getByRole("button", { name: "Not the same for each of them" }).click()
  for (const [address, label] of Object.entries(writing.contacts ?? {}))
    await page.locator("[data-own-contacts]").getByLabel(address).selectOption({ label })
  if (writing.contact !== undefined) await page.getByRole("radio", { name: writing.contact }).check()
  await page.locator('input[type="file"]').setInputFiles([...(writing.files ?? [])])
}

/** As when the browser, or the machine, dies: nothing of the page runs any more. */
export async function killTab(page: Page): Promise<void> {
  const crashed = page.waitForEvent("crash")
  const line = await page.context().newCDPSession(page)
  line.send("Page.crash").catch(() => undefined)
  await crashed
}

/** Fills the form that is open and sends it; ends on the page of the message that was sent. */
export async function writeAndSend(page: Page, writing: Writing): Promise<void> {
  await fillMessage(page, writing)
  await page.getByRole("button", { name: "Send securely" }).click()
  await page.locator('[data-page="message"]').waitFor({ timeout: 180_000 })
}

export interface SettingUp {
  readonly organization: string
  readonly address: string
  readonly name: string
  readonly password: string
}

/** The one-time link of a new server; ends on the list of members, gives the recovery code. */
export async function setUpInBrowser(page: Page, link: string, who: SettingUp): Promise<string> {
  await page.goto(link)
  await page.getByLabel("Name of the organization").fill(who.organization)
  await page.getByLabel("Your e-mail address").fill(who.address)
  await page.getByLabel("Your name").fill(who.name)
  await page.getByLabel("New password", { exact: true }).fill(who.password)
  await page.getByRole("button", { name: "Make the organization" }).click()
  const code = await keepRecoveryCode(page, /Open the Message Center/)
  await page.locator('[data-page="members"]').waitFor()
  return code
}

/** On the list of members. */
export async function addMemberInBrowser(page: Page, who: { address: string; name: string }): Promise<void> {
  const form = page.getByRole("form", { name: "Add a member" })
  await form.getByLabel("E-mail address").fill(who.address)
  await form.getByLabel("Name").fill(who.name)
  await form.getByRole("button", { name: "Add and invite" }).click()
  await page.locator(`[data-member="${who.address}"]`).waitFor()
}

/** Opens the Delivery Slip of the message that is shown; gives its text. */
export async function readSlip(page: Page): Promise<string> {
  const slip = page.locator("[data-slip]")
  const button = page.getByRole("button", { name: "Delivery slip", exact: true })
  // An altered message opens its slip by itself.
  await slip.or(button).first().waitFor()
  if ((await slip.count()) === 0) await button.click()
  await slip.waitFor()
  return (await slip.textContent()) ?? ""
}
