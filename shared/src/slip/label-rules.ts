/**
 * An organization's confidentiality labels, and the weakest way in that each allows to people without a key
 * (docs/PROTOCOL.md §2.4): clients offer and the server accepts nothing weaker.
 */
import { demand, readList, readNullable, readOneOf, readText, readTuple } from "../bytes/index.ts"
import type { FirstContactMode } from "./policies.ts"

export interface LabelRule {
  readonly label: string
  /** null: the label asks for nothing. */
  readonly least: FirstContactMode | null
}

/** From the weakest on, by what each withstands (docs/PROTOCOL.md §6.5). */
const BY_STRENGTH: readonly FirstContactMode[] = ["agent", "sender", "link", "pass"]
const MOST = 100
const MAX_LABEL = 800

export const labelRulesFields = (rules: readonly LabelRule[]): unknown[] =>
  rules.map(({ label, least }) => [label, least])

/** Throws open-failed. */
export function readLabelRules(value: unknown): LabelRule[] {
  const rules = readList(value, MOST, (row) => {
    const [name, mode] = readTuple(row, 2)
    const label = readText(name, MAX_LABEL)
    demand(label.trim() !== "", "empty label")
    return { label, least: readNullable(mode, (present) => readOneOf(present, BY_STRENGTH)) }
  })
  demand(new Set(rules.map(({ label }) => label)).size === rules.length, "a label twice")
  return rules
}

/** null: this label, or none, asks for nothing. */
export const leastModeOf = (
  { labels = [] }: { readonly labels?: readonly LabelRule[] },
  label: string | null,
): FirstContactMode | null => labels.find((rule) => rule.label === label)?.least ?? null

/** `code`: with a code told by telephone, which withstands what the words withstand. */
export function isStrongEnough(least: FirstContactMode | null, mode: FirstContactMode, code = false): boolean {
  const strength = (of: FirstContactMode) => BY_STRENGTH.indexOf(of)
  return least === null || strength(code ? "pass" : mode) >= strength(least)
}

/** Of these modes the weakest that the label allows; null: none. */
export const weakestOf = (
  modes: readonly FirstContactMode[],
  least: FirstContactMode | null,
): FirstContactMode | null => BY_STRENGTH.find((mode) => modes.includes(mode) && isStrongEnough(least, mode)) ?? null
