/** Where the text, the server's copy and the notices are, for every way in which a send can end. */
import type { Places } from "@smp/shared/ui"
import { words } from "../strings/words.ts"
import type { Failure, Holder, Prepared } from "./flow-state.ts"

/**
 * @param prepared null: the draft was not even read completely.
 * @param holder of the text; it need not be where the last complete reading was from.
 */
export function placesOf(
  { text, code, isMarked }: Failure,
  prepared: Prepared | null,
  holder: Holder = prepared?.source ?? { from: "outlook" },
): Places {
  const { unfinished, where } = words()
  const isPane = holder.from === "pane"
  const still = { recipients: where.nobody, mail: isMarked && !isPane ? where.blocked : where.nothingSent }
  const isKept = isPane && holder.isKept
  const inPane = isKept ? where.paneAndDrafts : where.onlyPane
  const nothing = isKept ? where.draftOnly : where.nothing
  // A sealed copy from before: this pane does not hold its text.
  const inPaneOrSealed = isPane ? inPane : prepared === null ? unfinished.draft : where.inPane
  const draft = isPane ? inPane : code === "draft-changed" ? where.inDraftMaybe : where.inDraft
  switch (text) {
    case "draft":
      return { ...still, draft, server: code === "draft-not-emptied" ? where.deleted : nothing }
    case "draft-and-staged":
      return { ...still, draft, server: where.left }
    case "staged":
      return { ...still, draft: inPaneOrSealed, server: where.staged }
    case "server":
      return {
        draft: inPaneOrSealed,
        server: where.asking,
        recipients: where.nobodyKnown,
        mail: still.mail,
      }
  }
}
