import { expect, it } from "vitest"
import { recall } from "./recall.ts"

it(`S33 S41 recall: ${recall.proves}`, async () => {
  const figures = await recall.run("short", () => undefined)
  expect(figures).not.toBe("")
})
