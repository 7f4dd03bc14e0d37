import { describe, expect, it } from "vitest"
import { spaceAddress } from "./space-address.ts"

describe("the space", () => {
  it("S13 opens the inbox of the configured server, with nothing else in its address", () => {
    expect(spaceAddress("https://messages.example.org")).toBe("https://messages.example.org/inbox")
    expect(spaceAddress("http://127.0.0.1:8443")).toBe("http://127.0.0.1:8443/inbox")
  })

  it("S13 is there only with a server", () => {
    expect(spaceAddress(null)).toBeNull()
  })
})
