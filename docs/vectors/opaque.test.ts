/**
 * OPAQUE (RFC 9807, appendix C.1.1 and C.1.2): the library's messages against the published ones, with the published
 * randomness. The vectors stretch no keys and name another application, so what depends on either (envelope, MACs, keys)
 * is checked by our own sign-in tests instead.
 */
import { client, ready, server } from "@serenity-kit/opaque"
import { afterEach, beforeAll, describe, expect, it } from "vitest"
import { concat, fromBase64url, fromHex, toBase64url, toHex, utf8 } from "../../shared/src/bytes/index.ts"
import type { Bytes } from "../../shared/src/bytes/index.ts"
import { hasPublished, readPublished } from "./published.ts"

interface Vector {
  config: { Group: string; Fake: string }
  inputs: Record<string, string>
  outputs: Record<string, string>
}
/** Elements and scalars, nonces. */
const N = 32
const MAC = 64

const vectors = hasPublished
  ? (JSON.parse(readPublished("opaque/vectors.json")) as Vector[]).filter(
      ({ config }) => config.Group === "ristretto255" && config.Fake === "False",
    )
  : []
const real = globalThis.crypto.getRandomValues.bind(globalThis.crypto)

/** The next random bytes that the library asks for. It reduces 64 of them to a scalar: a published one and zeros. */
function feed(...randomness: Bytes[]): void {
  const given = [...randomness]
  globalThis.crypto.getRandomValues = ((array: Uint8Array) => {
    const next = given.shift()
    if (next === undefined || next.length !== array.length) throw new Error(`no random bytes for ${array.length}`)
    array.set(next)
    return array
  }) as typeof real
}
const scalar = (text = "") => concat(fromHex(text), new Uint8Array(N))
const text = (bytes = "") => new TextDecoder().decode(fromHex(bytes))
const published = (bytes = "") => toBase64url(fromHex(bytes))
const hexOf = (base64url: string) => toHex(fromBase64url(base64url))
/** Seed of the OPRF, the server's private key, and a public key for accounts that do not exist. */
const setUpOf = ({ inputs }: Vector) =>
  toBase64url(
    concat(fromHex(inputs["oprf_seed"] ?? ""), fromHex(inputs["server_private_key"] ?? ""), fromHex(inputs["server_public_key"] ?? "")),
  )

beforeAll(() => ready)
afterEach(() => {
  globalThis.crypto.getRandomValues = real
})

describe.runIf(hasPublished)("S16 S28 OPAQUE-3DH with ristretto255 and SHA-512", () => {
  it("has two published runs, with and without identities", () => {
    expect(vectors.map(({ inputs }) => inputs["client_identity"] !== undefined)).toEqual([false, true])
  })

  it.each(vectors)("registration: request and response, run %#", ({ ...vector }) => {
    const { inputs, outputs } = vector
    feed(scalar(inputs["blind_registration"]))
    const { registrationRequest } = client.startRegistration({ password: text(inputs["password"]) })
    expect(hexOf(registrationRequest)).toBe(outputs["registration_request"])
    const { registrationResponse } = server.createRegistrationResponse({
      serverSetup: setUpOf(vector),
      userIdentifier: text(inputs["credential_identifier"]),
      registrationRequest,
    })
    expect(hexOf(registrationResponse)).toBe(outputs["registration_response"])
  })

  it.each(vectors)("sign-in: KE1, and KE2 up to its MAC, run %#", ({ ...vector }) => {
    const { inputs, outputs } = vector
    feed(scalar(inputs["blind_login"]), fromHex(inputs["client_keyshare_seed"] ?? ""), fromHex(inputs["client_nonce"] ?? ""))
    const { startLoginRequest } = client.startLogin({ password: text(inputs["password"]) })
    expect(hexOf(startLoginRequest)).toBe(outputs["KE1"])
    // The first bytes are for a record of an account that does not exist: taken, and not used here.
    feed(
      new Uint8Array(2 * N).fill(1),
      fromHex(inputs["masking_nonce"] ?? ""),
      fromHex(inputs["server_keyshare_seed"] ?? ""),
      fromHex(inputs["server_nonce"] ?? ""),
    )
    const { loginResponse } = server.startLogin({
      serverSetup: setUpOf(vector),
      userIdentifier: text(inputs["credential_identifier"]),
      registrationRecord: published(outputs["registration_upload"]),
      startLoginRequest,
    })
    const upToMac = (hex = "") => hex.slice(0, -2 * MAC)
    expect(upToMac(hexOf(loginResponse))).toBe(upToMac(outputs["KE2"]))
    expect(hexOf(loginResponse)).toHaveLength((outputs["KE2"] ?? "").length)
  })

  it("a password of another letter gives another request: the comparison can fail", () => {
    const [vector] = vectors
    feed(scalar(vector?.inputs["blind_registration"]))
    const { registrationRequest } = client.startRegistration({ password: text(toHex(utf8("correctHorse"))) })
    expect(hexOf(registrationRequest)).not.toBe(vector?.outputs["registration_request"])
  })
})
