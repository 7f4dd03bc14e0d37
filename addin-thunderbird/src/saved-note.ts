/** What a draft is, as it is noted beside each copy of it that Thunderbird saved. */
import type { DraftMark, DraftThread } from "./draft-memory.ts"

export interface SavedNote {
  readonly mark: DraftMark
  readonly thread: DraftThread | null
  /** Since when no folder has the copy. */
  readonly missingSince?: number
}

const KEPT_MS = 7 * 24 * 3600_000

/** Whether it is time to look for the copy. */
export const isDue = ({ missingSince }: SavedNote, now: number): boolean =>
  missingSince === undefined || now - missingSince >= KEPT_MS

/** What becomes of a note that was due; null: it goes, because its copy was missed twice, a week apart. */
export function afterLook(note: SavedNote, isThere: boolean, now: number): SavedNote | null {
  const { missingSince, ...rest } = note
  if (isThere) return rest
  return missingSince === undefined ? { ...rest, missingSince: now } : null
}
