/** The page with the people who ask to read again. */
import { pages } from "./host/thunderbird-host.ts"

export async function openAskingWindow(): Promise<void> {
  await pages.openWindow("ask.html", { width: 720, height: 760 })
}
