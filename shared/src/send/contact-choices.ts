/** The ways in that an organization's rules, and a message's label, leave to people without a key. */
import { isStrongEnough, leastModeOf, weakestOf } from "../slip/index.ts"
import type { FirstContactMode, LabelRule } from "../slip/index.ts"
import { contactChoices } from "./contact-secrets.ts"
import type { ContactChoice } from "./contact-secrets.ts"

/** What follows where nothing is chosen: the first way of the rules, else the weakest that is strong enough. */
export function usualMode(modes: readonly FirstContactMode[], least: FirstContactMode | null): FirstContactMode | null {
  const [first = null] = modes
  return first !== null && isStrongEnough(least, first) ? first : weakestOf(modes, least)
}

interface ContactRules {
  readonly first: readonly FirstContactMode[]
  readonly labels?: readonly LabelRule[]
}

/** The usual one first; empty: the label leaves none. */
export function choicesWith(rules: ContactRules, label: string | null): readonly ContactChoice[] {
  const least = leastModeOf(rules, label)
  const usual = usualMode(rules.first, least)
  const left = contactChoices(rules.first).filter((choice) =>
    choice === "sender-code" ? isStrongEnough(least, "sender", true) : isStrongEnough(least, choice),
  )
  return usual === null ? left : [usual, ...left.filter((choice) => choice !== usual)]
}
