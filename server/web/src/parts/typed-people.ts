/** What was typed into an address line: people, and what is not an address yet, as it stands, so that it can be named. */
import { readPeople } from "@smp/shared/ui"
import type { TypedPerson } from "@smp/shared/ui"

export function typedPeople(line: string): TypedPerson[] {
  const { people, rest } = readPeople(line)
  return [...people, ...rest.map((text) => ({ address: text, name: "" }))]
}
