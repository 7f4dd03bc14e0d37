import { describe, expect, it } from "vitest"
import { icons } from "./icons.ts"
import { permissions, thunderbirdManifest } from "./thunderbird.ts"

const production = thunderbirdManifest("production")
const development = thunderbirdManifest("development")

describe("the manifest of the Thunderbird add-in keeps the rules of the add-on catalogue", () => {
  it("is Manifest V3 from Thunderbird 140 on, without an upper limit and without an update address of its own", () => {
    expect(production.manifest_version).toBe(3)
    expect(production.browser_specific_settings.gecko).toEqual({
      id: expect.stringMatching(/^[^@]+@[^@]+$/),
      strict_min_version: "140.0",
    })
    expect(JSON.stringify(production)).not.toContain("update_url")
  })

  it("bears no name of somebody else's product", () => {
    expect(production.name).not.toMatch(/mozilla|firefox|thunderbird/i)
    expect(production.description.length).toBeLessThanOrEqual(132)
    expect(production.version).toMatch(/^\d+\.\d+\.\d+$/)
  })

  it("runs only its own scripts and no objects", () => {
    expect(production.content_security_policy.extension_pages).toBe(
      "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'",
    )
  })

  it("asks for no host beforehand: the server is the user's choice", () => {
    expect(production.host_permissions).toEqual([])
    expect(production.optional_host_permissions).toEqual(["https://*/*"])
  })

  it("allows plain HTTP only to loopback and only in a development build", () => {
    expect(JSON.stringify(production)).not.toContain("http:")
    expect(development.host_permissions).toEqual(["http://127.0.0.1/*", "http://localhost/*"])
    expect({ ...development, host_permissions: [] }).toEqual(production)
  })

  it("declares that it uploads sensitive data, and says why it wants each permission", () => {
    expect(production.permissions).toContain("sensitiveDataUpload")
    for (const reason of Object.values(permissions)) expect(reason.split(" ").length).toBeGreaterThanOrEqual(2)
  })

  it("names only icons that exist, for light and for dark themes", () => {
    const named = JSON.stringify(production).match(/icons\/[a-z-]+\.svg/g) ?? []
    expect(new Set(named)).toEqual(new Set(Object.keys(icons)))
    for (const icon of Object.values(icons)) expect(icon).toMatch(/^<svg xmlns/)
  })
})
