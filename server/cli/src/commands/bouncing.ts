/** smp bounce: a mail server's report that a notice was not delivered, from a file or a mail program's pipe. */
import { readFile } from "node:fs/promises"
import { isProblem } from "@smp/shared/client"
import { readDeliveryReport } from "@smp/shared/mail"
import { messageId } from "@smp/shared/wire"
import { signedIn } from "../connection.ts"
import type { CommandLine } from "../options.ts"
import { print, readStdin } from "../terminal.ts"
import { Refused, UsageError } from "../usage.ts"

const MOST_BYTES = 32 << 20

export async function bounce(line: CommandLine): Promise<number> {
  const [, file] = line.words
  if (file === undefined) throw new UsageError("a file with the report is needed, or - for standard input")
  const mail = file === "-" ? await readStdin(MOST_BYTES) : await readFile(file)
  const found = readDeliveryReport(mail.toString("utf8"))
  if (found.length === 0) throw new Refused("this mail does not say that a notice was refused for good")
  const { account } = await signedIn(line)
  for (const { message, address } of found) {
    await account.client.reportBounce(messageId.parse(message), address).catch((fault: unknown) => {
      if (isProblem(fault, "not_found")) throw new Refused(`${message} is not yours`)
      throw fault
    })
  }
  print(
    line.json,
    found,
    found.map(({ message, address, status }) => `${message}: not delivered to ${address} (${status})`),
  )
  return 0
}
