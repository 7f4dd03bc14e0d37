/** The slip of a vector message with other options in `ctl`: which forms are read, which refused. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { decodeCbor, encodeCbor, fromHex, toHex } from "../../shared/src/bytes/index.ts"

const read = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, `${name}.json`), "utf8")) as { slip: string }

export function optionVectors() {
  const slip = decodeCbor(fromHex(read("message-suite-1").slip), 1 << 20) as { ctl: Record<string, unknown> }
  const { rcpt, ...less } = slip.ctl
  const cases: [string, Record<string, unknown>, boolean][] = [
    ["tracking for the sender alone", slip.ctl, true],
    ["tracking for everybody", { ...slip.ctl, share: true }, true],
    ["no, said in words", { ...slip.ctl, share: false }, false],
    ["nothing, said in words", { ...slip.ctl, share: null }, false],
    ["an option too few", { ...less, share: true }, false],
    ["an unknown option", { ...slip.ctl, rcpt, print: true }, false],
  ]
  return cases.map(([name, ctl, isRead]) => ({ name, slip: toHex(encodeCbor({ ...slip, ctl })), isRead, share: ctl["share"] === true }))
}
