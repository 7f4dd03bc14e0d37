/** The task pane: content-hashed files under /outlook/, nothing inline, so that the strict policy of the server holds. */
import { fileURLToPath } from "node:url"
import react from "@vitejs/plugin-react"
import { defineConfig } from "vite"
import { compressedFiles } from "../scripts/compressed-files.mjs"

export default defineConfig({
  root: import.meta.dirname,
  base: "/outlook/",
  publicDir: false,
  plugins: [react(), compressedFiles()],
  worker: { format: "es" },
  build: {
    outDir: "dist/add-in",
    emptyOutDir: true,
    // Outlook's own frames: WebView2, Edge, Chrome, Safari.
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
    manifest: "manifest.json",
    rolldownOptions: { input: { "task-pane": fileURLToPath(new URL("task-pane.html", import.meta.url)) } },
  },
})
