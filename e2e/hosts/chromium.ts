/** The installed Chromium, driven by playwright-core, which downloads nothing. */
import { existsSync } from "node:fs"
import { chromium, type Browser, type Page } from "playwright-core"

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]

/**
 * @param more switches of the command line
 * @throws when no Chromium is installed (Debian: `apt-get install chromium`).
 */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] ?? PLACES.find((path) => existsSync(path))
  if (executablePath === undefined) throw new Error("Chromium is not installed. On Debian: apt-get install chromium")
  // Chromium refuses its sandbox to root; tests often are root, and load only pages from loopback.
  const args = process.getuid?.() === 0 ? ["--no-sandbox", ...more] : [...more]
  return chromium.launch({ executablePath, args })
}

export type PageOf = (who: { readonly address: string }) => Promise<Page>

/** Where each person works: a context of the person's own. @param pages those that are open, by address */
export function pageOfEach(browser: () => Browser, pages = new Map<string, Page>()): PageOf {
  return async ({ address }) => {
    const page = pages.get(address) ?? (await (await browser().newContext({ acceptDownloads: true })).newPage())
    pages.set(address, page)
    return page
  }
}
