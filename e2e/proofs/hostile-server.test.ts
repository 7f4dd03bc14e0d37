import { expect, it } from "vitest"
import { hostileServer } from "./hostile-server.ts"

it(`S17 S22 hostile-server: ${hostileServer.proves}`, async () => {
  const figures = await hostileServer.run("short", () => undefined)
  expect(figures).not.toBe("")
})
