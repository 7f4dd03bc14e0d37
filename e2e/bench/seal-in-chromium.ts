/**
 * Sealing and signing a 5 kB message to three readers in Chromium: processor time of the page's process, as the send
 * pane would spend it on the user's machine.
 */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import type { Browser, CDPSession } from "playwright-core"
import { build } from "vite"
import { launchChromium } from "../hosts/chromium.ts"
import { aimFigure, median, noteFigure, type Benchmark } from "./bench.ts"
import type { SealTimes } from "./seal-page.ts"

const AIM_MS = 5
const ROUNDS = 5
const MESSAGES = 100

export const sealInChromium: Benchmark = {
  name: "seal-in-chromium",
  async run(say) {
    const script = await bundle(join(import.meta.dirname, "seal-page.ts"))
    const site = await serve(script)
    const browser = await launchChromium()
    try {
      const { processor, wall } = await measure(browser, site.origin)
      say(
        `processor ${processor.map((ms) => ms.toFixed(2)).join(", ")} ms; clock ${wall.map((ms) => ms.toFixed(2)).join(", ")} ms`,
      )
      return [
        aimFigure("seal and sign 5 kB to 3 readers in Chromium, processor time", "ms", median(processor), AIM_MS),
        noteFigure("seal and sign 5 kB to 3 readers in Chromium, median by the clock", "ms", median(wall)),
      ]
    } finally {
      await browser.close()
      site.close()
    }
  },
}

async function measure(browser: Browser, origin: string): Promise<{ processor: number[]; wall: number[] }> {
  const page = await browser.newPage()
  await page.goto(origin)
  const seal = (count: number) =>
    page.evaluate(async (messages) => (await globalThis.sealMany(messages)) satisfies SealTimes, count)
  const session = await browser.newBrowserCDPSession()
  const processor: number[] = []
  const wall: number[] = []
  await seal(20)
  for (let round = 0; round < ROUNDS; round++) {
    const before = await rendererTime(session)
    const { milliseconds } = await seal(MESSAGES)
    processor.push((((await rendererTime(session)) - before) * 1000) / MESSAGES)
    wall.push(median(milliseconds))
  }
  return { processor, wall }
}

/** Seconds of processor time of all page processes; the page measured is the only one that works. */
async function rendererTime(session: CDPSession): Promise<number> {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo")
  return processInfo.filter(({ type }) => type === "renderer").reduce((sum, { cpuTime }) => sum + cpuTime, 0)
}

async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, target: "es2022", lib: { entry, formats: ["iife"], name: "seal", fileName: "seal" } },
  })
  const [first] = Array.isArray(built) ? built : [built]
  if (!first || !("output" in first)) throw new Error("nothing was built")
  return first.output[0].code
}

async function serve(script: string): Promise<{ origin: string; close: () => void }> {
  const server = createServer((request, response) => {
    const isScript = request.url === "/seal.js"
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html")
    response.end(isScript ? script : '<!doctype html><title>Measured</title><script src="/seal.js"></script>')
  })
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve))
  return { origin: `http://localhost:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}
