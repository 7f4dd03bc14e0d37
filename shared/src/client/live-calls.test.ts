/** The line that tells what changes, over days on which it is cut again and again. */
import { expect, it } from "vitest"
import { createApiClient } from "./api-client.ts"

/** A signal that counts who listens. */
function countedSignal() {
  const end = new AbortController()
  const { signal } = end
  const held = new Set<unknown>()
  const counted = Object.assign(signal, {
    addEventListener: (name: string, listener: EventListener, options?: AddEventListenerOptions) => {
      held.add(listener)
      EventTarget.prototype.addEventListener.call(signal, name, listener, options)
    },
    removeEventListener: (name: string, listener: EventListener) => {
      held.delete(listener)
      EventTarget.prototype.removeEventListener.call(signal, name, listener)
    },
  })
  return { end, signal: counted, held }
}

it("each cut leaves nothing behind on the signal that ends the line", async () => {
  const { end, signal, held } = countedSignal()
  let asked = 0
  const fetch = () => {
    asked += 1
    return Promise.reject(new TypeError("the line is cut"))
  }
  const watching = createApiClient({ origin: "http://localhost", fetch }).watch(() => undefined, signal)
  await expect.poll(() => asked, { timeout: 30_000 }).toBeGreaterThan(2)
  expect(held.size).toBeLessThan(2)
  end.abort()
  await watching
})
