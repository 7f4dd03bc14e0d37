// npm run thunderbird: the real Thunderbird with the add-in, in a throw-away profile, against the local server.
// Options: --server URL (default http://localhost:$PORT or 8480), --email ADDRESS, --name NAME.
import { spawn } from "node:child_process"
import { existsSync, readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { ensureDebianPackages } from "./debian.mjs"
import { ensureInstalled, root, step } from "./run.mjs"

const newest = (folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/(^|\/)(node_modules|dist|\.types)(\/|$)/.test(entry.parentPath))
    .reduce((time, entry) => Math.max(time, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0)

ensureInstalled()
ensureDebianPackages()
const built = join(root, "addin-thunderbird/dist/add-in/background.js")
const sources = ["addin-thunderbird", "manifest", "shared/src"]
if (!existsSync(built) || sources.some((folder) => newest(folder) > statSync(built).mtimeMs)) {
  step("build the add-in", "npm", ["run", "build", "--silent", "-w", "@smp/addin-thunderbird"])
}
const program = spawn(
  join(root, "node_modules", ".bin", "node"),
  ["--disable-warning=ExperimentalWarning", "e2e/hosts/thunderbird/by-hand.ts", ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit" },
)
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => program.kill(signal))
program.on("exit", (code) => process.exit(code ?? 0))
