/** smp recall, suspend, resume, expire: what a sender decides after the send. */
import { changeExpiry, recallMessage, resumeMessage, suspendMessage } from "@smp/shared/control"
import { readMessage } from "@smp/shared/read"
import type { Account } from "@smp/shared/account"
import type { ObjectId } from "@smp/shared/wire"
import { signedIn } from "../connection.ts"
import { idOf } from "../message-id.ts"
import type { CommandLine } from "../options.ts"
import { passwordFor } from "../own-password.ts"
import { readTime } from "../read-time.ts"
import { print } from "../terminal.ts"
import { Refused, UsageError } from "../usage.ts"

export async function recall(line: CommandLine): Promise<number> {
  const id = idOf(line)
  const reason = line.values.reason ?? ""
  const { to, file } = line.lists
  if (to.length > 0 && file.length > 0) throw new UsageError("--to and --file do not go together")
  const { account } = await signedIn(line)
  const files = file.length === 0 ? undefined : await objectsOf(line, account, file)
  await recallMessage({ account, id, reason, who: to.length === 0 ? undefined : to, files })
  print(line.json, { id, recalled: true, who: to.length === 0 ? null : to, files: files ?? null }, [
    files === undefined
      ? `Recalled${to.length === 0 ? "" : ` for ${to.join(", ")}`}: the keys are destroyed. What was opened cannot be made unread.`
      : `Recalled: ${file.join(", ")}. Nobody but you gets it any more.`,
  ])
  return 0
}

/** Names of files stand inside the message alone: it is opened to find them. */
async function objectsOf(line: CommandLine, account: Account, names: readonly string[]): Promise<ObjectId[]> {
  const id = idOf(line)
  const { attachments } = await readMessage({ account, id, receipt: false, ...passwordFor(line) })
  return names.flatMap((name) => {
    const found = attachments.filter((attachment) => attachment.name === name).map(({ obj }) => obj)
    if (found.length === 0) throw new Refused(`there is no attachment ${name}`)
    return found
  })
}

export async function suspend(line: CommandLine): Promise<number> {
  const id = idOf(line)
  const { account } = await signedIn(line)
  await suspendMessage({ account, id, reason: line.values.reason ?? "" })
  print(line.json, { id, suspended: true }, ["Suspended: nobody but you can open it until smp resume."])
  return 0
}

export async function resume(line: CommandLine): Promise<number> {
  const id = idOf(line)
  const { account } = await signedIn(line)
  await resumeMessage({ account, id })
  print(line.json, { id, suspended: false }, ["Open again."])
  return 0
}

export async function expire(line: CommandLine): Promise<number> {
  const id = idOf(line)
  const at = line.values.at
  if (at === undefined) throw new UsageError("--at is needed: a time, or never")
  const exp = at === "never" ? null : readTime(at)
  const { account } = await signedIn(line)
  await changeExpiry({ account, id, exp })
  const end = exp === null ? null : new Date(exp).toISOString()
  print(line.json, { id, expires: end }, [end === null ? "It has no end now." : `It can be opened until ${end}.`])
  return 0
}
