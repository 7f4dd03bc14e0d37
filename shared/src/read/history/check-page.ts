/** One answer about a record, under one checkpoint: its leaves, the hand-over, and every chain in it (docs/PROTOCOL.md §7.3). */
import { equalBytes, fromBase64url, ProtocolError, toHex } from "../../bytes/index.ts"
import type { Bytes } from "../../bytes/index.ts"
import { signedFromText } from "../../client/index.ts"
import {
  addressOfChain,
  chainKey,
  isAnswersChain,
  isIntervalLeaf,
  leafHash,
  minuteOf,
  readHead,
  slipLeaf,
  verifyInclusion,
} from "../../log/index.ts"
import type { Checkpoint } from "../../log/index.ts"
import type { GrantRecord } from "../../slip/index.ts"
import type { HistoryReply } from "../../wire/index.ts"
import { internalsOf } from "../opened-message.ts"
import { trackedOf } from "../tracked-message.ts"
import type { OpenedMessage } from "../opened-message.ts"
import { checkChain } from "./check-chain.ts"
import { judgeEvidence } from "./event-evidence.ts"
import type { HistoryEntry, HistoryProblem } from "../../view/index.ts"
import type { RememberedHead, SeenHead } from "./remembered-heads.ts"

export interface PageCase {
  readonly message: OpenedMessage
  /** Of the organization's log. */
  readonly origin: string
  readonly page: HistoryReply
  readonly checkpoint: Checkpoint
  /** Verified: who was let in by which key. */
  readonly records: readonly GrantRecord[]
  readonly remembered: ReadonlyMap<string, RememberedHead>
  readonly now: number
}
export interface PageVerdict {
  readonly entries: readonly HistoryEntry[]
  readonly problems: readonly HistoryProblem[]
  /** Signed, of these chains, and as new as the checkpoint. */
  readonly heads: readonly SeenHead[]
}
type Chain = HistoryReply["chains"][number]

/** A leaf must be covered within a minute; two, because clocks differ. */
const PENDING_MS = 120_000

export const problemOf = (kind: HistoryProblem["kind"], address: string | null = null): HistoryProblem => ({
  kind,
  address,
  n: null,
  event: null,
})

export async function checkPage(check: PageCase): Promise<PageVerdict> {
  const leaves = provedLeaves(check)
  const verdicts = await Promise.all(check.page.chains.map((chain) => checkOne(check, chain, leaves)))
  return {
    entries: verdicts.flatMap(({ entries }) => entries),
    problems: [...slipProblems(check), ...verdicts.flatMap(({ problems }) => problems)],
    heads: verdicts.flatMap(({ heads }) => heads),
  }
}

/** Leaves whose very row is in the log. */
function provedLeaves({ page, checkpoint }: PageCase): Map<number, Bytes> {
  const proved = new Map<number, Bytes>()
  for (const { index, stored, path } of page.leaves) {
    const leaf = stored === null ? null : fromBase64url(stored)
    if (leaf !== null && isIntervalLeaf(leaf) && isIncluded(leaf, { index, path }, checkpoint)) proved.set(index, leaf)
  }
  return proved
}

function isIncluded(leaf: Bytes, at: { index: number; path: readonly string[] }, { size, root }: Checkpoint): boolean {
  try {
    verifyInclusion(leafHash(leaf), at.index, size, at.path.map(fromBase64url), root)
    return true
  } catch (error) {
    if (error instanceof ProtocolError) return false
    throw error
  }
}

function slipProblems({ message, page, checkpoint, now }: PageCase): HistoryProblem[] {
  const { index, minute } = internalsOf(message).reply.log
  if (index >= checkpoint.size && now - message.sentAt < PENDING_MS) return []
  if (minute !== minuteOf(minute)) return [problemOf("not-in-log")]
  const expected = slipLeaf({ minute, slipHash: message.slipHash })
  const held = page.leaves.find((leaf) => leaf.index === index)
  if (held === undefined || !isIncluded(expected, held, checkpoint)) return [problemOf("not-in-log")]
  // The proof holds; its row was changed all the same.
  const isSame = held.stored !== null && equalBytes(fromBase64url(held.stored), expected)
  return isSame ? [] : [problemOf("changed")]
}

async function checkOne(check: PageCase, chain: Chain, leaves: ReadonlyMap<number, Bytes>): Promise<PageVerdict> {
  const { message, now, remembered } = check
  const { sealed } = internalsOf(message)
  const key = chainKey(sealed.header.com, chain.name)
  const address = addressOfChain(chain.name)
  const seen = await seenHead(check, chain, key)
  const handedOver = chain.events.filter(({ kind, entry }) => kind === "queued" && entry === null)
  const verdict = await checkChain({
    org: message.org,
    msg: message.id,
    address,
    key,
    events: chain.events.filter((event) => !handedOver.includes(event)),
    head: seen?.head ?? null,
    leaves,
    remembered: remembered.get(toHex(key)) ?? null,
    judge: ({ kind, obj }, evidence) =>
      judgeEvidence(trackedOf(message), address, { event: { kind, obj, evidence }, records: check.records }),
    now,
  })
  const queued = handOver(check, chain.name, handedOver)
  return {
    entries: [...queued.entries, ...verdict.entries],
    problems: [...queued.problems, ...verdict.problems],
    heads: seen === null ? [] : [seen],
  }
}

async function seenHead({ message, origin, checkpoint }: PageCase, chain: Chain, key: Bytes): Promise<SeenHead | null> {
  const pin = internalsOf(message).onlooker.view.logs.pinOf(origin)
  const signed = signedFromText(chain.head)
  const head = pin === null ? null : await readHead(signed, pin.pub).catch(() => null)
  const isOfChain = head !== null && head.origin === origin && equalBytes(head.key, key)
  // An older word could hide what came since.
  return isOfChain && head.size >= checkpoint.size ? { head, signed } : null
}

/** "queued": one for each recipient, in the minute of the slip's leaf, which covers it. */
function handOver(
  { message }: PageCase,
  name: string,
  events: Chain["events"],
): Pick<PageVerdict, "entries" | "problems"> {
  const address = addressOfChain(name)
  const isPersons = name !== "" && !isAnswersChain(name)
  const { minute } = internalsOf(message).reply.log
  const entries: HistoryEntry[] = events.map(({ kind, at, obj, client, evidence }, place) => {
    const isSame = place === 0 && minuteOf(at) === minute && obj === null && client === null && evidence === null
    const state = isSame && isPersons ? "covered" : "changed"
    return { address, kind, at, obj, client, n: null, signed: false, state }
  })
  const problems = entries.flatMap(({ state, kind, at }): HistoryProblem[] =>
    state === "changed" ? [{ kind: "changed", address, n: null, event: { kind, at } }] : [],
  )
  return { entries, problems: entries.length > 0 || !isPersons ? problems : [problemOf("missing", address)] }
}
