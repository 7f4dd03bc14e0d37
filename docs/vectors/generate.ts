/** Writes our own vectors: `node docs/vectors/generate.ts`. The fixed ones come out the same every time. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { contentVectors, encodingVectors, keyVectors, logVectors } from "./make-fixed.ts"
import { messageVector } from "./make-message.ts"

const write = (name: string, value: unknown): void => {
  writeFileSync(join(import.meta.dirname, `${name}.json`), `${JSON.stringify(value, null, 1)}\n`)
  console.log(`${name}.json`)
}

write("encoding", encodingVectors())
write("keys", await keyVectors())
write("content", await contentVectors())
write("log", await logVectors())
write("message-suite-1", await messageVector(1))
write("message-suite-2", await messageVector(2))
