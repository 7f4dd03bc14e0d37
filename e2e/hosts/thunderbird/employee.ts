/**
 * An employee at a desk: a screen, a mail account with an ordinary mailbox, the real Thunderbird with the add-in. Mail that
 * the platform sends to the employee's address arrives in that mailbox.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { mailedCode, sinkMailbox } from "../mailbox.ts"
import type { SmtpSink } from "../smtp-sink.ts"
import { startSmtpSink } from "../smtp-sink.ts"
import { addInFile } from "./add-in-file.ts"
import { addInPage } from "./add-in-pages.ts"
import { startDisplay } from "./display.ts"
import type { Display } from "./display.ts"
import { startDovecot } from "./dovecot.ts"
import type { Dovecot } from "./dovecot.ts"
import { startThunderbird } from "./thunderbird.ts"
import type { Thunderbird } from "./thunderbird.ts"

export interface Employee {
  readonly address: string
  readonly thunderbird: Thunderbird
  readonly display: Display
  readonly dovecot: Dovecot
  /** The mail server of the organization, as Thunderbird uses it for ordinary mail. */
  readonly mailServer: SmtpSink
  /** Where attachments are saved. */
  readonly downloads: string
  /** First run of the add-in: server, consent, registration with the mailed code. @returns the recovery code. */
  setUp(server: string, password: string): Promise<string>
  /** A picture of the whole screen. */
  shot(name: string): void
  leave(): Promise<void>
}

export interface EmployeeOptions {
  address: string
  name: string
  /** Where the platform's own mails arrive. */
  platformMail: SmtpSink
  /** Folder for the pictures. */
  pictures: string
  /** Thunderbird draws notifications itself, as it does where the desktop does not. */
  hasOwnNotifications?: boolean
}

const USER = "me"
const DELIVERY_MS = 100

export async function startEmployee(options: EmployeeOptions): Promise<Employee> {
  const { address, name, platformMail, pictures } = options
  const home = mkdtempSync(join(tmpdir(), "employee-"))
  const downloads = join(home, "downloads")
  mkdirSync(downloads)
  mkdirSync(pictures, { recursive: true })
  const [display, dovecot, mailServer] = await Promise.all([startDisplay(), startDovecot(), startSmtpSink()])
  const thunderbird = await startThunderbird({
    profile: join(home, "profile"),
    display: display.name,
    xpi: addInFile(),
    downloads,
    ...(options.hasOwnNotifications === true ? { preferences: { "alerts.useSystemBackend": false } } : {}),
    account: { address, name, user: USER, imapPort: dovecot.port, smtpPort: mailServer.port },
  })
  await thunderbird.connectMail()
  let delivered = 0
  const delivery = setInterval(() => {
    for (const mail of platformMail.mails.slice(delivered))
      if (mail.to.includes(address)) dovecot.deliver(USER, mail.raw)
    delivered = platformMail.mails.length
  }, DELIVERY_MS)
  let pictureCount = 0
  const shot = (what: string) => display.shot(join(pictures, `${String(++pictureCount).padStart(2, "0")}-${what}.png`))
  return {
    address,
    thunderbird,
    display,
    dovecot,
    mailServer,
    downloads,
    shot,
    setUp: (server, password) => setUp({ thunderbird, address, platformMail, shot }, server, password),
    async leave() {
      clearInterval(delivery)
      await thunderbird.stop()
      await dovecot.stop()
      await mailServer.shut()
      await display.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

interface SetUpParts {
  thunderbird: Thunderbird
  address: string
  platformMail: SmtpSink
  shot: (name: string) => void
}

async function setUp(
  { thunderbird, address, platformMail, shot }: SetUpParts,
  server: string,
  password: string,
): Promise<string> {
  const page = addInPage(thunderbird, "options.html")
  await page.fill("Address of the server", server)
  shot("set-up-server")
  await page.press("Agree and go on")
  await page.press("First time here? Set up an account")
  await page.fill("Your e-mail address", address)
  const code = await mailedCode(sinkMailbox(platformMail), address, () => page.press("Send me the code"))
  await page.fill("Code from the e-mail", code)
  await page.fill("New password", password)
  shot("set-up-code")
  await page.press("Continue")
  await page.appears("[data-recovery-code]", 60_000)
  const groups = (await page.all("[data-recovery-code] span")).map((group) => group.trim())
  shot("set-up-recovery-code")
  await page.fill("Type the last group, so that we know you have it", groups.at(-1) ?? "")
  await page.press("Go on")
  await page.appears('[data-step="3"]')
  shot("set-up-ready")
  return groups.join("")
}
