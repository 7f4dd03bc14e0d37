/**
 * Upload of 1 GiB, sealed, hashed, signed for and synced, beside a bare PUT of the plain file; memory of both ends.
 * A third program, for whoever judges the ratio: the bare PUT with the work that the protocol asks of every client and server.
 */
import { randomFillSync } from "node:crypto"
import { once } from "node:events"
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { inTown, type Town } from "../proofs/town.ts"
import { peakMemory } from "../hosts/processes.ts"
import { aimFigure, interleave, rateFigure, type Benchmark } from "./bench.ts"
import { startBareServer, startHelper } from "./load.ts"
import type { UploadOrder, UploadReport } from "./upload-client.ts"

const MIB = 1 << 20
const SIZE_MIB = 1024
const ROUNDS = 3
const MEMORY_AIM_MIB = 250

export const upload: Benchmark = {
  name: "upload",
  run: (say) => inTown((town) => measure(town, say)),
}

async function measure(town: Town, say: (line: string) => void) {
  const folder = mkdtempSync(join(tmpdir(), "smp-large-"))
  const path = join(folder, "large.bin")
  writeLarge(path)
  const bare = await startBareServer()
  const sealing = startHelper("upload-client.ts")
  const plain = startHelper("upload-client.ts")
  const { origin } = town.server
  const { address, password } = town.alice
  let clientPeak = 0
  const run = async (child: typeof plain, way: UploadOrder["way"]) => {
    const answer = once(child, "message")
    child.send({ path, size: SIZE_MIB * MIB, way, barePort: bare.filesPort } satisfies UploadOrder)
    const [report] = (await answer) as [UploadReport]
    if (typeof way !== "string") clientPeak = Math.max(clientPeak, report.peakBytes)
    say(`${typeof way === "string" ? way : "sealed"} ${Math.round(SIZE_MIB / report.seconds)} MiB/s`)
    return SIZE_MIB / report.seconds
  }
  try {
    const least: number[] = []
    const seen = await interleave(
      ROUNDS,
      () => run(sealing, { origin, address, password }),
      async () => {
        least.push(await run(plain, "least"))
        return run(plain, "plain")
      },
    )
    // The first round warms up.
    const shortest = { ours: least.slice(1), bare: seen.bare }
    const serverPeak = Math.max(...town.server.processes().map((view) => peakMemory(view.pid)))
    return [
      rateFigure("upload 1 GiB", "MiB/s", seen, 0.7),
      rateFigure("the same by the shortest program that seals, hashes at both ends and syncs", "MiB/s", shortest, null),
      aimFigure("upload 1 GiB: peak memory of the server's largest process", "MiB", serverPeak / MIB, MEMORY_AIM_MIB),
      aimFigure("upload 1 GiB: peak memory of the client", "MiB", clientPeak / MIB, MEMORY_AIM_MIB),
    ]
  } finally {
    for (const child of [sealing, plain]) child.disconnect()
    bare.stop()
    rmSync(folder, { recursive: true })
  }
}

function writeLarge(path: string): void {
  const piece = randomFillSync(Buffer.alloc(16 * MIB))
  const file = openSync(path, "w")
  for (let written = 0; written < SIZE_MIB; written += 16) writeSync(file, piece)
  closeSync(file)
}
