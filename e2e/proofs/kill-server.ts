/**
 * kill -9 of all processes at random moments while several people send (T1).
 * Shows: what was acknowledged is there, opens, and got its notice; a repeated commit gets the same answer; a repeated
 * notice keeps its Message-ID; no database is damaged.
 */
import { read } from "../hosts/person.ts"
import { unsound } from "./databases.ts"
import { checkStubs } from "./stubs.ts"
import { mustHold, pause, seededRandom, type Proof } from "./proof.ts"
import { inTown, type Town } from "./town.ts"
import { startWriters, type Acknowledged } from "./writers.ts"

export const killServer: Proof = {
  name: "kill-server",
  proves: "killed at any moment, the server loses nothing that it acknowledged and repeats nothing under another name",
  run: (size, say) => inTown((town) => killAndCount(town, size === "full" ? 200 : 15, say)),
}

async function killAndCount(town: Town, cycles: number, say: (line: string) => void): Promise<string> {
  const { server, alice, bob, carol } = town
  const seed = Date.now() % 1_000_000
  const random = seededRandom(seed)
  say(`${cycles} kills, seed ${seed}`)
  const writers = await startWriters(server, [alice, carol], bob.address)
  for (let cycle = 1; cycle <= cycles; cycle++) {
    await pause(20 + random() * 980)
    await server.kill()
    await server.start()
    if (cycle % 20 === 0) say(`${cycle} kills, ${writers.acknowledged.length} acknowledged`)
  }
  await pause(500)
  await writers.stop()
  const { acknowledged } = writers
  mustHold(
    new Set(acknowledged.map(({ id }) => id)).size === acknowledged.length,
    "each acknowledged letter is another message",
  )
  const again = await checkStubs(town.sink, acknowledged, 120_000)
  await openAll(town, acknowledged)
  await server.stop()
  const damaged = unsound(server.dataDir)
  mustHold(damaged.length === 0, damaged.join("; "))
  return `${cycles} kills, ${acknowledged.length} acknowledged, ${writers.repeated()} commits repeated, 0 lost, ${again} notices sent again with the same Message-ID, databases sound.`
}

export async function openAll(town: Town, acknowledged: readonly Acknowledged[]): Promise<void> {
  for (const { id, text } of acknowledged) {
    const opened = await read(town.bob, id)
    mustHold(opened.verdict === "intact" && opened.text?.includes(text) === true, `${id} opens as it was written`)
  }
}
