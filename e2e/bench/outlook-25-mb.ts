/**
 * 25 MB, the most that Outlook hands out, from a draft in the pane: reading the file out of Outlook, sealing, uploading,
 * emptying the draft, handing over; beside the same bytes from the form of the Message Center. Both in one browser, whose
 * requests are paused by the test in the same way. While it runs no task may hold the pane's main thread for 200 ms.
 * The test's instruments do not read the bodies of requests: that alone holds the thread for 40 to 330 ms with each 2 MiB
 * (7 to 20 ms without, in a Chromium that nobody watches), and no user has it.
 */
import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser, Frame, Page } from "playwright-core"
import { launchChromium } from "../hosts/chromium.ts"
import { signInInBrowser, writeAndSend } from "../hosts/message-center.ts"
import { draftFile, paneIs, sendInPane, signInInPane } from "../hosts/outlook/in-pane.ts"
import { LOCAL_SERVER_ALLOWED, openOutlook, PANE_ORIGIN } from "../hosts/outlook/outlook.ts"
import { inTown, type Town } from "../proofs/town.ts"
import { aimFigure, durationFigure, interleave, median, type Benchmark } from "./bench.ts"

const SIZE = 25 << 20
const ROUNDS = 3
const LONGEST_TASK_MS = 200

export const outlook25MB: Benchmark = {
  name: "outlook-25-mb",
  run: (say) => inTown((town) => measure(town, say), { env: { OUTLOOK_ORIGIN: PANE_ORIGIN } }),
}

async function measure(town: Town, say: (line: string) => void) {
  const folder = mkdtempSync(join(tmpdir(), "smp-25-mb-"))
  const bytes = randomBytes(SIZE)
  const path = join(folder, "series.bin")
  writeFileSync(path, bytes)
  const browser = await launchChromium(LOCAL_SERVER_ALLOWED)
  const tasks: number[] = []
  try {
    const seen = await interleave(
      ROUNDS,
      async () => {
        const { seconds, longest } = await fromPane(town, browser, bytes)
        tasks.push(longest)
        say(`pane ${seconds.toFixed(2)} s, longest task ${Math.round(longest)} ms`)
        return seconds
      },
      async () => {
        const seconds = await fromMessageCenter(town, browser, path)
        say(`Message Center ${seconds.toFixed(2)} s`)
        return seconds
      },
    )
    return [
      durationFigure("25 MB from an Outlook draft, beside the Message Center", "s", seen, 0.5),
      aimFigure("25 MB from an Outlook draft: longest task of the pane", "ms", median(tasks.slice(1)), LONGEST_TASK_MS),
    ]
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true })
  }
}

async function fromPane(town: Town, browser: Browser, bytes: Buffer): Promise<{ seconds: number; longest: number }> {
  const { alice, bob, server } = town
  const outlook = await openOutlook({
    browser,
    server,
    owner: { address: alice.address, name: "Alice Example" },
    set: "1.14",
    isUnwatched: true,
    item: {
      to: [{ address: bob.address, name: "Bob Example" }],
      subject: "Series",
      body: "<p>The series.</p>",
      attachments: [draftFile("series.bin", bytes)],
    },
  })
  await signInInPane(outlook, alice)
  await outlook.pane.locator('[data-state="preparing"], [data-state="review"]').first().waitFor({ timeout: 60_000 })
  await leaveBodiesAlone(outlook.page)
  await watchTasks(outlook.pane)
  const start = performance.now()
  await paneIs(outlook, "review", "failed")
  const read = performance.now() - start
  const pressed = performance.now()
  await sendInPane(outlook)
  const state = await paneIs(outlook, "done", "failed", "unknown")
  const seconds = (read + performance.now() - pressed) / 1000
  if (state !== "done") throw new Error(`the pane is ${state}`)
  const longest = await outlook.pane.evaluate(() => Math.max(0, ...window.longTasks))
  await outlook.close()
  return { seconds, longest }
}

declare global {
  interface Window {
    longTasks: number[]
    /** Of the last click. */
    pressedAt: number
  }
}
const watchTasks = (pane: Frame): Promise<void> =>
  pane.evaluate(() => {
    window.longTasks = []
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks.push(duration)
    }).observe({ type: "longtask", buffered: false })
  })

/** What playwright-core holds behind its doors, in the version that the lock names. */
interface Behind {
  readonly _connection: {
    toImpl(page: Page): { delegate: { _networkManager: { _sessions: ReadonlyMap<ProtocolSession, unknown> } } }
  }
}
interface ProtocolSession {
  send(method: "Network.enable", options: { maxPostDataSize: number }): Promise<void>
}

/** Playwright has every request's whole body told, which the page's main thread writes as text before it sends it. */
async function leaveBodiesAlone(page: Page): Promise<void> {
  const { delegate } = (page as unknown as Behind)._connection.toImpl(page)
  const sessions = [...delegate._networkManager._sessions.keys()]
  await Promise.all(sessions.map((session) => session.send("Network.enable", { maxPostDataSize: 1 })))
}

async function fromMessageCenter(town: Town, browser: Browser, path: string): Promise<number> {
  const context = await browser.newContext()
  await context.route("**/*", (found) => found.continue())
  const page = await context.newPage()
  await signInInBrowser(page, town.server.origin, town.alice)
  await page.goto(`${town.server.origin}/new`)
  await leaveBodiesAlone(page)
  await page.evaluate(() => {
    const press = () => (window.pressedAt = Date.now())
    document.addEventListener("click", press, { capture: true })
  })
  await writeAndSend(page, { to: [town.bob.address], subject: "Series", text: "The series.", files: [path] })
  const seconds = (Date.now() - (await page.evaluate(() => window.pressedAt))) / 1000
  await context.close()
  return seconds
}
