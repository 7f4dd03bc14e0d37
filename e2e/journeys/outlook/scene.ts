/** What the chapters about Outlook share: the town, the browser, Alice's drafts. */
import { randomBytes } from "node:crypto"
import { join } from "node:path"
import type { Browser } from "playwright-core"
import { draftFile } from "../../hosts/outlook/in-pane.ts"
import type { MailItem } from "../../hosts/outlook/item.ts"
import { openOutlook, type OpenOutlook, type Outlook } from "../../hosts/outlook/outlook.ts"
import { bytesCanary, newMark, textCanary } from "../../proofs/canaries.ts"
import type { Town } from "../../proofs/town.ts"

export const PICTURES = join(import.meta.dirname, "../../results/outlook")

export interface Scene {
  town: Town
  browser: Browser
}

/** A mail of which no word may be found where it does not belong. */
export interface Secret {
  readonly mark: string
  readonly subject: string
  readonly plan: { readonly name: string; readonly bytes: Buffer }
}
export const newSecret = (): Secret => ({
  mark: newMark(),
  subject: `Offer ${newMark()}`,
  plan: { name: `${newMark()}.bin`, bytes: randomBytes(90_000) },
})
/** The subject stands in clear where the protocol says so: on the server, in no mail. */
export const canariesOf = ({ mark, plan }: Secret) => [
  textCanary("text", mark),
  textCanary("file name", plan.name),
  bytesCanary("file", plan.bytes.subarray(30_000, 30_060)),
]
export const holdsSecret = (item: MailItem, secret: Secret): boolean => {
  const text = JSON.stringify(item)
  return [secret.mark, secret.subject, secret.plan.name, secret.plan.bytes.toString("base64").slice(3_000, 3_060)].some(
    (canary) => text.includes(canary),
  )
}

export const draftOf = ({ town }: Scene, secret: Secret, more: Partial<MailItem> = {}): Partial<MailItem> => ({
  to: [{ address: town.bob.address, name: "Bob Example" }],
  subject: secret.subject,
  body: `<p>The <b>price</b> is ${secret.mark}.</p>`,
  attachments: [draftFile(secret.plan.name, secret.plan.bytes)],
  ...more,
})

/** Alice's Outlook. */
export const openAlices = (
  { town, browser }: Scene,
  item: Partial<MailItem>,
  more: Partial<OpenOutlook> = {},
): Promise<Outlook> =>
  openOutlook({
    browser,
    server: town.server,
    owner: { address: town.alice.address, name: "Alice Example" },
    item,
    ...more,
  })

export const sentSubjects = async ({ town }: Scene): Promise<(string | null)[]> =>
  (await town.alice.account.client.messages({ folder: "sent" })).messages.map((row) => row.subject)

export const picture = ({ page }: Outlook, name: string) => page.screenshot({ path: join(PICTURES, `${name}.png`) })
