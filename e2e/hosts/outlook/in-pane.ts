/** The pane as a person uses it: by words and by the state that it shows. */
import type { MailFile } from "./item.ts"
import type { Outlook } from "./outlook.ts"

/** States that a pane can be in when it waits for a person (`data-state`). */
type PaneState =
  | "sign-in"
  | "preparing"
  | "opening"
  | "put-away"
  | "review"
  | "done"
  | "failed"
  | "unknown"
  | "unfinished"
  | "reading"
  | "refused"
  | "no-notice"
  | "senders"
  | "key-changed"
  | "handed-over"
  | "given-up"
  | "write"
  | "sending"
  | "no-outlook"

/** Waits for one of the states; tells which. */
export async function paneIs({ pane }: Outlook, ...states: readonly PaneState[]): Promise<string> {
  const found = pane.locator(states.map((state) => `[data-state="${state}"]`).join(", "))
  await found
    .first()
    .waitFor({ timeout: 90_000 })
    .catch(async (error: unknown) => {
      throw new Error(`the pane is not ${states.join(" or ")}: ${await whatItShows(pane)}`, { cause: error })
    })
  return (await found.first().getAttribute("data-state")) ?? ""
}

/** So that a failure tells where the pane stopped, and why. */
const whatItShows = (pane: Outlook["pane"]): Promise<string> =>
  pane.evaluate(() =>
    JSON.stringify([
      ...[...document.querySelectorAll<HTMLElement>("[data-state], [data-failure]")].map(({ dataset }) => ({
        ...dataset,
      })),
      document.body.innerText,
    ]),
  )

export async function signInInPane(outlook: Outlook, who: { address: string; password: string }): Promise<void> {
  await paneIs(outlook, "sign-in")
  const address = outlook.pane.getByLabel("E-mail address", { exact: true })
  if (await address.isEditable()) await address.fill(who.address)
  await outlook.pane.getByLabel("Password", { exact: true }).fill(who.password)
  await outlook.pane.getByRole("button", { name: "Sign in", exact: true }).click()
}

export const sendInPane = async ({ pane }: Outlook): Promise<void> =>
  pane.getByRole("button", { name: /^Send to \d+ recipients?$/ }).click()

/** A file that was put into a draft. */
export const draftFile = (name: string, bytes: Buffer, more: Partial<MailFile> = {}): MailFile => ({
  id: `attachment-${name}`,
  name,
  type: "application/octet-stream",
  base64: bytes.toString("base64"),
  isInline: false,
  contentId: "",
  kind: "file",
  isUploading: false,
  ...more,
})
