/** smp: parse, run one command, exit with 0 (done), 1 (refused) or 2 (wrong usage). */
import "./quiet.ts"
import { argv, exit, stdout } from "node:process"
import { member, setUp } from "./commands/organization.ts"
import { login, registerAccount, reset } from "./commands/account.ts"
import { expire, recall, resume, suspend } from "./commands/controls.ts"
import { archive } from "./commands/archive.ts"
import { bounce } from "./commands/bouncing.ts"
import { draft } from "./commands/drafts.ts"
import { exportMessages } from "./commands/exporting.ts"
import { policy } from "./commands/policy.ts"
import { listMessages, showThread } from "./commands/listing.ts"
import { label, move } from "./commands/mailbox.ts"
import { read, slip } from "./commands/reading.ts"
import { verify } from "./commands/verifying.ts"
import { remind } from "./commands/reminding.ts"
import { send } from "./commands/sending.ts"
import { grant, wanted } from "./commands/waiting.ts"
import { watch } from "./commands/watching.ts"
import { readCommandLine } from "./options.ts"
import type { CommandLine } from "./options.ts"
import { reasonOf } from "./reasons.ts"
import { endProgress, say } from "./terminal.ts"
import { USAGE, UsageError } from "./usage.ts"

/** Each returns its exit code. */
const COMMANDS: Readonly<Record<string, (line: CommandLine) => Promise<number>>> = {
  setup: setUp,
  member,
  policy,
  archive,
  register: registerAccount,
  reset,
  login,
  send,
  draft,
  list: listMessages,
  thread: showThread,
  move,
  label,
  read,
  slip,
  recall,
  suspend,
  resume,
  expire,
  remind,
  bounce,
  watch,
  export: exportMessages,
  wanted,
  grant,
  verify,
}

async function run(args: string[]): Promise<number> {
  const line = readCommandLine(args)
  if (line.values.help === true || line.words[0] === "help") {
    stdout.write(USAGE)
    return 0
  }
  const [name = ""] = line.words
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) throw new UsageError(name === "" ? "a command is needed" : `there is no command ${name}`)
  return command(line)
}

try {
  const code = await run(argv.slice(2))
  exit(code)
} catch (error) {
  endProgress()
  if (error instanceof UsageError) {
    say(`smp: ${error.message}`)
    say("Try smp --help.")
    exit(2)
  }
  say(`smp: ${reasonOf(error)}`)
  exit(1)
}
