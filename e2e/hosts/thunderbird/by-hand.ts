/**
 * The real Thunderbird for a person to try: throw-away profile with a private mailbox, into which the notices of the local
 * server's outbox are delivered. Started by `npm run thunderbird`.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { startSmtpSink } from "../smtp-sink.ts"
import type { OutboxMail } from "../server.ts"
import { addInFile } from "./add-in-file.ts"
import { startDisplay } from "./display.ts"
import { startDovecot } from "./dovecot.ts"
import { startThunderbird } from "./thunderbird.ts"
import { pause } from "./wait.ts"

const { values } = parseArgs({
  options: {
    server: { type: "string", default: `http://localhost:${process.env["PORT"] ?? "8480"}` },
    email: { type: "string", default: "anna@example.test" },
    name: { type: "string", default: "Anna Weber" },
  },
})
const home = mkdtempSync(join(tmpdir(), "thunderbird-"))
const user = "me"
const dovecot = await startDovecot()
const sink = await startSmtpSink()
const own = process.env["DISPLAY"] === undefined ? await startDisplay("1400x1000") : null
const thunderbird = await startThunderbird({
  profile: join(home, "profile"),
  account: { address: values.email, name: values.name, user, imapPort: dovecot.port, smtpPort: sink.port },
  xpi: addInFile(),
  managed: { server: values.server },
  display: own?.name ?? process.env["DISPLAY"] ?? "",
})
await thunderbird.connectMail()
console.log(
  `Thunderbird is open${own === null ? "" : ` on display ${own.name} (there is no screen here)`} as ${values.email}.`,
)
console.log(
  `Server: ${values.server}. Notices from its outbox arrive in this mailbox. Close Thunderbird or press Ctrl+C to end.`,
)

let isOver = false
const over = thunderbird.exited.then(() => {
  isOver = true
})
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void thunderbird.stop())
const delivered = new Set<string>()
while (!isOver) {
  await deliverNotices()
  await Promise.race([over, pause(1_000)])
}
await dovecot.stop()
await own?.stop()
rmSync(home, { recursive: true, force: true })
process.exit(0)

/** What the local server would have mailed, and what Thunderbird itself mailed to this address. */
async function deliverNotices(): Promise<void> {
  const mails = await outbox()
  const own = sink.to(values.email).map((mail) => mail.raw.toString("utf8"))
  const notices = mails
    .filter((mail) => mail.to.toLowerCase().includes(values.email.toLowerCase()))
    .map((mail) => mail.raw)
  for (const raw of [...notices, ...own]) {
    if (!delivered.has(raw)) dovecot.deliver(user, raw)
    delivered.add(raw)
  }
}

async function outbox(): Promise<OutboxMail[]> {
  try {
    const reply = await fetch(`${values.server}/dev/outbox.json`)
    return reply.ok ? ((await reply.json()) as OutboxMail[]) : []
  } catch {
    return [] // the server is not there yet
  }
}
