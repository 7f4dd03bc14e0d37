// A Vite plugin: beside each text file of a build lies its best compression, made once, so that a server never does it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { brotliCompressSync } from "node:zlib"

const TEXT = /\.(html|js|css|svg|json|wasm|webmanifest)$/

export function compressedFiles() {
  let folder = ""
  return {
    name: "compressed-files",
    apply: "build",
    configResolved: (config) => void (folder = join(config.root, config.build.outDir)),
    writeBundle: () => {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name)
        if (entry.isFile() && TEXT.test(entry.name)) writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)))
      }
    },
  }
}
