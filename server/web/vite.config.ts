import { fileURLToPath } from "node:url"
import react from "@vitejs/plugin-react"
import { defineConfig } from "vite"

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Content-hashed files; nothing inline, so that the strict policy of the server holds. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
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
        entryFileNames: ({ name }) => (name === "save-worker" ? "save-worker.js" : "assets/[name]-[hash].js"),
      },
    },
  },
})
