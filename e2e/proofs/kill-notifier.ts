/**
 * kill -9 of the notifier alone, in front of a mail server that at times loses the connection after it took a mail (T2).
 * Shows: every notice goes out; what goes out again has the same Message-ID.
 */
import { killNow } from "../hosts/processes.ts"
import { checkStubs } from "./stubs.ts"
import { mustHold, pause, seededRandom, type Proof } from "./proof.ts"
import { inTown, type Town } from "./town.ts"
import { startWriters } from "./writers.ts"

export const killNotifier: Proof = {
  name: "kill-notifier",
  proves: "killed at any moment, the notifier still sends every notice, again only under the same Message-ID",
  run: (size, say) => inTown((town) => killAndCount(town, size === "full" ? 100 : 10, say)),
}

async function killAndCount(town: Town, cycles: number, say: (line: string) => void): Promise<string> {
  const seed = Date.now() % 1_000_000
  const random = seededRandom(seed)
  say(`${cycles} kills, seed ${seed}`)
  town.sink.loseAnswers(0.05)
  const writers = await startWriters(town.server, [town.alice], town.bob.address)
  let killed = 0
  for (let cycle = 0; cycle < cycles; cycle++) {
    await pause(50 + random() * 450)
    const notifier = await waitForNotifier(town)
    killNow([notifier])
    killed++
  }
  await writers.stop()
  town.sink.loseAnswers(0)
  await waitForNotifier(town)
  const again = await checkStubs(town.sink, writers.acknowledged, 180_000)
  return `${killed} kills, ${writers.acknowledged.length} messages, every notice went out, ${again} again with the same Message-ID.`
}

/** The supervisor starts the notifier again; a minute is far more than it needs. */
async function waitForNotifier(town: Town) {
  for (const deadline = Date.now() + 60_000; ; await pause(20)) {
    const notifier = town.server.processes().find((view) => /notifier/.test(view.command))
    if (notifier) return notifier
    mustHold(Date.now() < deadline, "the notifier was started again")
  }
}
