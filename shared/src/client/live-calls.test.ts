/** The line that tells what changes, over days on which it is cut again and again. */
import { getEventListeners } from "node:events"
import { expect, it } from "vitest"
import { createApiClient } from "./api-client.ts"

it("each cut leaves nothing behind on the signal that ends the line", async () => {
  const end = new AbortController()
  let asked = 0
  const fetch = () => {
    asked += 1
    return Promise.reject(new TypeError("the line is cut"))
  }
  const watching = createApiClient({ origin: "http://localhost", fetch }).watch(() => undefined, end.signal)
  await expect.poll(() => asked, { timeout: 30_000 }).toBeGreaterThan(2)
  expect(getEventListeners(end.signal, "abort").length).toBeLessThan(2)
  end.abort()
  await watching
})
