/** Writes our own vectors: `node docs/vectors/generate.ts`. The fixed ones come out the same every time. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { contactVectors } from "./make-contact.ts"
import { draftVectors } from "./make-draft.ts"
import { contentVectors, encodingVectors, keyVectors, logVectors } from "./make-fixed.ts"
import { controlVectors } from "./make-controls.ts"
import { optionVectors } from "./make-options.ts"
import { formVectors } from "./make-forms.ts"
import { messageVector } from "./make-message.ts"

/** Files whose content follows from fixed inputs; the test makes them again. */
export const fixedVectors = { encoding: encodingVectors, keys: keyVectors, content: contentVectors, log: logVectors, draft: draftVectors, contact: contactVectors } as const

function write(name: string, value: unknown): void {
  writeFileSync(join(import.meta.dirname, `${name}.json`), `${JSON.stringify(value, null, 1)}\n`)
  console.log(`${name}.json`)
}

if (import.meta.main) {
  for (const [name, make] of Object.entries(fixedVectors)) write(name, await make())
  for (const suite of [1, 2] as const) write(`message-suite-${suite}`, await messageVector(suite))
  write("controls", await controlVectors())
  write("options", optionVectors())
  write("forms", formVectors())
}
