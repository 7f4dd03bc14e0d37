/** The isolated frame in which a message's body is shown, in a page of the Message Center or in Outlook's pane. */
import type { Frame, Page } from "playwright-core"

/** The text as it is laid out, trimmed; waits for it, because the frame stands before its text does. */
export async function bodyText(page: Page | Frame): Promise<string> {
  const body = page.frameLocator("iframe").locator("body")
  await body.filter({ hasText: /\S/ }).waitFor({ timeout: 15_000 })
  return (await body.innerText()).trim()
}
