/** One deterministic, readable build: reviewers of add-ins read what users run. */
import react from "@vitejs/plugin-react"
import { defineConfig } from "vite"

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  plugins: [react()],
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  worker: {
    format: "es",
    rolldownOptions: { output: { entryFileNames: "assets/[name].js", chunkFileNames: "assets/worker-[name].js" } },
  },
  build: {
    outDir: "dist/add-in",
    emptyOutDir: true,
    target: "firefox140",
    minify: false,
    cssMinify: false,
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 8_000,
    rolldownOptions: {
      input: {
        background: "src/background.ts",
        send: "send.html",
        read: "read.html",
        ask: "ask.html",
        options: "options.html",
      },
      output: {
        entryFileNames: (entry) => (entry.name === "background" ? "background.js" : "assets/[name].js"),
        chunkFileNames: "assets/[name].js",
        assetFileNames: "assets/[name][extname]",
      },
    },
  },
})
