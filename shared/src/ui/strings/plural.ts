/** Picks the form for a count by the rules of a language; both our languages know only "one" and "other". */
export function pluralOf(language: string) {
  const rules = new Intl.PluralRules(language)
  return (count: number, one: string, other: string): string => (rules.select(count) === "one" ? one : other)
}
