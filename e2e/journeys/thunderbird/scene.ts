/** What the chapters about an employee's Thunderbird share: the server, its people, a browser for all but the employee. */
import { join } from "node:path"
import { readMessage, showReference, type OpenedMessage } from "@smp/shared/read"
import { messageId } from "@smp/shared/wire"
import type { Page } from "playwright-core"
import type { PageOf } from "../../hosts/chromium.ts"
import type { Person } from "../../hosts/person.ts"
import type { RunningServer } from "../../hosts/server.ts"
import type { SmtpSink } from "../../hosts/smtp-sink.ts"
import { addInPage, type AddInPage } from "../../hosts/thunderbird/add-in-pages.ts"
import type { Employee } from "../../hosts/thunderbird/employee.ts"
import { until } from "../../hosts/thunderbird/wait.ts"

export const pictures = join(import.meta.dirname, "../../results/thunderbird-account")
/** Beside those of the employee's screen. */
export const picture = (page: Page, name: string) => page.screenshot({ path: join(pictures, `web-${name}.png`) })

export interface Scene {
  sink: SmtpSink
  server: RunningServer
  administrator: Person
  member: Person
  employee: Employee
  /** Of the employee. */
  password: string
  /** The Message Center of everybody else. */
  pageOf: PageOf
}

/** Why it does not open; null: it opens. */
export const refusal = (person: Person, id: string): Promise<string | null> =>
  readMessage({ account: person.account, id: messageId.parse(id), receipt: false }).then(
    () => null,
    (problem: { code?: string }) => problem.code ?? "no code",
  )

export const opened = (person: Person, id: string): Promise<OpenedMessage> =>
  readMessage({ account: person.account, id: messageId.parse(id) })

/** Shows the notice of this message and presses the button above it. */
export async function openNotice({ employee: { thunderbird } }: Scene, reference: string): Promise<AddInPage> {
  await thunderbird.closeEverything()
  await thunderbird.showMail("INBOX", `Message ${showReference(reference)} from`)
  await until("the button", async () => !(await thunderbird.headerButton()).disabled)
  await thunderbird.pressHeaderButton()
  return addInPage(thunderbird, "read.html")
}

/** Milliseconds until it is so. */
export async function timed(what: string, ask: () => Promise<unknown>, within = 30_000): Promise<number> {
  const start = performance.now()
  await until(what, ask, { within, every: 50 })
  return Math.round(performance.now() - start)
}

export const print = (line: string) => process.stdout.write(`${line}\n`)
