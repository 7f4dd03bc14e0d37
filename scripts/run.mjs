// How the scripts run a step: with the project's own Node first on the path, output passed through, time printed.
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync, statSync } from "node:fs"
import { delimiter, join, resolve } from "node:path"

export const root = resolve(import.meta.dirname, "..")
const bin = join(root, "node_modules", ".bin")

/** Installs what the lock file names when it is not there yet, or is older than the lock file. */
export function ensureInstalled() {
  const mark = join(root, "node_modules", ".package-lock.json")
  const fresh = existsSync(mark) && statSync(mark).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs
  if (fresh || (existsSync(mark) && sameLock(mark))) return
  step("install", "npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"])
}

function sameLock(mark) {
  const installed = JSON.parse(readFileSync(mark, "utf8")).packages
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === "" ||
      entry.link ||
      entry.optional ||
      !path.startsWith("node_modules/") ||
      installed[path]?.version === entry.version,
  )
}

/** Runs one step; ends the process with its exit code when it fails. */
export function step(name, command, args, options = {}) {
  const code = attempt(name, command, args, options)
  if (code !== 0) {
    console.error(`${name}: failed`)
    process.exit(code)
  }
}

/** Runs one step and gives its exit code. */
export function attempt(name, command, args, options = {}) {
  const started = Date.now()
  const path = `${bin}${delimiter}${process.env.PATH ?? ""}`
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: options.stdio ?? "inherit",
    env: { ...process.env, PATH: path, ...options.env },
  })
  if (error) console.error(`${name}: ${error.message}`)
  console.log(`${name}: ${status === 0 ? "ok" : "failed"}, ${((Date.now() - started) / 1000).toFixed(1)} s`)
  return status ?? 1
}
