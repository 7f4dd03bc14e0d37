/** smp verify: a message, this account and its logs, or a folder of evidence. */
import { existsSync, statSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { verifyPack } from "@smp/shared/evidence"
import { readMessage } from "@smp/shared/read"
import { showKid } from "@smp/shared/suite"
import { signedIn } from "../connection.ts"
import { idOf } from "../message-id.ts"
import type { CommandLine } from "../options.ts"
import { packFolder } from "../pack-folder.ts"
import { print } from "../terminal.ts"
import { verdictOf } from "../verdict.ts"

/** With an id: every check of that message, telling nobody. Without: this account, its ring and the logs. */
export async function verify(line: CommandLine): Promise<number> {
  const [, what] = line.words
  if (what === undefined) return verifyAccount(line)
  if (existsSync(what)) return verifyEvidence(line, what)
  const id = idOf(line)
  const { account } = await signedIn(line)
  const message = await readMessage({ account, id, receipt: false })
  const result = verdictOf(message)
  const isGood = result.verdict === "intact" && message.alarms.length === 0 && message.log !== "unreachable"
  print(line.json, { ...result, from: message.from.address, ok: isGood }, [
    isGood
      ? `${id}: signed by ${message.from.address}, unchanged, log ${message.log}.`
      : `${id}: ${[result.verdict, message.log, ...message.alarms].join(", ")}.`,
  ])
  return isGood ? 0 : 1
}

async function verifyAccount(line: CommandLine): Promise<number> {
  const { account } = await signedIn(line)
  const logs = account.view.logs.seen().map(([origin, , , size]) => ({ origin, size }))
  const distrusted = [...account.distrusted.keys()]
  const isGood = account.alarms.length === 0 && distrusted.length === 0
  print(line.json, { address: account.address, ok: isGood, alarms: account.alarms, distrusted, logs }, [
    ...logs.map(({ origin, size }) => `${origin}: ${size} entries, only ever grew`),
    isGood
      ? `${account.address}: key ring and log entries are yours.`
      : `${account.address}: ${[...account.alarms, ...distrusted].join(", ")}`,
  ])
  return isGood ? 0 : 1
}

/** Nobody need be signed in, and nothing is asked of a network. */
async function verifyEvidence(line: CommandLine, path: string): Promise<number> {
  const folder = statSync(path).isDirectory() ? resolve(path) : dirname(resolve(path))
  const { problems, list, checked } = await verifyPack(packFolder(folder))
  const isIntact = checked !== null && checked.differences.length + checked.nameProblems.length === 0
  const keys = checked === null ? null : keysOf(checked)
  print(line.json, { ok: problems.length === 0, verdict: isIntact ? "intact" : "altered", problems, ...keys }, [
    ...problems.map(({ file, reason, detail }) => `${file}: ${reason}${detail === null ? "" : ` (${detail})`}`),
    ...(list === null || checked === null ? [] : evidenceLines(checked, list)),
  ])
  return problems.length === 0 && isIntact ? 0 : 1
}

type Checked = NonNullable<Awaited<ReturnType<typeof verifyPack>>["checked"]>
type List = NonNullable<Awaited<ReturnType<typeof verifyPack>>["list"]>

const keysOf = ({ opened, policy, log }: Checked) => ({
  signingKey: showKid(opened.header.kid),
  organization: policy.policy.name,
  rootKey: showKid(policy.root.kid),
  log: log.log,
  alarms: log.alarms,
})

function evidenceLines(checked: Checked, { addr, at }: List): string[] {
  const { signingKey, organization, rootKey, log } = keysOf(checked)
  const { from, sentAt, subject } = checked.facts
  return [
    `Signed by ${from.address} at ${new Date(sentAt).toISOString()}: ${subject ?? ""}`,
    `Key that signed ${signingKey}; log ${log}`,
    `${organization}, root key ${rootKey}: compare it with the one that the organization publishes`,
    `Evidence made and signed by ${addr} at ${new Date(at).toISOString()}`,
  ]
}
