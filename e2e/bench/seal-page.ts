/** What the measured page runs: seals and signs the same message again and again, a new key each time as always. */
import { sealMessage } from "@smp/shared/envelope"
import { sampleInput, samplePerson } from "../proofs/envelope-sample.ts"

export interface SealTimes {
  milliseconds: number[]
}

declare global {
  var sealMany: (count: number) => Promise<SealTimes>
}

const TEXT = "A line of seventy-two characters, as mail programs have written for years.\n".repeat(69).slice(0, 5_000)

const people = Promise.all(["a", "b", "c", "d"].map((name) => samplePerson(`${name}@example.com`)))

globalThis.sealMany = async (count) => {
  const [sender, ...readers] = await people
  if (!sender) throw new Error("nobody to send")
  const input = sampleInput(sender, readers, TEXT)
  const milliseconds: number[] = []
  for (let sealed = 0; sealed < count; sealed++) {
    const start = performance.now()
    await sealMessage(input)
    milliseconds.push(performance.now() - start)
  }
  return { milliseconds }
}
