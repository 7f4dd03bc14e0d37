/** With which options the review begins. */
import { startOptions as optionsOfAnswer } from "@smp/shared/ui"
import type { SendOptionsView } from "@smp/shared/ui"
import type { DraftThread } from "../../draft-memory.ts"

export function startOptions(
  thread: Pick<DraftThread, "hideSubject" | "inherited"> | null,
  { mayHide, now }: { mayHide: boolean; now: number },
): SendOptionsView {
  return optionsOfAnswer(thread === null ? null : { ...thread, hideSubject: thread.hideSubject && mayHide }, now)
}
