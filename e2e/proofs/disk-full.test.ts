import { expect, it } from "vitest"
import { diskFull } from "./disk-full.ts"

it(`S31 disk-full: ${diskFull.proves}`, async () => {
  const figures = await diskFull.run("short", () => undefined)
  expect(figures).not.toBe("")
})
