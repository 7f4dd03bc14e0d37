/**
 * The record of a message with its proofs (docs/PROTOCOL.md §7.3), as far as the asker may see it.
 * Promises: one checkpoint, heads of that checkpoint or later, and events up to those heads.
 * Never: hides that a row is missing or changed; names a chain of a blind copy to anybody but the sender and that reader.
 */
import { decodeCbor, demand } from "@smp/shared/bytes"
import type { Bytes, SignedObject } from "@smp/shared/bytes"
import { answersOf, chainKey, chainOf, intervalTree, splitHashes } from "@smp/shared/log"
import type { MerkleTree } from "@smp/shared/log"
import { parseRecord, readHeader } from "@smp/shared/slip"
import type { HistoryEventText, HistoryReply } from "@smp/shared/wire"
import type { HistoryRow } from "../data/tracking.store.ts"
import type { LogKeeper } from "../engines/keeper-client.ts"
import type { AuthorizedMessage } from "./authorise.ts"
import type { Logs, LogView } from "./log.service.ts"
import { trackedPeople, visibleRecords } from "./reading.service.ts"
import { refuseRequest } from "./refusal.ts"
import { signedOfText, textOfBytes, textOfSigned } from "./texts.ts"

interface HistoryParts {
  readonly logs: Logs
  readonly keeper: LogKeeper
}
export type History = ReturnType<typeof historyService>

const MOST_CHAINS = 50
/** Something may happen while the parts of one answer are fetched. */
const TRIES = 4

interface Snapshot {
  readonly note: string
  readonly size: number
  readonly rows: readonly HistoryRow[]
  readonly heads: readonly SignedObject[]
}

export function historyService({ logs, keeper }: HistoryParts) {
  const snapshotOf = async (seen: AuthorizedMessage, names: readonly string[]): Promise<Snapshot> => {
    const { organization, message } = seen
    const view = logs.of(organization.id)
    const { com } = readHeader(signedOfText(message.header))
    for (let tries = 1; ; tries++) {
      // Nobody makes an interval end by asking about what he may not see.
      if (await organization.log.hasPending(message.id, names)) await logs.collect(organization.id)
      const { note, size } = await view.sync()
      const rows = await organization.tracking.historyOf(message.id, names)
      const keys = names.map((name) => chainKey(com, name))
      const heads = await keeper.heads(view.origin, keys)
      const snapshot = { note, size, rows, heads }
      if (isOfOneMoment(snapshot, names) || tries === TRIES) return snapshot
    }
  }
  return {
    of: async (seen: AuthorizedMessage, from: number): Promise<HistoryReply> => {
      const { organization, message } = seen
      const all = chainsOf(seen)
      if (!Number.isSafeInteger(from) || from < 0 || from > all.length)
        refuseRequest("request.malformed", "There is no such part of this record.")
      const names = all.slice(from, from + MOST_CHAINS)
      const snapshot = await snapshotOf(seen, names)
      const { rows, heads, note, size } = snapshot
      const named = rows.flatMap(({ interval }) => (interval === null ? [] : [interval]))
      const indexes = [...new Set([message.leafIndex, ...named])].filter((index) => index >= 0 && index < size)
      const stored = await organization.log.storedLeaves(indexes)
      const trees = new Map(indexes.map((index) => [index, treeOf(stored.get(index)?.hashes ?? null)]))
      const next = from + MOST_CHAINS
      return {
        chains: names.map((name, at) => ({
          name,
          events: rows.filter((row) => nameOf(row) === name).map((row) => eventText(row, trees)),
          head: textOfSigned(heads[at] ?? refuseRequest("not_found")),
        })),
        leaves: indexes.map((index) =>
          leafText(logs.of(organization.id), { index, size, row: stored.get(index)?.leaf }),
        ),
        records: (await visibleRecords(seen))
          .filter((record) => names.includes(parseRecord(record).addr ?? ""))
          .map(textOfSigned),
        checkpoint: note,
        next: next < all.length ? next : null,
      }
    },
  }
}

const nameOf = ({ kind, address }: HistoryRow): string => chainOf(kind, address)

/** Of everybody whose tracking the asker may see; answers only of the asker, and all of them for the sender. */
function chainsOf(seen: AuthorizedMessage): string[] {
  const addresses = [...new Set(trackedPeople(seen).map(({ address }) => address))]
  const answering = addresses.filter((address) => seen.role === "from" || address === seen.address)
  return ["", ...addresses, ...answering.map(answersOf)]
}

/** No head is ahead of the rows, no row ahead of the note. What cannot be made to agree was changed by hand. */
function isOfOneMoment({ rows, heads, size }: Snapshot, names: readonly string[]): boolean {
  if (rows.some(({ interval }) => interval !== null && interval >= size)) return false
  return names.every((name, at) => {
    const head = heads[at]
    const { n } = head === undefined ? { n: null } : (decodeCbor(head.b, 8192) as { n: number | null })
    const shown = rows.filter((row) => nameOf(row) === name && row.n !== null && row.interval !== null)
    return (n ?? -1) === Math.max(-1, ...shown.map((row) => row.n ?? -1))
  })
}

function treeOf(hashes: Bytes | null): MerkleTree | null {
  try {
    return hashes === null ? null : intervalTree(splitHashes(hashes))
  } catch {
    return null
  }
}

function eventText(row: HistoryRow, trees: ReadonlyMap<number, MerkleTree | null>): HistoryEventText {
  const { kind, at, object, client, evidence, n, prev, salt, hash } = row
  const shown = { kind, at, obj: object, client, evidence }
  if (n === null || prev === null || salt === null || hash === null) return { ...shown, entry: null }
  const texts = { prev: textOfBytes(prev), salt: textOfBytes(salt), hash: textOfBytes(hash) }
  return { ...shown, entry: { n, ...texts, place: placeOf(row, trees) } }
}

function placeOf(
  { interval, position }: HistoryRow,
  trees: ReadonlyMap<number, MerkleTree | null>,
): { leaf: number; position: number; path: string[] } | null {
  const tree = interval === null ? null : (trees.get(interval) ?? null)
  if (interval === null || position === null || tree === null || position < 0 || position >= tree.size) return null
  return { leaf: interval, position, path: tree.inclusion(position).map(textOfBytes) }
}

function leafText(view: LogView, { index, size, row }: { index: number; size: number; row: Bytes | undefined }) {
  demand(index < size, "leaf")
  const { path } = view.inclusion(index, size)
  return { index, stored: row === undefined ? null : textOfBytes(row), path: path.map(textOfBytes) }
}
