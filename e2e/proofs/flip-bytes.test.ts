import { expect, it } from "vitest"
import { flipBytes } from "./flip-bytes.ts"

it(`S22 flip-bytes: ${flipBytes.proves}`, async () => {
  const figures = await flipBytes.run("short", () => undefined)
  expect(figures).not.toBe("")
})
