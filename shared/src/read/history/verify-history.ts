/**
 * Checks the whole record of a message (docs/PROTOCOL.md §7.3): the slip's leaf, every event of every chain that this
 * person may see, the log's word about each chain, the signed words behind events, and what this device saw before.
 * Promises: whatever does not fit is named; nothing is called complete that was not compared with the log.
 * Never: throws for what a server claims; only where nothing could be fetched.
 */
import { organizationLog } from "../../account/index.ts"
import { ProtocolError, toHex } from "../../bytes/index.ts"
import { signedFromText } from "../../client/index.ts"
import { addressOfChain, answersOf } from "../../log/index.ts"
import type { Checkpoint } from "../../log/index.ts"
import type { GrantRecord } from "../../slip/index.ts"
import type { HistoryReply } from "../../wire/index.ts"
import { internalsOf } from "../opened-message.ts"
import { trackedOf } from "../tracked-message.ts"
import type { OpenedMessage } from "../opened-message.ts"
import { knowChains, verifyRecords } from "../tracked-people.ts"
import { checkPage, problemOf } from "./check-page.ts"
import type { PageVerdict } from "./check-page.ts"
import { verifiedRecord } from "./event-evidence.ts"
import type { HistoryProblem, VerifiedHistory } from "../../view/index.ts"
import { keepContradiction, rememberedHeads, rememberHeads } from "./remembered-heads.ts"
import type { RememberedHead } from "./remembered-heads.ts"

/** @throws NetworkError, ApiProblem when the record cannot be fetched */
export async function verifyHistory(
  message: OpenedMessage,
  options: { readonly now?: () => number } = {},
): Promise<VerifiedHistory> {
  const { onlooker } = internalsOf(message)
  const now = (options.now ?? Date.now)()
  const origin = organizationLog(onlooker.view.logs.keyLog, message.org)
  const chains = chainsOf(message, onlooker.address)
  await knowChains(trackedOf(message), [...chains].map(addressOfChain))
  const remembered = await rememberedHeads(onlooker.store)
  const [checkpoint, verdicts] = await checkPages({ message, origin, remembered, now })
  const shown = new Set(verdicts.flatMap(({ shown: part }) => part))
  const problems = [
    ...(await againstSender(message, origin)),
    ...verdicts.flatMap((part) => part.problems),
    ...(checkpoint === null ? [] : differing(chains, shown)),
  ]
  await keepHeads(message, { verdicts, problems, remembered })
  const entries = verdicts.flatMap((part) => part.entries).sort((a, b) => a.at - b.at)
  return {
    isComplete: problems.length === 0 && checkpoint !== null,
    entries,
    pending: entries.filter(({ state }) => state === "pending").length,
    problems,
    checkedAt: now,
    checkpoint,
  }
}

/** Names of all chains that this person may see: by the verified slip, not by what the server names. */
function chainsOf({ to, cc, bcc, role, options }: OpenedMessage, own: string): ReadonlySet<string> {
  const isTold = (address: string) => role === "from" || options.share === true || address === own
  const addresses = [...to, ...cc, ...bcc].map(({ address }) => address).filter(isTold)
  const answering = addresses.filter((address) => role === "from" || address === own)
  return new Set(["", ...addresses, ...answering.map(answersOf)])
}

/** Chains that should be there and are not, and the other way round. */
function differing(chains: ReadonlySet<string>, shown: ReadonlySet<string>): HistoryProblem[] {
  const missing = [...chains].filter((name) => !shown.has(name))
  const added = [...shown].filter((name) => !chains.has(name))
  return [
    ...missing.map((name) => problemOf("missing", addressOfChain(name))),
    ...added.map((name) => problemOf("changed", addressOfChain(name))),
  ]
}

interface PagesCase {
  readonly message: OpenedMessage
  readonly origin: string
  readonly remembered: ReadonlyMap<string, RememberedHead>
  readonly now: number
}
type Verdict = PageVerdict & { readonly shown: readonly string[] }

/** Every part of the record, each under its own checkpoint; ends where the log does not hold. */
async function checkPages(check: PagesCase): Promise<[VerifiedHistory["checkpoint"], Verdict[]]> {
  const { message, origin } = check
  const { client, view } = internalsOf(message).onlooker
  const verdicts: Verdict[] = []
  let checkpoint: VerifiedHistory["checkpoint"] = null
  for (let from: number | null = 0; from !== null;) {
    const notBelow = view.logs.sizeOf(origin)
    const page: HistoryReply = await client.history(message.id, from)
    const accepted = await accept(message, { origin, note: page.checkpoint, notBelow })
    if ("kind" in accepted) {
      verdicts.push({ entries: [], problems: [accepted], heads: [], shown: [] })
      return [null, verdicts]
    }
    checkpoint = { origin, size: accepted.size, note: page.checkpoint }
    const records = [...(await verifyRecords(trackedOf(message), page)), ...(await recordsIn(message, page))]
    const verdict = await checkPage({ ...check, records, page, checkpoint: accepted })
    verdicts.push({ ...verdict, shown: page.chains.map(({ name }) => name) })
    from = page.next !== null && page.next > from ? page.next : null
  }
  return [checkpoint, verdicts]
}

async function accept(
  message: OpenedMessage,
  answer: { origin: string; note: string; notBelow: number },
): Promise<Checkpoint | HistoryProblem> {
  try {
    return await internalsOf(message).onlooker.view.logs.accept({ log: message.org, ...answer })
  } catch (error) {
    return problemOf(logProblem(error))
  }
}

/** Which of the log's contradictions it is; anything else is no refusal and is thrown on. */
function logProblem(error: unknown): HistoryProblem["kind"] {
  if (!(error instanceof ProtocolError)) throw error
  if (error.code === "log-rollback") return "rollback"
  return error.code === "log-fork" ? "fork" : "not-in-log"
}

/** Two groups of people who are shown different histories find out with the first message between them. */
async function againstSender(message: OpenedMessage, origin: string): Promise<HistoryProblem[]> {
  const { logs } = internalsOf(message).onlooker.view
  try {
    await logs.isSameHistory("keys", logs.keyLog, message.slip.logs[0])
    await logs.isSameHistory(message.org, origin, message.slip.logs[1])
    return []
  } catch (error) {
    return [problemOf(logProblem(error))]
  }
}

/** Records that let somebody in stand in the record itself, also those of keys that hold nothing any more. */
async function recordsIn(message: OpenedMessage, page: HistoryReply): Promise<GrantRecord[]> {
  const signed = page.chains.flatMap(({ events }) =>
    events.flatMap(({ kind, evidence }) => (evidence !== null && RECORDED.has(kind) ? [signedFromText(evidence)] : [])),
  )
  const records = await Promise.all(signed.map((one) => verifiedRecord(trackedOf(message), one)))
  return records.filter((record) => record !== null)
}
const RECORDED: ReadonlySet<string> = new Set(["granted", "regranted"])

async function keepHeads(
  message: OpenedMessage,
  found: {
    verdicts: readonly Verdict[]
    problems: readonly HistoryProblem[]
    remembered: ReadonlyMap<string, RememberedHead>
  },
): Promise<void> {
  const { store } = internalsOf(message).onlooker
  const heads = found.verdicts.flatMap((part) => part.heads)
  if (!found.problems.some(({ kind }) => kind === "fork" || kind === "rollback")) return rememberHeads(store, heads)
  for (const { head, signed } of heads) {
    const known = found.remembered.get(toHex(head.key))
    if (known !== undefined && (head.n ?? -1) <= known.n) await keepContradiction(store, known, signed)
  }
}
