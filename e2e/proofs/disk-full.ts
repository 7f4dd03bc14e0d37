/**
 * The disk runs full while people send (T4), on a small file system in memory (needs root to mount it).
 * Shows: refused with 507 `storage.full`, never with a false acknowledgement; what was acknowledged stays; the service
 * takes messages again by itself when there is room.
 */
import { execFileSync } from "node:child_process"
import { randomFillSync } from "node:crypto"
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ApiProblem } from "@smp/shared/client"
import { read, readAttachment, send } from "../hosts/person.ts"
import { unsound } from "./databases.ts"
import { mustHold, pause, type Proof } from "./proof.ts"
import { inTown, type Town } from "./town.ts"

const MIB = 1 << 20
const DISK_MIB = 384
const BACK_MS = 10_000

export const diskFull: Proof = {
  name: "disk-full",
  proves:
    "on a full disk sending is refused with 507, nothing acknowledged is lost, and room alone brings the service back",
  async run(size, say) {
    const folder = mkdtempSync(join(tmpdir(), "smp-small-disk-"))
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_MIB}m`, "none", folder])
    try {
      return await inTown((town) => fillAndFree(town, folder, size === "full" ? 20 : 2, say), {
        dataDir: join(folder, "data"),
      })
    } finally {
      execFileSync("umount", ["-l", folder])
      rmSync(folder, { recursive: true })
    }
  },
}

async function fillAndFree(town: Town, folder: string, rounds: number, say: (line: string) => void): Promise<string> {
  const kept: { id: string; text: string; attached: boolean }[] = []
  let refused = 0
  let slowest = 0
  for (let round = 0; round < rounds; round++) {
    await sendOne(town, kept, false)
    fill(folder, round % 2 === 0 ? 0 : 3 * MIB)
    refused += await sendUntilRefused(town, kept, round % 2 === 1)
    rmSync(join(folder, "ballast"))
    slowest = Math.max(slowest, await waitUntilTaken(town, kept))
    say(`round ${round + 1}: refused, and back again; ${kept.length} messages kept`)
  }
  for (const { id, text, attached } of kept) {
    const opened = await read(town.bob, id)
    mustHold(opened.text?.includes(text) === true, `${id} still opens`)
    if (attached) await readAttachment(opened)
  }
  await town.server.stop()
  const damaged = unsound(town.server.dataDir)
  mustHold(damaged.length === 0, damaged.join("; "))
  return `${rounds} rounds, ${refused} sends refused with 507, ${kept.length} acknowledged and all there, back within ${slowest} ms.`
}

/** Leaves so many bytes. */
function fill(folder: string, left: number): void {
  const { bavail, bsize } = statfsSync(folder)
  try {
    writeFileSync(join(folder, "ballast"), Buffer.alloc(Math.max(0, bavail * bsize - left)))
  } catch (fault) {
    // The server wrote at the same moment: then the disk is full, which is what was wanted.
    if (!(fault instanceof Error && "code" in fault && fault.code === "ENOSPC")) throw fault
  }
}

async function sendOne(
  town: Town,
  kept: { id: string; text: string; attached: boolean }[],
  attached: boolean,
): Promise<void> {
  const text = `Letter ${kept.length}`
  const bytes = randomFillSync(new Uint8Array(MIB))
  const attachments = attached ? [{ name: "file.bin", type: "application/octet-stream", bytes }] : []
  const { id } = await send(town.alice, { to: [town.bob.address], subject: text, text, attachments })
  kept.push({ id, text, attached })
}

async function sendUntilRefused(
  town: Town,
  kept: { id: string; text: string; attached: boolean }[],
  attached: boolean,
): Promise<number> {
  for (let tries = 0; tries < 400; tries++) {
    try {
      await sendOne(town, kept, attached)
    } catch (fault) {
      mustHold(
        codeOf(fault) === "storage.full",
        `refused with ${codeOf(fault)} instead of storage.full: ${String(fault)}`,
      )
      return 1
    }
  }
  mustHold(false, "400 messages fitted on a full disk")
}

/** The refusal's code, also where a flow wrapped it. */
function codeOf(fault: unknown): string {
  if (fault instanceof ApiProblem)
    return fault.problem.status === 507 ? fault.code : `${fault.code} with ${fault.problem.status}`
  if (fault instanceof Error && fault.cause !== undefined) return codeOf(fault.cause)
  return fault instanceof Error && "code" in fault ? String(fault.code) : String(fault)
}

async function waitUntilTaken(town: Town, kept: { id: string; text: string; attached: boolean }[]): Promise<number> {
  const start = Date.now()
  for (;;) {
    try {
      await sendOne(town, kept, true)
      return Date.now() - start
    } catch (fault) {
      mustHold(Date.now() - start < BACK_MS, `still refused ${BACK_MS} ms after there was room: ${String(fault)}`)
      await pause(100)
    }
  }
}
