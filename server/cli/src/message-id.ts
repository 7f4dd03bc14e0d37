/** The id of a message on the command line. */
import { messageId } from "@smp/shared/wire"
import type { MessageId } from "@smp/shared/wire"
import type { CommandLine } from "./options.ts"
import { UsageError } from "./usage.ts"

export function idOf(line: CommandLine): MessageId {
  const id = messageId.safeParse(line.words[1])
  if (!id.success) throw new UsageError("the id of a message is needed")
  return id.data
}
