/** smp verify: a message, this account and its logs, or a folder of evidence. */
import { existsSync, statSync } from "node:fs"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { compareCheckpoint } from "@smp/shared/account"
import type { Account, CheckpointComparison } from "@smp/shared/account"
import { verifyPack } from "@smp/shared/evidence"
import type { PackVerdict } from "@smp/shared/evidence"
import { readMessage, verifyHistory } from "@smp/shared/read"
import { showKid } from "@smp/shared/suite"
import { signedIn } from "../connection.ts"
import { idOf } from "../message-id.ts"
import { passwordFor } from "../own-password.ts"
import type { CommandLine } from "../options.ts"
import { packFolder } from "../pack-folder.ts"
import { comparisonLines, recordLines } from "../record-lines.ts"
import { print } from "../terminal.ts"
import { unzipInto } from "../unzip.ts"
import { UsageError } from "../usage.ts"
import { verdictOf } from "../verdict.ts"

/**
 * With an id: every check of that message and of its whole record, telling nobody. Without: this account, its ring and
 * the logs. With somebody else's checkpoint: are we shown one history?
 */
export async function verify(line: CommandLine): Promise<number> {
  const [, what] = line.words
  if (what === undefined) return line.values.checkpoint === undefined ? verifyAccount(line) : compareOnly(line)
  if (existsSync(what)) return verifyEvidence(line, what)
  const id = idOf(line)
  const { account } = await signedIn(line)
  const message = await readMessage({ account, id, receipt: false, ...passwordFor(line) })
  const result = verdictOf(message)
  const record = await verifyHistory(message)
  const compared = await compare(line, account)
  const isIntact = result.verdict === "intact" && message.alarms.length === 0 && message.log !== "unreachable"
  const isGood = isIntact && record.isComplete && compared?.outcome !== "fork" && compared?.outcome !== "unreadable"
  print(line.json, { ...result, from: message.from.address, ok: isGood, record, compared }, [
    isIntact
      ? `${id}: signed by ${message.from.address}, unchanged, log ${message.log}.`
      : `${id}: ${[result.verdict, message.log, ...message.alarms].join(", ")}.`,
    ...recordLines(record),
    ...(compared === null ? [] : comparisonLines(compared)),
  ])
  return isGood ? 0 : 1
}

async function compare(line: CommandLine, account: Account): Promise<CheckpointComparison | null> {
  const file = line.values.checkpoint
  if (file === undefined) return null
  const text = await readFile(file, "utf8").catch(() => {
    throw new UsageError(`${file} cannot be read`)
  })
  return compareCheckpoint(account.view.logs, text)
}

async function compareOnly(line: CommandLine): Promise<number> {
  const { account } = await signedIn(line)
  const compared = await compare(line, account)
  const isGood = compared?.outcome === "same"
  print(line.json, { ok: isGood, compared }, compared === null ? [] : comparisonLines(compared))
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
  return withPack(path, async (folder) => report(line, await verifyPack(packFolder(folder))))
}

/** A folder, a file in it, or the ZIP file that a browser saved. */
async function withPack(path: string, use: (folder: string) => Promise<number>): Promise<number> {
  const full = resolve(path)
  if (statSync(full).isDirectory()) return use(full)
  if (!full.endsWith(".zip")) return use(dirname(full))
  const unpacked = await mkdtemp(join(tmpdir(), "smp-evidence-"))
  try {
    await unzipInto(unpacked, full)
    return await use(unpacked)
  } finally {
    await rm(unpacked, { recursive: true, force: true })
  }
}

function report(line: CommandLine, { problems, list, checked }: PackVerdict): number {
  const isIntact = checked !== null && checked.message.verdict === "intact"
  const keys = checked === null ? null : keysOf(checked)
  const isGood = problems.length === 0 && isIntact && checked.history.isComplete
  print(line.json, { ok: isGood, verdict: isIntact ? "intact" : "altered", problems, ...keys }, [
    ...problems.map(({ file, reason, detail }) => `${file}: ${reason}${detail === null ? "" : ` (${detail})`}`),
    ...(list === null || checked === null ? [] : [...evidenceLines(checked, list), ...recordLines(checked.history)]),
  ])
  return isGood ? 0 : 1
}

type Checked = NonNullable<PackVerdict["checked"]>
type List = NonNullable<PackVerdict["list"]>

const keysOf = ({ opened, policy, message, history }: Checked) => ({
  signingKey: showKid(opened.header.kid),
  organization: policy.policy.name,
  rootKey: showKid(policy.root.kid),
  log: message.log,
  alarms: message.alarms,
  record: { isComplete: history.isComplete, entries: history.entries.length, problems: history.problems },
})

function evidenceLines(checked: Checked, { addr, at }: List): string[] {
  const { signingKey, organization, rootKey, log } = keysOf(checked)
  const { from, sentAt, subject } = checked.message
  return [
    `Signed by ${from.address} at ${new Date(sentAt).toISOString()}: ${subject ?? ""}`,
    `Key that signed ${signingKey}; log ${log}`,
    `${organization}, root key ${rootKey}: compare it with the one that the organization publishes`,
    `Evidence made and signed by ${addr} at ${new Date(at).toISOString()}`,
  ]
}
