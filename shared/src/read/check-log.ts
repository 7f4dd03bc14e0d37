/** Is this very slip in the log of its organization, and does the sender's view of the logs agree with ours? (§5.1 step 11) */
import type { Account } from "../account/index.ts"
import { organizationLog } from "../account/index.ts"
import { fromBase64url, ProtocolError } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { NetworkError } from "../client/index.ts"
import { leafHash, slipLeaf, verifyInclusion } from "../log/index.ts"
import type { Slip } from "../slip/index.ts"
import type { MessageReply, OrganizationId } from "../wire/index.ts"
import type { LogState, ReadAlarm } from "./opened-message.ts"

interface LogCase {
  readonly account: Pick<Account, "view">
  readonly org: OrganizationId
  readonly slip: Slip
  readonly slipHash: Bytes
  readonly log: MessageReply["log"]
  /** Size of the organization's log that was known when the message was asked for. */
  readonly notBelow: number
  readonly now: number
}

export interface LogVerdict {
  readonly log: LogState
  readonly alarms: readonly ReadAlarm[]
}

/** A leaf must be covered within a minute (docs/PROTOCOL.md §7.2); two, because clocks differ. */
const PENDING_MS = 120_000
const ALARMS: ReadonlySet<string> = new Set<ReadAlarm>(["log-fork", "log-rollback", "log-missing"])

/** Never throws for what the log says: the message is shown, with the state named. */
export async function checkLog(check: LogCase): Promise<LogVerdict> {
  try {
    await compareViews(check)
    return { log: await proveSlip(check), alarms: [] }
  } catch (error) {
    if (error instanceof NetworkError) return { log: "unreachable", alarms: [] }
    if (error instanceof ProtocolError) {
      const alarm = ALARMS.has(error.code) ? (error.code as ReadAlarm) : "log-missing"
      return { log: "unreachable", alarms: [alarm] }
    }
    throw error
  }
}

async function proveSlip({ account, org, slipHash, slip, log, notBelow, now }: LogCase): Promise<LogState> {
  const { logs } = account.view
  const origin = organizationLog(logs.keyLog, org)
  const checkpoint = await logs.accept({ log: org, origin, note: log.checkpoint, notBelow })
  if (log.index >= checkpoint.size) {
    if (now - slip.at < PENDING_MS) return "pending"
    throw new ProtocolError("log-missing", "the slip is not in the log")
  }
  const leaf = slipLeaf({ minute: log.minute, slipHash })
  verifyInclusion(leafHash(leaf), log.index, checkpoint.size, log.inclusion.map(fromBase64url), checkpoint.root)
  return "proved"
}

/** Two groups of people who are shown different histories find out with the first message between them. */
async function compareViews({ account, org, slip }: LogCase): Promise<void> {
  const { logs } = account.view
  await Promise.all([
    logs.isSameHistory("keys", logs.keyLog, slip.logs[0]),
    logs.isSameHistory(org, organizationLog(logs.keyLog, org), slip.logs[1]),
  ])
}
