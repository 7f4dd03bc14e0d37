import { readFileSync } from "node:fs"
import { createRequire, registerHooks } from "node:module"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { VARIANTS } from "./outlook-source.ts"
import { outlookUnified } from "./outlook-unified.ts"
import { outlookXml } from "./outlook-xml.ts"
import { product } from "./product.ts"

// Microsoft's package imports fs-extra without declaring it. Validation against a schema that is handed over reads no file.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "fs-extra" ? { url: "node:fs", shortCircuit: true } : next(specifier, context),
})
const { AppManifestUtils } = await import("@microsoft/app-manifest")
const shipped = dirname(createRequire(import.meta.url).resolve("@microsoft/app-manifest"))

const origin = "https://mail.example.test"
type Manifest = ReturnType<typeof outlookUnified>

function validate(manifest: unknown, version: string): Promise<string[]> {
  const schema = readFileSync(join(shipped, "json-schemas/teams", `v${version}`, "MicrosoftTeams.schema.json"), "utf8")
  type Arguments = Parameters<typeof AppManifestUtils.validateAgainstSchema>
  return AppManifestUtils.validateAgainstSchema(manifest as Arguments[0], JSON.parse(schema) as Arguments[1])
}

describe("S34 the unified manifest of Outlook", () => {
  it.each(Object.entries(VARIANTS))("%s is valid against Microsoft's own schema", async (_name, variant) => {
    const manifest = outlookUnified({ origin, ...variant })
    expect(await validate(manifest, manifest.manifestVersion)).toEqual([])
  })

  const good = outlookUnified({ origin, sendMode: "softBlock", permission: "item", minimum: "1.8" })
  const broken: readonly [string, (manifest: Manifest) => void, RegExp][] = [
    [
      "an unknown send mode",
      (it) => Object.assign(it.extensions[0]?.autoRunEvents[0]?.events[0]?.options ?? {}, { sendMode: "hard" }),
      /sendMode/,
    ],
    ["no developer", (it) => Reflect.deleteProperty(it, "developer"), /developer/],
    [
      "a description that is too long",
      (it) => Object.assign(it.description, { short: "x".repeat(81) }),
      /description\/short/,
    ],
    [
      "the decrypt event's header, which the schema does not know yet",
      (it) => Object.assign(it.extensions[0]?.autoRunEvents[0]?.events[0]?.options ?? {}, { headerName: "x" }),
      /additional/,
    ],
  ]
  it.each(broken)("the schema sees: %s", async (_what, breakIt, says) => {
    const bad = structuredClone(good)
    breakIt(bad)
    expect((await validate(bad, bad.manifestVersion)).join("\n")).toMatch(says)
  })

  it("says the same as the XML: id, version, pages, commands, send mode", () => {
    for (const variant of Object.values(VARIANTS)) {
      const xml = outlookXml({ origin, ...variant })
      const text = JSON.stringify(outlookUnified({ origin, ...variant }))
      const { id, sendCommand, readCommand, functions } = product.outlook
      const pages = ["/outlook/task-pane.html", "/outlook/launch-event.html", "/outlook/launch-event.js"]
      for (const shared of [
        id,
        product.version,
        sendCommand,
        readCommand,
        functions.send,
        ...pages.map((page) => origin + page),
      ]) {
        expect(xml).toContain(shared)
        expect(text).toContain(`"${shared}"`)
      }
      expect(text).toContain(`"sendMode":"${variant.sendMode}"`)
      expect(xml.toLowerCase()).toContain(`sendmode="${variant.sendMode.toLowerCase()}"`)
    }
  })
})
