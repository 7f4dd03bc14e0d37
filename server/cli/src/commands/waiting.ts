/** smp wanted, smp grant: readers who wait for this person's messages. */
import { letInByPerson, letInByRule, refuseReader } from "@smp/shared/read"
import type { WaitingReader } from "@smp/shared/read"
import { normalizeAddress } from "@smp/shared/bytes"
import { messageId } from "@smp/shared/wire"
import { signedIn } from "../connection.ts"
import type { CommandLine } from "../options.ts"
import { print } from "../terminal.ts"
import { Refused, UsageError } from "../usage.ts"

/** Lets in whom the rules let in by themselves, and lists who is left. */
export async function wanted(line: CommandLine): Promise<number> {
  const { account } = await signedIn(line)
  const { letIn, waiting } = await letInByRule(account)
  print(line.json, { letIn: letIn.map(toListed), waiting: waiting.map(toListed) }, [
    ...letIn.map(({ message, address }) => `${message}  ${address} was let in`),
    ...waiting.map((reader) => `${reader.message}  ${reader.address}  ${askedOf(reader)}  ${subjectOf(reader)}`),
  ])
  return 0
}

const askedOf = ({ decision, keys }: WaitingReader): string =>
  decision.kind === "later"
    ? `waits until ${new Date(decision.until).toISOString()}`
    : `asks with the new key ${keys.now}`

const subjectOf = ({ subject }: WaitingReader): string => subject ?? "(hidden subject)"

const toListed = ({ message, address, subject, since, decision, keys }: WaitingReader) => ({
  id: message,
  address,
  subject,
  since: new Date(since).toISOString(),
  decision: decision.kind,
  until: decision.kind === "later" ? new Date(decision.until).toISOString() : null,
  key: keys.now,
  keyBefore: keys.before,
})

/** `smp grant ID --to E`, `smp grant ID --to E --refuse`. */
export async function grant(line: CommandLine): Promise<number> {
  const id = messageId.safeParse(line.words[1])
  const [typed] = line.lists.to
  if (!id.success || typed === undefined) throw new UsageError("smp grant ID --to E [--refuse]")
  const { account } = await signedIn(line)
  const reader = { message: id.data, address: normalizeAddress(typed) }
  if (line.values.refuse === true) await refuseReader(account, reader)
  else if ((await letInByPerson(account, [reader])).length === 0)
    throw new Refused(
      `${reader.address} could not be let in: nobody of that address waits, or its new key is not proved`,
    )
  const done = line.values.refuse === true ? "is not let in" : "was let in"
  print(line.json, { id: id.data, address: reader.address, granted: line.values.refuse !== true }, [
    `${reader.address} ${done}.`,
  ])
  return 0
}
