/**
 * What has served goes, in small pieces (docs/OPERATIONS.md says after how long).
 * Promises: nobody else's write waits for more than one piece; what delivery, tracking and repeats still ask for stays.
 */
import type { OpenOrganization } from "./organization-house.ts"

/** Nobody reads a finished row again: its events are in the tracking, and it is never sent once more. */
const FINISHED_KEPT_MS = 7 * 24 * 3600_000
const PIECE = 300

export async function sweepSpentRows(
  organizations: readonly Pick<OpenOrganization, "spent">[],
  now: number,
): Promise<void> {
  for (const { spent } of organizations) {
    await inPieces(() => spent.removeAnswers({ before: now, most: PIECE }))
    await inPieces(() => spent.removeFinished({ before: now - FINISHED_KEPT_MS, most: PIECE }))
  }
}

async function inPieces(removePiece: () => Promise<number>): Promise<void> {
  for (let gone = PIECE; gone === PIECE;) gone = await removePiece()
}
