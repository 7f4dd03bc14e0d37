// node scripts/complete-lock.mjs: after `npm install`, names in package-lock.json the binaries for other platforms that a
// registry without them left out. `npm ci` refuses a lock file in which optional dependencies are missing.
import { readFileSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"

const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"]
const PROCESSORS = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"]

const file = join(resolve(import.meta.dirname, ".."), "package-lock.json")
const lock = JSON.parse(readFileSync(file, "utf8"))
const packages = { ...lock.packages }
const added = []
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`
    if (packages[place] || packages[`${path}/${place}`]) continue
    packages[place] = entryOf(name, version, entry.dev === true)
    added.push(name)
  }
}
const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en"))
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`)
console.log(`package-lock.json: ${added.length} optional packages of other platforms named`)

/** Names of such packages say what they are for: `@x/binding-linux-arm-musleabihf`. */
function entryOf(name, version, isDev) {
  const words = name.split(/[/-]/)
  const cpu = PROCESSORS.filter((word) => words.includes(word))
  const os = SYSTEMS.filter((word) => words.includes(word))
  const libc = words.some((word) => word.startsWith("musl"))
    ? ["musl"]
    : words.some((word) => word.startsWith("gnu"))
      ? ["glibc"]
      : []
  return {
    version,
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(isDev ? { dev: true } : {}),
    ...(libc.length > 0 ? { libc } : {}),
    optional: true,
    ...(os.length > 0 ? { os } : {}),
  }
}
