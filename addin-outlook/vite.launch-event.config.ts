/**
 * What Outlook loads beside the pane: the guard as one classic ES2016 script, the page that carries it on the web, the
 * Trusted Types policy of the pages, icons and manifests (the server puts its name into them). Runs after the pane's build and leaves that in place.
 */
import { readdirSync, readFileSync } from "node:fs"
import { stripTypeScriptTypes } from "node:module"
import { resolve } from "node:path"
import { defineConfig } from "vite"
import type { Plugin } from "vite"
import { ORIGIN_TO_COME, outlookXml, VARIANTS } from "@smp/manifest"

const ICONS = resolve(import.meta.dirname, "../manifest/icons")

/** Files that go as they are. */
const asTheyAre: Plugin = {
  name: "as-they-are",
  generateBundle(_options, bundle) {
    // Nobody promises in which encoding the bare engine reads a script.
    for (const chunk of Object.values(bundle))
      if (chunk.type === "chunk")
        chunk.code = chunk.code.replace(
          /[^\0-\x7f]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
        )
    const emit = (fileName: string, path: string) =>
      this.emitFile({ type: "asset", fileName, source: readFileSync(path) })
    emit("launch-event.html", resolve(import.meta.dirname, "launch-event.html"))
    const policy = readFileSync(resolve(import.meta.dirname, "src/guard/trusted-types.ts"), "utf8")
    this.emitFile({ type: "asset", fileName: "trusted-types.js", source: stripTypeScriptTypes(policy) })
    for (const icon of readdirSync(ICONS)) emit(`icons/${icon}`, resolve(ICONS, icon))
    for (const [name, variant] of Object.entries(VARIANTS)) {
      const source = outlookXml({ origin: ORIGIN_TO_COME, ...variant })
      this.emitFile({ type: "asset", fileName: `manifests/${name}.xml`, source })
    }
  },
}

export default defineConfig({
  root: import.meta.dirname,
  base: "/outlook/",
  publicDir: false,
  plugins: [asTheyAre],
  build: {
    outDir: "dist/add-in",
    emptyOutDir: false,
    target: "es2016",
    minify: true,
    reportCompressedSize: false,
    lib: {
      entry: "src/guard/launch-event.ts",
      formats: ["iife"],
      name: "launchEvent",
      fileName: () => "launch-event.js",
    },
  },
})
