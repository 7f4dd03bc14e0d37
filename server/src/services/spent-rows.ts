/**
 * What has served goes, in small pieces (docs/OPERATIONS.md says after how long).
 * Promises: nobody else's write waits for more than one piece; what delivery, tracking and repeats still ask for stays.
 */
import type { OpenOrganization } from "./organization-house.ts"

/** Nobody reads a finished row again: its events are in the tracking, and it is never sent once more. */
const FINISHED_KEPT_MS = 7 * 24 * 3600_000
const PIECE = 300
/** Staged messages, each of which may be of megabytes. */
const FEW = 10

export async function sweepSpentRows(
  organizations: readonly Pick<OpenOrganization, "spent" | "staging">[],
  now: number,
): Promise<void> {
  for (const { spent, staging } of organizations) {
    await inPieces(PIECE, (most) => spent.removeAnswers({ before: now, most }))
    await inPieces(PIECE, (most) => spent.removeFinished({ before: now - FINISHED_KEPT_MS, most }))
    // What nobody handed over in thirty days.
    await inPieces(FEW, (most) => staging.removeExpired({ before: now, most }))
  }
}

async function inPieces(most: number, removePiece: (most: number) => Promise<number>): Promise<void> {
  for (let gone = most; gone === most;) gone = await removePiece(most)
}
