/** What the pane loads before a person has done anything, compressed as the server compresses it; office.js aside. */
import { resolve } from "node:path"
import { brotliCompressSync } from "node:zlib"
import { build } from "vite"
import { expect, it } from "vitest"

const LIMIT = 500_000
/** The page itself asks for these when it starts, by a dynamic import. */
const ASKED_AT_START = /^(compose-page|de)-/

it("S34 the first load of the task pane stays below 500 kB", async () => {
  const configFile = resolve(import.meta.dirname, "../../vite.config.ts")
  const built = await build({ configFile, logLevel: "error", build: { write: false } })
  const files = (Array.isArray(built) ? built : [built]).flatMap((each) => ("output" in each ? each.output : []))
  const loaded = new Map<string, string | Uint8Array>()
  const load = (fileName: string): void => {
    const file = files.find((each) => each.fileName === fileName)
    if (file === undefined || loaded.has(fileName)) return
    loaded.set(fileName, file.type === "chunk" ? file.code : file.source)
    if (file.type === "chunk") file.imports.forEach(load)
  }
  for (const file of files) {
    const name = file.fileName.split("/").at(-1) ?? ""
    if (file.type === "chunk" ? file.isEntry || ASKED_AT_START.test(name) : /\.(css|html)$/.test(name))
      load(file.fileName)
  }
  expect([...loaded.keys()].some((name) => name.includes("compose-page-"))).toBe(true)
  const bytes = [...loaded.values()].reduce((sum, content) => sum + brotliCompressSync(content).length, 0)
  expect(bytes).toBeGreaterThan(50_000)
  expect(bytes).toBeLessThan(LIMIT)
})
