/** The people of the journey through the Message Center, and what its chapters share. */
import { join } from "node:path"
import type { Browser, Page } from "playwright-core"
import type { PageOf } from "../../hosts/chromium.ts"
import type { RunningServer } from "../../hosts/server.ts"
import type { SmtpSink } from "../../hosts/smtp-sink.ts"

export const alice = { address: "alice@example.com", name: "Alice Example", password: "seven green bicycles at noon" }
export const bob = {
  address: "bob@example.com",
  name: "Bob Example",
  password: "eleven quiet lighthouses sing",
  newPassword: "twelve loud lighthouses whisper",
}
export const erik = { address: "erik@example.net", name: "Erik Example", password: "forty wooden sledges slide" }
/** Never comes. */
export const fred = "fred@example.net"
export const dora = { address: "dora@example.org", name: "Dora Example", password: "nineteen copper kettles whistle" }

const pictures = join(import.meta.dirname, "../../results/message-center")
export const picture = (page: Page, name: string) =>
  page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })

export interface Scene {
  readonly server: RunningServer
  readonly sink: SmtpSink
  readonly browser: Browser
  /** A folder for the test's files. */
  readonly folder: string
  /** Lies in the folder. */
  readonly file: { readonly name: string; readonly bytes: Buffer }
  /** Stands in every text, and must stand nowhere on the server. */
  readonly mark: string
  /** Where each person works, by address. */
  readonly pages: Map<string, Page>
  readonly pageOf: PageOf
}
