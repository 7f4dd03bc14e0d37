/** What happens when somebody presses Thunderbird's own Send. Decided from what is known here, at once, without the network. */
import type { DraftMark } from "../draft-memory.ts"
import type { Settings } from "../settings.ts"

export interface SendFacts {
  settings: Pick<Settings, "server" | "ownSend">
  mark: DraftMark | null
  /** The user has just decided to send this one as ordinary e-mail. */
  pass: boolean
}

/** `ordinary`: let it go. `secure`: straight to the sending page. `ask`: stop and ask which way. */
export function answerSend({ settings, mark, pass }: SendFacts): "ordinary" | "secure" | "ask" {
  // The reply quotes protected text, so it never becomes ordinary e-mail by a slip of the hand.
  if (mark === "reply") return "secure"
  if (pass) return "ordinary"
  // An organization may fix this before anybody has set the add-in up.
  if (settings.ownSend === "secure") return "secure"
  if (settings.server === null) return "ordinary"
  return mark === "asked" ? "ask" : "ordinary"
}
