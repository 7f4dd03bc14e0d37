import { ready, server } from "@serenity-kit/opaque"
import { beforeAll, describe, expect, it } from "vitest"
import { opaqueInProcess } from "./opaque.ts"

const calls = opaqueInProcess()
const who = { idn: "idn_1", host: "messages.example.com" }
const userIdentifier = "alice@example.com"
let serverSetup: string

beforeAll(async () => {
  await ready
  serverSetup = server.createSetup()
})

async function registered(password: string) {
  const { state, request } = await calls.startRegistration(password)
  const { registrationResponse: response } = server.createRegistrationResponse({
    serverSetup,
    userIdentifier,
    registrationRequest: request,
  })
  return calls.finishRegistration({ ...who, state, response, password })
}

async function signedIn(registrationRecord: string, password: string) {
  const { state, request } = await calls.startSignIn(password)
  const { loginResponse: response } = server.startLogin({
    serverSetup,
    userIdentifier,
    registrationRecord,
    startLoginRequest: request,
    identifiers: { client: who.idn, server: `SMP-v1/${who.host}` },
  })
  return calls.finishSignIn({ ...who, state, response, password })
}

describe("S16 a password", () => {
  it("S16 is the same whatever keyboard wrote its accents and blanks, and no other one is", async () => {
    const { record, exportKey } = await registered("Grün\u00a0ế Tor")
    expect((await signedIn(record, "Gru\u0308n e\u0302\u0301 Tor"))?.exportKey).toEqual(exportKey)
    expect(await signedIn(record, "Grun e Tor")).toBeNull()
    expect(await signedIn(record, "grün ế Tor")).toBeNull()
  })
})
