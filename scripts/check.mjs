// npm run check: the static checks, cheapest first, then the fast tests.
import { ensureInstalled, step } from "./run.mjs"

ensureInstalled()
step("format", "oxfmt", ["--check", "."])
step("walls", "node", ["scripts/walls.mjs"])
step("lint", "oxlint", ["--type-aware", "--deny-warnings"])
step("typecheck", "tsc", ["-b"])
step("typecheck of tests", "tsc", ["-p", "tsconfig.tests.json"])
step("dead", "knip", [])
step("unit", "vitest", ["run", "--project", "unit"])
