/** What the Directory answered for a recipient, as the rows of all hosts show it. */
import type { RecipientView } from "../view/index.ts"
import type { ReviewedPerson } from "./review.ts"

export function recipientView({ address, name, state }: ReviewedPerson): RecipientView {
  switch (state.kind) {
    case "verified":
      return {
        address,
        name,
        state: state.relation === "colleague" ? "colleague" : "verified",
        since: state.first ? null : state.since,
      }
    case "first-contact":
      return { address, name, state: "first-contact" }
    case "key-changed":
      return { address, name, state: "key-changed", since: state.statement.at }
    case "refused":
      return { address, name, state: "refused" }
  }
}
