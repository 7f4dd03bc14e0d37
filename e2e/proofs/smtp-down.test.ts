import { expect, it } from "vitest"
import { smtpDown } from "./smtp-down.ts"

it(`S64 smtp-down: ${smtpDown.proves}`, async () => {
  const figures = await smtpDown.run("short", () => undefined)
  expect(figures).not.toBe("")
})
