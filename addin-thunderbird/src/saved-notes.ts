/**
 * Notes of saved drafts: a draft may be opened again after a restart, or made a new one ("Edit as New"), and is still an
 * answer to a protected message.
 * Promises: a note stays as long as its copy is in any folder, the wastebasket too, and a week longer: a folder that is
 * being read anew may miss a mail for a while, and a draft without its note would go out plain.
 */
import { drafts, memory } from "./host/thunderbird-host.ts"
import { afterLook, isDue } from "./saved-note.ts"
import type { SavedNote } from "./saved-note.ts"

const PREFIX = "saved-draft:"
const SWEPT = "saved-drafts-swept"
const DAY_MS = 24 * 3600_000

/** By the Message-ID of the copy. */
export const savedNotes = {
  get: async (name: string): Promise<SavedNote | null> =>
    ((await memory.local.get(PREFIX + name)) as SavedNote | undefined) ?? null,
  set: (name: string, note: SavedNote): Promise<void> => memory.local.set(PREFIX + name, note),
  delete: (names: readonly string[]): Promise<void> => memory.local.delete(names.map((name) => PREFIX + name)),
}

/** Once a day: notes whose copies are gone. */
export async function sweepSavedNotes(): Promise<void> {
  const now = Date.now()
  const all = await memory.local.all()
  const swept = all[SWEPT]
  if (typeof swept === "number" && now - swept < DAY_MS) return
  await memory.local.set(SWEPT, now)
  for (const key of Object.keys(all)) {
    if (!key.startsWith(PREFIX) || !isDue(all[key] as SavedNote, now)) continue
    const name = key.slice(PREFIX.length)
    const isThere = await drafts.isAnywhere(name)
    // It may have been saved or sent meanwhile.
    const note = await savedNotes.get(name)
    const next = note === null ? null : afterLook(note, isThere, now)
    await (next === null ? savedNotes.delete([name]) : savedNotes.set(name, next))
  }
}
