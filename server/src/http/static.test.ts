/** The mail frame's one style element is allowed by its hash: the policy of the pages and the frame must agree. */
import { createHash } from "node:crypto"
import { MAIL_FRAME_STYLE } from "@smp/shared/read/render"
import { expect, it } from "vitest"
import { MAIL_STYLE_HASH } from "./static.ts"

it("S28 the policy of the pages names the style of the mail frame by its hash", () => {
  expect(MAIL_STYLE_HASH).toBe(`'sha256-${createHash("sha256").update(MAIL_FRAME_STYLE).digest("base64")}'`)
})
