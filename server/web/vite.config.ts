import { fileURLToPath } from "node:url"
import react from "@vitejs/plugin-react"
import { defineConfig } from "vite"
import { compressedFiles } from "../../scripts/compressed-files.mjs"

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Content-hashed files; nothing inline, so that the strict policy of the server holds. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressedFiles()],
  worker: { format: "es" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2024",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
    manifest: "manifest.json",
    rolldownOptions: {
      input: { index: here("index.html"), "save-worker": here("src/parts/save/save-worker.ts") },
      output: {
        // A service worker keeps one address; everything else is named by its content.
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules\/(react|react-dom|scheduler)\//, priority: 3 },
            {
              name: "protocol",
              test: /shared\/src\/(bytes|wire|suite|slip|log|envelope|client|account)\/|\/(zod|cborg|hpke|idb)\/|@noble\/hashes/,
              minShareCount: 2,
              priority: 2,
            },
            {
              name: "parts",
              test: /@fluentui|@griffel|tabster|keyborg|floating-ui|stylis|shared\/src\/ui/,
              minShareCount: 8,
            },
          ],
        },
        entryFileNames: ({ name }) => (name === "save-worker" ? "save-worker.js" : "assets/[name]-[hash].js"),
      },
    },
  },
})
