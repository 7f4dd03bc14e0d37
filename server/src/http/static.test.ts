/** The mail frame's one style element is allowed by its hash: the policy of the pages and the frame must agree. */
import { createHash } from "node:crypto"
import { MAIL_FRAME_STYLE } from "@smp/shared/read/render"
import { Hono } from "hono"
import { expect, it } from "vitest"
import type { Env } from "./app.ts"
import { MAIL_STYLE_HASH, servePages } from "./static.ts"

it("S28 the policy of the pages names the style of the mail frame by its hash", () => {
  expect(MAIL_STYLE_HASH).toBe(`'sha256-${createHash("sha256").update(MAIL_FRAME_STYLE).digest("base64")}'`)
})

it("S26 an address that is no text is nowhere, and no fault", async () => {
  const app = new Hono<Env>()
  servePages(app, import.meta.dirname)
  for (const path of ["/%ff", "/m/%zz", "/assets/%E0%A4%A.js"]) expect((await app.request(path)).status).toBe(404)
})
