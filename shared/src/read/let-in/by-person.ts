/** Who asks, person by person, as the pages of all hosts show it; and what the asked person says. */
import type { Account } from "../../account/index.ts"
import { isProblem } from "../../client/index.ts"
import { letInByPerson, refuseReader } from "./let-in.ts"
import type { WaitingReader } from "./waiting-readers.ts"

export interface AskingPerson {
  readonly address: string
  readonly readers: readonly WaitingReader[]
  /** Of the messages; null: hidden. */
  readonly subjects: readonly (string | null)[]
  readonly keys: WaitingReader["keys"]
  /** When the organization's cool-down ends; null: none runs. */
  readonly until: number | null
}

export function readersByPerson(waiting: readonly WaitingReader[]): AskingPerson[] {
  const people: AskingPerson[] = []
  for (const [address, readers] of Map.groupBy(waiting, (reader) => reader.address)) {
    const [first] = readers
    if (first === undefined) continue
    const { keys, decision } = first
    const until = decision.kind === "later" ? decision.until : null
    people.push({ address, readers, subjects: readers.map(({ subject }) => subject), keys, until })
  }
  return people
}

/** @throws when nobody was let in; ApiProblem, NetworkError. */
export async function decideAbout(
  account: Account,
  { address, readers }: AskingPerson,
  decision: "let-in" | "refuse",
): Promise<void> {
  if (decision === "let-in") {
    if ((await letInByPerson(account, readers)).length === 0) throw new Error("nobody was let in")
    return
  }
  // What is not open any more needs no refusal.
  for (const { message } of readers)
    await refuseReader(account, { message, address }).catch((error: unknown) => {
      if (!isProblem(error, "not_found")) throw error
    })
}
