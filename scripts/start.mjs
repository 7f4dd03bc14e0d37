// npm start: installs when needed, builds the pages when stale, migrates and serves. Runs on any Node from 20 up;
// what it starts runs on the project's own.
import { spawn } from "node:child_process"
import { existsSync, readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { ensureInstalled, root, step } from "./run.mjs"

const newest = (folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/(^|\/)(node_modules|dist|\.types)(\/|$)/.test(entry.parentPath))
    .reduce((time, entry) => Math.max(time, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0)

function isStale(built, sources) {
  const mark = join(root, built)
  return !existsSync(mark) || sources.some((folder) => newest(folder) > statSync(mark).mtimeMs)
}

ensureInstalled()
if (isStale("server/web/dist/index.html", ["server/web", "shared/src"])) {
  step("build the pages", "npm", ["run", "build", "--silent", "-w", "@smp/web"])
}
const server = spawn(join(root, "node_modules", ".bin", "node"), ["server/src/main.ts", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
})
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal))
server.on("exit", (code, signal) => process.exit(signal === null ? (code ?? 1) : 0))
