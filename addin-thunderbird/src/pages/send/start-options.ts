/** With which options the review begins. */
import { defaultOptions, optionDays } from "@smp/shared/ui"
import type { SendOptionsView } from "@smp/shared/ui"
import type { DraftThread } from "../../draft-memory.ts"

const DAY_MS = 86_400_000

/** An answer begins with the options of what it answers; its end is not later, as far as the choices go. */
export function startOptions(
  thread: Pick<DraftThread, "hideSubject" | "inherited"> | null,
  { mayHide, now }: { mayHide: boolean; now: number },
): SendOptionsView {
  if (thread === null) return defaultOptions
  const { label = null, password = false, receipts = true, shared = true, expires = null } = thread.inherited
  const left = expires === null ? null : Math.floor((expires - now) / DAY_MS)
  const expiresInDays = left === null ? null : (optionDays.findLast((days) => days <= left) ?? 1)
  return {
    ...defaultOptions,
    hideSubject: thread.hideSubject && mayHide,
    label,
    password,
    receipts,
    shared,
    expiresInDays,
  }
}
