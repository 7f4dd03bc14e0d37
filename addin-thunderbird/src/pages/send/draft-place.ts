/** Where the draft is, with what Thunderbird does by itself. */
import type { Formats } from "@smp/shared/ui"
import { words } from "../../strings/strings.ts"

export function draftPlace(isOpen: boolean, savedAt: number | null, formats: Formats): string {
  const window = isOpen ? words.where.openUnchanged : words.where.windowClosed
  return savedAt === null ? window : `${window} ${words.where.savedAt(formats.time(savedAt))}`
}

/** What the one-line form admits besides "only in its draft". */
export const savedNote = (savedAt: number | null, formats: Formats): string =>
  [words.where.openUnchanged, savedAt === null ? null : words.where.savedAt(formats.time(savedAt))]
    .filter(Boolean)
    .join(" ")
