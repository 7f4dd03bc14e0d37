/** smp remind: a second notice to those who have not opened a message. */
import { signedIn } from "../connection.ts"
import { idOf } from "../message-id.ts"
import type { CommandLine } from "../options.ts"
import { readTime } from "../read-time.ts"
import { print } from "../terminal.ts"
import { UsageError } from "../usage.ts"

const WORDS = {
  may: "has not opened it",
  soon: "has not opened it; reminded within a day",
  opened: "has opened it",
  closed: "cannot open it now",
} as const

export async function remind(line: CommandLine): Promise<number> {
  const id = idOf(line)
  const { at, off, list } = line.values
  if (off === true && at !== undefined) throw new UsageError("--off and --at do not go together")
  const { account } = await signedIn(line)
  const to = line.lists.to.length === 0 ? {} : { to: line.lists.to }
  const time = (ms: number) => new Date(ms).toISOString()
  const { people } = await (list === true
    ? account.client.reminders(id)
    : off === true
      ? account.client.cancelReminders(id, to)
      : account.client.remind(id, { ...to, ...(at === undefined ? {} : { at: readTime(at) }) }))
  print(
    line.json,
    people.map(({ address, state, planned, reminded }) => ({
      address,
      state,
      planned: planned.map(time),
      reminded: reminded.map(time),
    })),
    people.map(
      ({ address, state, planned }) =>
        `${address}  ${WORDS[state]}${planned.length > 0 ? `; next ${planned.map(time).join(", ")}` : ""}`,
    ),
  )
  return 0
}
