/** Form of an address as far as a field has to judge it; the protocol's rule (§1.2) decides later. */
export function isAddress(text: string): boolean {
  const trimmed = text.trim()
  return trimmed.length <= 254 && /^[^\s@<>,;"]{1,64}@[^\s@<>,;".]+(\.[^\s@<>,;".]+)*$/u.test(trimmed)
}

export interface TypedPerson {
  readonly address: string
  readonly name: string
}

/** "Mira Olsen <mira@example.org>", "mira@example.org", several of them with commas, semicolons or line ends between. */
export function readPeople(text: string): { people: TypedPerson[]; rest: string[] } {
  const people: TypedPerson[] = []
  const rest: string[] = []
  for (const part of text
    .split(/[,;\n\t]+/)
    .map((each) => each.trim())
    .filter(Boolean)) {
    const match = /^(?:"?([^"<]*)"?\s*)<([^<>]+)>$/.exec(part)
    const address = (match?.[2] ?? part).trim()
    if (isAddress(address)) people.push({ address, name: (match?.[1] ?? "").trim() })
    else rest.push(part)
  }
  return { people, rest }
}
