/**
 * Two people compare what they were shown of a log, by hand (docs/PROTOCOL.md §7.3): a server that shows two histories
 * signs both, and each note convicts the other.
 */
import { ProtocolError } from "../bytes/index.ts"
import type { LogName } from "../client/index.ts"
import type { LogPins } from "./log-pins.ts"

export interface CheckpointComparison {
  /**
   * `same`: one history. `fork`: two, and both notes are signed by the log. `unreadable`: no checkpoint, or not signed by
   * the log. `unknown-log`: a log of which this account has seen nothing.
   */
  readonly outcome: "same" | "fork" | "unreadable" | "unknown-log"
  readonly origin: string | null
  readonly theirs: number | null
  readonly ours: number | null
}

/** A signed note among other lines, as people copy it. */
const NOTE = /^(\S+\/log\/(\S+))\n\d+\n[A-Za-z0-9+/]+=*\ntime \d+\n\n(?:\u2014 \S+ [A-Za-z0-9+/]+=*(?:\n|$))+/m

/** @throws NetworkError, ApiProblem when the log cannot be asked */
export async function compareCheckpoint(logs: LogPins, pasted: string): Promise<CheckpointComparison> {
  const [note, origin, log] = NOTE.exec(pasted.replaceAll("\r\n", "\n").replaceAll(/^[ \t]+/gm, "")) ?? []
  const nothing = { origin: origin ?? null, theirs: null, ours: null }
  if (note === undefined || origin === undefined || log === undefined) return { outcome: "unreadable", ...nothing }
  const ours = logs.pinOf(origin)?.size ?? null
  if (ours === null) return { outcome: "unknown-log", ...nothing }
  try {
    const whole = note.endsWith("\n") ? note : `${note}\n`
    const { size } = await logs.isSameHistory(log as LogName, origin, whole)
    return { outcome: "same", origin, theirs: size, ours }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return { outcome: error.code === "open-failed" ? "unreadable" : "fork", origin, theirs: null, ours }
  }
}
