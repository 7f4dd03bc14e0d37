/** Published vectors lie beside the repository; where they are absent their tests say so and do not run. */
import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"

const folder = resolve(import.meta.dirname, "../../../shared/vectors")
export const hasPublished = existsSync(folder)
if (!hasPublished) console.warn("published vectors are absent (../shared/vectors): their tests do not run")

export function readPublished(name: string): string {
  return readFileSync(resolve(folder, name), "utf8")
}

export interface Wycheproof<Group, Test> {
  readonly testGroups: readonly (Group & { readonly tests: readonly (Test & { tcId: number; result: "valid" | "invalid" | "acceptable" })[] })[]
}

export function readWycheproof<Group, Test>(name: string): Wycheproof<Group, Test> {
  return JSON.parse(readPublished(`wycheproof/${name}_test.json`)) as Wycheproof<Group, Test>
}
