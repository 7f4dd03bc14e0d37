import { expect, it } from "vitest"
import { killServer } from "./kill-server.ts"

it(`S64 kill-server: ${killServer.proves}`, async () => {
  const figures = await killServer.run("short", () => undefined)
  expect(figures).not.toBe("")
})
