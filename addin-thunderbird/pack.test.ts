import { execFileSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { strFromU8, unzipSync } from "fflate"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

const room = import.meta.dirname
const vite = join(room, "../node_modules/.bin/vite")
let folders: string[]

/** What `npm run build` does, into a folder of its own. */
function build(): string {
  const folder = mkdtempSync(join(tmpdir(), "add-in-build-"))
  execFileSync(vite, ["build", "--outDir", join(folder, "add-in"), "--logLevel", "error"], { cwd: room })
  execFileSync(process.execPath, [join(room, "pack.ts"), folder], { cwd: room })
  return folder
}

const packed = (folder: string, wanted: (name: string) => boolean) => {
  const [name] = readdirSync(folder).filter((one) => one.endsWith(".xpi") && wanted(one))
  return readFileSync(join(folder, name ?? ""))
}
const isProduction = (name: string) => !name.includes("development")

/** A minified library has thousands of characters in every line; embedded WebAssembly has one long line of base64. */
function isMinified(code: string): boolean {
  const lines = code.split("\n")
  const long = lines.filter((line) => line.length > 2_000 && !/[A-Za-z0-9+/=]{2000}/.test(line))
  return long.length > lines.length / 100
}

beforeAll(() => {
  folders = [build(), build()]
}, 120_000)
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

describe("the packed add-in keeps the rules of the add-on catalogue", () => {
  it("is the same, byte for byte, whenever it is built from the same source", () => {
    const [first = "", second = ""] = folders
    expect(Buffer.compare(packed(first, isProduction), packed(second, isProduction))).toBe(0)
  })

  it("holds only readable code of its own: nothing minified, nothing remote, nothing evaluated", () => {
    const files = unzipSync(packed(folders[0] ?? "", isProduction))
    const names = Object.keys(files)
    expect(names).toEqual(
      expect.arrayContaining([
        "manifest.json",
        "background.js",
        "send.html",
        "read.html",
        "options.html",
        "icons/shield.svg",
      ]),
    )
    const text = (name: string) => strFromU8(files[name] ?? new Uint8Array())
    const scripts = names.filter((one) => one.endsWith(".js"))
    // Not `new Function`: the glue of the OPAQUE library names it, and the add-in's policy keeps it from ever running.
    expect(scripts.filter((name) => /\beval\(|importScripts\(|import\("https?:/.test(text(name)))).toEqual([])
    expect(scripts.filter((name) => isMinified(text(name)))).toEqual([])
    const pages = names.filter((one) => one.endsWith(".html"))
    expect(pages.filter((name) => /https?:/.test(text(name)))).toEqual([])
    expect(pages.filter((name) => /<script(?![^>]*\bsrc=)/.test(text(name)))).toEqual([])
  })

  it("the add-in's own source writes no HTML into a page", () => {
    const sources = readdirSync(join(room, "src"), { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.tsx?$/.test(name),
    )
    expect(sources.length).toBeGreaterThan(20)
    const writes = /innerHTML\s*=|dangerouslySetInnerHTML|insertAdjacentHTML|document\.write\(/
    expect(sources.filter((name) => writes.test(readFileSync(join(room, "src", name), "utf8")))).toEqual([])
  })
})
