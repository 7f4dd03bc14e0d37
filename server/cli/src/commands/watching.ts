/** smp watch: what changes, as it changes, until it is interrupted. */
import process from "node:process"
import type { LiveEvent } from "@smp/shared/wire"
import { signedIn } from "../connection.ts"
import type { CommandLine } from "../options.ts"
import { print, say } from "../terminal.ts"

export async function watch(line: CommandLine): Promise<number> {
  const { account } = await signedIn(line)
  const end = new AbortController()
  process.once("SIGINT", () => end.abort())
  process.once("SIGTERM", () => end.abort())
  if (!line.json) say("Watching; Ctrl+C ends it.")
  await account.client.watch((event) => print(line.json, event, [sentenceOf(event)]), end.signal)
  return 0
}

function sentenceOf(event: LiveEvent): string {
  switch (event.kind) {
    case "message":
      return `${event.id}  a message arrived, or was sent`
    case "tracking":
      return `${event.id}  something happened to it: smp slip ${event.id}`
    case "wanted":
      return `${event.id}  a reader waits for it: smp wanted`
    case "draft":
      return `${event.id}  a draft was saved or deleted`
    case "refresh":
      return "Something was missed: look again."
    case "signed-out":
      return "The session has ended."
  }
}
