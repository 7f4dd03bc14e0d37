/** A module of ours in real Chromium: what a test of the browser's own parts needs. */
import { chromium } from "playwright-core"
import type { Browser } from "playwright-core"
import { build } from "vite"

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]

export async function launchChromium(): Promise<Browser> {
  for (const executablePath of PLACES) {
    const launched = await chromium.launch({ executablePath, args: ["--no-sandbox"] }).catch(() => null)
    if (launched !== null) return launched
  }
  throw new Error("Chromium is not installed. On Debian: apt-get install chromium")
}

/** A script that makes what the module exports the global `name`. */
export async function scriptOf(module: URL, name: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: "silent",
    build: { write: false, minify: false, lib: { entry: module.pathname, formats: ["iife"], name, fileName: name } },
  })
  const chunks = (Array.isArray(output) ? output : [output]).flatMap((result) =>
    "output" in result ? result.output : [],
  )
  return `${chunks.find((chunk) => chunk.type === "chunk")?.code ?? ""};globalThis.${name}=${name}`
}
