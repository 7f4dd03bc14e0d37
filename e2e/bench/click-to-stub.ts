/** From the click on Send Secure to the notice at the reader's mail server, for a text message. */
import { send } from "../hosts/person.ts"
import { inTown } from "../proofs/town.ts"
import { aimFigure, median, type Benchmark } from "./bench.ts"

const ROUNDS = 9
const AIM_MS = 2_000

export const clickToStub: Benchmark = {
  name: "click-to-stub",
  run: (say) =>
    inTown(async ({ alice, bob, sink }) => {
      const times: number[] = []
      for (let round = 0; round <= ROUNDS; round++) {
        const before = sink.to(bob.address).length
        const start = performance.now()
        await send(alice, { to: [bob.address], subject: `Round ${round}`, text: "A short text." })
        await sink.waitFor(bob.address, before + 1)
        if (round > 0) times.push(performance.now() - start)
      }
      say(times.map((time) => `${Math.round(time)} ms`).join(", "))
      return [aimFigure("click to notice, text message", "ms", median(times), AIM_MS)]
    }),
}
