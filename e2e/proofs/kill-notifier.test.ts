import { expect, it } from "vitest"
import { killNotifier } from "./kill-notifier.ts"

it(`S64 kill-notifier: ${killNotifier.proves}`, async () => {
  const figures = await killNotifier.run("short", () => undefined)
  expect(figures).not.toBe("")
})
