/**
 * Packs dist/add-in with a manifest and the icons into an .xpi: one for production, one for development and tests, which
 * differ only in the manifest. The same source gives the same bytes: names sorted, dates fixed.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join, relative, sep } from "node:path"
import { icons, product, thunderbirdManifest } from "@smp/manifest"
import type { Build } from "@smp/manifest"
import { strToU8, zipSync } from "fflate"

/** The folder that Vite has filled: `dist` here, or the one named on the command line. */
const dist = process.argv[2] ?? join(import.meta.dirname, "dist")
const built = join(dist, "add-in")
/** The earliest day that a zip file can hold in every time zone. */
const date = new Date(1980, 0, 2, 12)

const builtFiles = (): Record<string, Uint8Array> =>
  Object.fromEntries(
    readdirSync(built, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(built, path).split(sep).join("/"), readFileSync(path)]),
  )

function pack(build: Build): string {
  const files: Record<string, Uint8Array> = {
    ...builtFiles(),
    ...Object.fromEntries(Object.entries(icons).map(([name, text]) => [name, strToU8(text)])),
    "manifest.json": strToU8(`${JSON.stringify(thunderbirdManifest(build), null, 2)}\n`),
  }
  const sorted = Object.fromEntries(
    Object.keys(files)
      .sort()
      .map((name) => [name, files[name] ?? new Uint8Array()]),
  )
  const path = join(dist, `send-secure-${product.version}${build === "development" ? "-development" : ""}.xpi`)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, zipSync(sorted, { level: 9, mtime: date }))
  return path
}

for (const build of ["production", "development"] as const) process.stdout.write(`${pack(build)}\n`)
