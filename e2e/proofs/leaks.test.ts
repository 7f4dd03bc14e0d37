import { expect, it } from "vitest"
import { leaks } from "./leaks.ts"

it(`S9 S20 S49 S63 leaks: ${leaks.proves}`, async () => {
  const figures = await leaks.run("short", () => undefined)
  expect(figures).not.toBe("")
})
