// npm test: everything. Sets itself up on a fresh Debian machine, then static checks, unit tests, builds, journeys.
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ensureDebianPackages } from "./debian.mjs"
import { attempt, ensureInstalled, step } from "./run.mjs"

ensureInstalled()
ensureDebianPackages()
step("format", "oxfmt", ["--check", "."])
step("walls", "node", ["scripts/walls.mjs"])
step("lint", "oxlint", ["--type-aware", "--deny-warnings"])
step("typecheck", "tsc", ["-b"])
step("typecheck of tests", "tsc", ["-p", "tsconfig.tests.json"])
step("dead", "knip", [])
step("build", "npm", ["run", "build", "--silent"])

const reports = mkdtempSync(join(tmpdir(), "smp-test-"))
const totals = { passed: 0, failed: 0, skipped: 0 }
let code = 0
for (const project of ["unit", "e2e"]) {
  const report = join(reports, `${project}.json`)
  const args = ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`]
  code ||= attempt(project, "vitest", args)
  const result = JSON.parse(readFileSync(report, "utf8"))
  totals.passed += result.numPassedTests
  totals.failed += result.numFailedTests
  totals.skipped += result.numPendingTests
}
rmSync(reports, { recursive: true })
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
process.exit(totals.passed === 0 ? 1 : code)
