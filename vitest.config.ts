import { defineConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"

/** Half as long as all others together, in chapters elsewhere: begun last, for its few bytes, it would run alone. */
const LONGEST = "e2e/journeys/outlook.test.ts"

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((left, right) => rank(left) - rank(right))
  }
}
const rank = ({ moduleId }: TestSpecification): number => (moduleId.endsWith(LONGEST) ? 0 : 1)

/** `unit` runs beside the sources; `e2e` drives the real programs, two files at a time. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          include: ["{shared,server,manifest,addin-thunderbird,addin-outlook,docs,scripts}/**/*.test.{ts,tsx}"],
          exclude: ["**/node_modules/**", "**/dist/**"],
          // Left alone, vitest keeps one processor for itself: half of a machine with two.
          maxWorkers: "100%",
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 180_000,
          // Each file has a server, displays and mail servers of its own, and mostly waits for them.
          maxWorkers: 2,
        },
      },
    ],
  },
})
