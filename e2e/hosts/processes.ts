/**
 * The operating system's view of the programs under test, read from /proc (Linux).
 * Promises: only processes that descend from a given one are listed or ended.
 */
import { readdirSync, readFileSync } from "node:fs"

export interface ProcessView {
  pid: number
  parent: number
  /** Arguments, joined by blanks. */
  command: string
}

/** `pid` and everything it started, parents first; those that ended meanwhile are left out. */
export function processTree(pid: number): ProcessView[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)))
    .filter((view) => view !== null)
  const found = all.filter((view) => view.pid === pid)
  for (let index = 0; index < found.length; index++)
    found.push(...all.filter((view) => view.parent === found[index]?.pid && !found.includes(view)))
  return found
}

function readProcess(pid: number): ProcessView | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1")
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    if (fields[0] === "Z") return null
    const command = readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0").join(" ").trim()
    return { pid, parent: Number(fields[1]), command }
  } catch {
    return null
  }
}

export function isAlive(pid: number): boolean {
  return readProcess(pid) !== null
}

/** Arguments and environment of a process as the kernel shows them; empty once it has ended. */
export function exposedBytes(pid: number): Buffer {
  const parts = ["cmdline", "environ"].map((file) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`)
    } catch {
      return Buffer.alloc(0)
    }
  })
  return Buffer.concat(parts)
}

/** Largest resident memory of a process since its start, in bytes (VmHWM); 0 once it has ended. */
export function peakMemory(pid: number): number {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))
    return Number(line?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

/** SIGKILL to every listed process: nothing gets a chance to tidy up. */
export function killNow(views: readonly ProcessView[]): void {
  for (const view of views) {
    try {
      process.kill(view.pid, "SIGKILL")
    } catch {
      continue
    }
  }
}
