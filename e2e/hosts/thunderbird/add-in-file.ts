import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { product } from "@smp/manifest"

/** The built add-in. @throws when it was not built: `npm run build` does it. */
export function addInFile(build: "development" | "production" = "development"): string {
  const name = `send-secure-${product.version}${build === "development" ? "-development" : ""}.xpi`
  const path = resolve(import.meta.dirname, "../../../addin-thunderbird/dist", name)
  if (!existsSync(path)) throw new Error(`${path} is missing: run "npm run build" first`)
  return path
}
