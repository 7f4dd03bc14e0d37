// npm run outlook:manifests -- --origin https://mail.example.org [--out FOLDER]: the manifests of the Outlook add-in for
// one server, in every variant (docs/OUTLOOK.md says which one to take).
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { join, relative, resolve } from "node:path"
import { parseArgs } from "node:util"
import { originOf, outlookUnified, outlookXml, VARIANTS } from "../manifest/src/manifest.ts"

const root = resolve(import.meta.dirname, "..")
const { values } = parseArgs({ options: { origin: { type: "string" }, out: { type: "string" } } })
if (values.origin === undefined) {
  console.error("Which server? npm run outlook:manifests -- --origin https://mail.example.org")
  process.exit(1)
}
let origin
try {
  origin = originOf(values.origin)
} catch (error) {
  console.error(`${values.origin}: ${error.message}`)
  process.exit(1)
}
const out = resolve(values.out ?? join(root, "addin-outlook/dist/manifests"))
const icons = join(root, "manifest/icons")
for (const [name, variant] of Object.entries(VARIANTS)) {
  const folder = join(out, name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.xml`), outlookXml({ origin, ...variant }))
  writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(outlookUnified({ origin, ...variant }), null, 2)}\n`)
  for (const icon of ["color.png", "outline.png"]) copyFileSync(join(icons, icon), join(folder, icon))
  console.log(`${relative(process.cwd(), folder) || "."}: ${readdirSync(folder).join(", ")}`)
}
