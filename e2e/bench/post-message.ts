/**
 * Authenticated POST of a 10 kB message to two recipients, FULL, beside bare Hono that commits the same bytes.
 * The requests are sealed and signed before the clock runs; each is sent once. The first round of both sides warms up and
 * does not count. Notices begin when a burst pauses, or after a second (docs/adr/0007): those of a round go out after its
 * clock, and the next round waits for them.
 */
import { send } from "../hosts/person.ts"
import { inTown, type Town } from "../proofs/town.ts"
import { interleave, noteFigure, percentile, rateFigure, type Benchmark } from "./bench.ts"
import { capturing } from "./capture.ts"
import { startBareServer, startGenerator, type Generator, type LoadReport, type PreparedRequest } from "./load.ts"

const ROUNDS = 5
const REQUESTS = 400
const RECIPIENTS = 2
const CONCURRENCY = 32
const NOTICES_MS = 60_000

export const postMessage: Benchmark = {
  name: "post-message",
  run: (say) => inTown((town) => measure(town, say)),
}

async function measure(town: Town, say: (line: string) => void) {
  const generator = startGenerator()
  const bare = await startBareServer()
  const port = Number(new URL(town.server.origin).port)
  const late: number[] = []
  let requests: PreparedRequest[] = []
  try {
    const seen = await interleave(
      ROUNDS,
      async () => {
        requests = await prepare(town)
        const before = town.sink.mails.length
        const report = await drive(generator, port, null, requests)
        // The notices of this round cost the bare program nothing.
        await until(() => town.sink.mails.length >= before + REQUESTS * RECIPIENTS)
        late.push(...report.milliseconds)
        say(`${Math.round(REQUESTS / report.seconds)} messages/s`)
        return REQUESTS / report.seconds
      },
      async () => {
        if (requests.length === 0) requests = await prepare(town)
        const report = await drive(generator, bare.messagesPort, "/messages", requests)
        say(`bare ${Math.round(REQUESTS / report.seconds)} messages/s`)
        return REQUESTS / report.seconds
      },
    )
    return [
      rateFigure("POST a 10 kB message to 2 recipients, FULL", "messages/s", seen, 0.5),
      noteFigure("POST a 10 kB message, 99th percentile with 32 at once", "ms", percentile(late, 0.99)),
    ]
  } finally {
    generator.stop()
    bare.stop()
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (const since = Date.now(); !isSo(); await new Promise((resolve) => setTimeout(resolve, 50)))
    if (Date.now() - since > NOTICES_MS) throw new Error("the notices did not go out")
}

async function drive(
  generator: Generator,
  port: number,
  path: string | null,
  requests: PreparedRequest[],
): Promise<LoadReport> {
  const report = await generator.run({ port, path, concurrency: CONCURRENCY, requests })
  const refused = Object.entries(report.statuses).filter(([status]) => Number(status) >= 300)
  if (refused.length > 0) throw new Error(`refused: ${JSON.stringify(report.statuses)} ${report.firstRefusal}`)
  return report
}

/** Real sends up to the last step, whose request is kept instead of sent. */
async function prepare(town: Town): Promise<PreparedRequest[]> {
  const text = "A line of seventy-two characters, as mail programs have written for years.\n"
    .repeat(137)
    .slice(0, 10_000)
  return capturing(town.alice, REQUESTS, () =>
    send(town.alice, { to: [town.bob.address, town.carol.address], subject: "Measured", text }),
  )
}
