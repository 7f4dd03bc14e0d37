import { describe, expect, it } from "vitest"
import { answerSend } from "./send-rule.ts"

const server = "https://messages.example.org"

describe("Thunderbird's own Send", () => {
  it("S2 sends ordinary e-mail while the add-in is not set up, and while secure send is off", () => {
    expect(answerSend({ settings: { server: null, ownSend: "ordinary" }, mark: null, pass: false })).toBe("ordinary")
    expect(answerSend({ settings: { server, ownSend: "ordinary" }, mark: null, pass: false })).toBe("ordinary")
  })
  it("S7 goes to the sending page while secure send is on", () => {
    expect(answerSend({ settings: { server, ownSend: "secure" }, mark: null, pass: false })).toBe("secure")
    expect(answerSend({ settings: { server: null, ownSend: "secure" }, mark: null, pass: false })).toBe("secure")
  })
  it("stops and asks for a draft that was already meant for Send Secure", () => {
    expect(answerSend({ settings: { server, ownSend: "ordinary" }, mark: "asked", pass: false })).toBe("ask")
    expect(answerSend({ settings: { server, ownSend: "ordinary" }, mark: "asked", pass: true })).toBe("ordinary")
  })
  it("S10 never sends the reply to a protected message as ordinary e-mail", () => {
    for (const pass of [true, false]) {
      for (const own of ["ordinary", "secure"] as const) {
        expect(answerSend({ settings: { server, ownSend: own }, mark: "reply", pass })).toBe("secure")
        expect(answerSend({ settings: { server: null, ownSend: own }, mark: "reply", pass })).toBe("secure")
      }
    }
  })
})
