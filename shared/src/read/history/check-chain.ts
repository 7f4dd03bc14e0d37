/** One chain against the log's word about it (docs/PROTOCOL.md §7.3, steps 4 to 8). */
import { equalBytes, fromBase64url, ProtocolError } from "../../bytes/index.ts"
import type { Bytes, SignedObject } from "../../bytes/index.ts"
import { signedFromText } from "../../client/index.ts"
import { entryHash, FIRST_PREV, readLeaf, verifyEntry } from "../../log/index.ts"
import type { Head } from "../../log/index.ts"
import type { HistoryEventText } from "../../wire/index.ts"
import type { HistoryEntry, HistoryProblem, HistoryProblemKind } from "../../view/index.ts"
import type { RememberedHead } from "./remembered-heads.ts"

export interface ChainCase {
  readonly org: string
  readonly msg: string
  /** Whose chain it is. */
  readonly address: string
  readonly key: Bytes
  /** In the order in which they are shown. */
  readonly events: readonly HistoryEventText[]
  /** null: none that is signed, of this chain, and as new as the checkpoint. */
  readonly head: Head | null
  /** Interval leaves that are proved under the checkpoint, and whose rows are the same. */
  readonly leaves: ReadonlyMap<number, Bytes>
  readonly remembered: RememberedHead | null
  readonly judge: (event: HistoryEventText, evidence: SignedObject | null) => Promise<"verified" | "none" | "invalid">
  readonly now: number
}

export interface ChainVerdict {
  readonly entries: readonly HistoryEntry[]
  readonly problems: readonly HistoryProblem[]
}

/** An event must be in the log within a minute; two, because clocks differ. */
const PENDING_MS = 120_000
const MOST_MISSING = 1_000

interface Judged {
  readonly event: HistoryEventText
  readonly n: number | null
  /** As computed from what is shown; null where it cannot be. */
  readonly entry: Bytes | null
  readonly state: "proved" | "pending" | HistoryProblemKind
}

export async function checkChain(chain: ChainCase): Promise<ChainVerdict> {
  const judged = judgeAll(chain)
  const entries: HistoryEntry[] = []
  const problems: HistoryProblem[] = []
  for (const { event, n, state } of judged) {
    const evidence = await chain.judge(event, event.evidence === null ? null : signedFromText(event.evidence))
    const isSound = state === "proved" || state === "pending"
    const final = isSound && evidence === "invalid" ? "evidence-invalid" : state
    const { kind, at, obj, client } = event
    entries.push({ address: chain.address, kind, at, obj, client, n, signed: evidence === "verified", state: final })
    if (final !== "proved" && final !== "pending")
      problems.push({ kind: final, address: chain.address, n, event: { kind, at } })
  }
  const missing = missingOf(chain, judged)
  problems.push(...missing, ...againstHead(chain, judged), ...againstMemory(chain, judged))
  return { entries, problems }
}

function judgeAll(chain: ChainCase): Judged[] {
  const judged: Judged[] = []
  let last = -1
  for (const event of chain.events) {
    const n = event.entry?.n ?? null
    const entry = hashOf(chain, event)
    let state = stateOf(chain, event, entry)
    const before = judged.find((one) => one.n !== null && n !== null && one.n === n - 1 && one.state === "proved")
    if (n !== null && n <= last) state = "out-of-order"
    else if (state === "proved" && !follows(event, n, before?.entry ?? null)) state = "out-of-order"
    // A number that was changed says nothing about the others.
    if (n !== null && (state === "proved" || state === "pending")) last = Math.max(last, n)
    judged.push({ event, n, entry, state })
  }
  return judged
}

/** `before` null: the entry before is not there, which is said elsewhere. */
function follows(event: HistoryEventText, n: number | null, before: Bytes | null): boolean {
  const prev = fromBase64url(event.entry?.prev ?? "")
  return n === 0 ? equalBytes(prev, FIRST_PREV) : before === null || equalBytes(prev, before)
}

function hashOf({ key, org, msg, address }: ChainCase, event: HistoryEventText): Bytes | null {
  if (event.entry === null || event.entry.n < 0) return null
  const { n, prev, salt } = event.entry
  const { kind, at, obj, client, evidence } = event
  const signed = evidence === null ? null : signedFromText(evidence)
  const said = { org, msg, addr: address, kind, at, obj, client, evidence: signed }
  return refusedIsNull(() => entryHash({ key, n, prev: fromBase64url(prev), salt: fromBase64url(salt) }, said))
}

function stateOf(chain: ChainCase, event: HistoryEventText, entry: Bytes | null): Judged["state"] {
  if (entry === null || event.entry === null) return "not-in-log"
  const { n, place, hash } = event.entry
  const isChanged = !equalBytes(entry, fromBase64url(hash))
  if (place === null) {
    if (isChanged) return "changed"
    const isYoung = chain.now - event.at < PENDING_MS && n > (chain.head?.n ?? -1)
    return isYoung ? "pending" : "not-in-log"
  }
  const leaf = chain.leaves.get(place.leaf)
  if (leaf === undefined) return isChanged ? "changed" : "not-in-log"
  const isBelow = refusedIsNull(() => {
    const read = readLeaf(leaf)
    if (read.type !== "interval") return null
    verifyEntry({ entry, position: place.position, path: place.path.map(fromBase64url), root: read.root })
    return true
  })
  if (isBelow !== null) return "proved"
  return isChanged ? "changed" : "not-in-log"
}

/** Numbers up to the head's that no shown event has. */
function missingOf({ address, head }: ChainCase, judged: readonly Judged[]): HistoryProblem[] {
  const shown = new Set(judged.map(({ n }) => n))
  const problems: HistoryProblem[] = []
  for (let n = 0; n <= (head?.n ?? -1) && problems.length < MOST_MISSING; n++)
    if (!shown.has(n)) problems.push({ kind: "missing", address, n, event: null })
  return problems
}

function againstHead({ address, head }: ChainCase, judged: readonly Judged[]): HistoryProblem[] {
  const contradiction = (n: number | null): HistoryProblem[] => [{ kind: "head-contradicts", address, n, event: null }]
  if (head === null) return contradiction(null)
  const proved = judged.filter(({ state }) => state === "proved")
  const beyond = proved.find(({ n }) => n !== null && n > (head.n ?? -1))
  if (beyond !== undefined) return contradiction(beyond.n)
  const last = proved.find(({ n }) => n !== null && n === head.n)?.entry ?? null
  const isSame = last === null || head.entry === null || equalBytes(last, head.entry)
  return isSame ? [] : contradiction(head.n)
}

function againstMemory({ address, head, remembered }: ChainCase, judged: readonly Judged[]): HistoryProblem[] {
  if (remembered === null || head === null) return []
  if (head.n === null || head.entry === null || head.n < remembered.n)
    return [{ kind: "rollback", address, n: remembered.n, event: null }]
  const now =
    head.n === remembered.n
      ? head.entry
      : (judged.find(({ n, state }) => n === remembered.n && state === "proved")?.entry ?? null)
  return now === null || equalBytes(now, remembered.entry)
    ? []
    : [{ kind: "fork", address, n: remembered.n, event: null }]
}

function refusedIsNull<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}
