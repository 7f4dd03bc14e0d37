import { expect, it } from "vitest"
import { tamper } from "./tamper.ts"

it(`S22 S52 tamper: ${tamper.proves}`, async () => {
  const figures = await tamper.run("short", () => undefined)
  expect(figures).not.toBe("")
})
