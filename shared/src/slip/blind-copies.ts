/**
 * Blind copies: a list that sender and archive hold whole, of which every blind reader can prove his own entry, and
 * whose length nobody else learns (docs/PROTOCOL.md §4.3).
 *
 * The commitment is the root of a tree of 32 leaves (1,024 when there are more than 32 entries). Entries lie at random
 * positions. Salts and filling are derived from the record's secret salt, so that whoever holds the record computes the
 * whole tree again: an entry that the record leaves out cannot hide as filling.
 */
import {
  decodeCbor,
  demand,
  encodeCbor,
  equalBytes,
  hash,
  randomBytes,
  readBytes,
  readCount,
  readId,
  readList,
  readMap,
  readOneOf,
  readTuple,
  u16,
} from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { readRecipient } from "./delivery-slips.ts"
import type { RecipientMode, Scope } from "./delivery-slips.ts"

/** What a leaf says: a blind recipient, or the agent's key that waits for blind first contacts (addr null). */
export interface BlindEntry {
  readonly addr: string | null
  readonly prn: string | null
  readonly kid: Bytes | null
  readonly mode: RecipientMode | "grant-agent"
}
/** What a blind reader is given to find his entry under the slip's commitment. */
export interface BlindProof {
  readonly salt: Bytes
  readonly position: number
  readonly path: readonly Bytes[]
}
export interface BlindRecipient {
  readonly addr: string
  readonly name: string
  readonly prn: string | null
  readonly kid: Bytes | null
  readonly mode: RecipientMode
}
export interface BlindHolder {
  readonly prn: string
  readonly kind: "grant-agent"
  readonly kid: Bytes
  readonly scope: Scope
}
/** The Bcc record, readable by sender and archive alone. */
export interface BccRecord {
  readonly bcc: readonly BlindRecipient[]
  readonly holders: readonly BlindHolder[]
}

/** A record that was read and proved complete. */
export interface ProvedBccRecord extends BccRecord {
  /** In the order of `bcc`: what a blind reader is given to find the own entry. */
  readonly proofs: readonly BlindProof[]
}

const FEW = 32
const MANY = 1024
const MAX_RECORD = 1 << 20

export interface SealedList {
  /** Canonical bytes of the record, to be sealed. */
  readonly record: Bytes
  /** What the slip carries as `bcc`. */
  readonly commitment: Bytes
  /** In the order of the record's `bcc`, then of its `holders`. */
  readonly proofs: readonly BlindProof[]
}

const entryOfRecipient = ({ addr, prn, kid, mode }: BlindRecipient): BlindEntry => ({ addr, prn, kid, mode })
const entryOfHolder = ({ prn, kid, kind }: BlindHolder): BlindEntry => ({ addr: null, prn, kid, mode: kind })

/** Builds record, commitment and proofs. `salt` is random[32] and given only where a vector needs it. */
export function makeBccRecord(
  list: BccRecord,
  salt: Bytes = randomBytes(32),
  positions?: readonly number[],
): SealedList {
  const entries = [...list.bcc.map(entryOfRecipient), ...list.holders.map(entryOfHolder)]
  const size = entries.length <= FEW ? FEW : MANY
  demand(entries.length <= size, "too many blind copies")
  const places = positions ?? drawPositions(size, entries.length)
  const levels = treeOf(salt, size, new Map(entries.map((entry, i) => [places[i] ?? 0, entry])))
  const record = encodeCbor({
    v: 1,
    salt,
    size,
    bcc: list.bcc.map(({ addr, name, prn, kid, mode }, i) => [places[i], addr, name, prn, kid, mode]),
    holders: list.holders.map(({ prn, kind, kid, scope }, i) => [places[list.bcc.length + i], prn, kind, kid, scope]),
  })
  const proofs = entries.map((_, i) => proofAt(salt, levels, places[i] ?? 0))
  return { record, commitment: commitmentOf(size, levels), proofs }
}

/** Reads a record and proves it complete. Throws open-failed when it is not what the slip committed to. */
export function readBccRecord(bytes: Bytes, commitment: Bytes): ProvedBccRecord {
  const fields = readMap(decodeCbor(bytes, MAX_RECORD), ["v", "salt", "size", "bcc", "holders"])
  readOneOf(fields.v, [1])
  const size = readOneOf(fields.size, [FEW, MANY])
  const salt = readBytes(fields.salt, 32)
  const bcc = readList(fields.bcc, size, readBlindRecipient)
  const holders = readList(fields.holders, size, readBlindHolder)
  const placed = new Map<number, BlindEntry>()
  for (const { position, recipient } of bcc) placed.set(position, entryOfRecipient(recipient))
  for (const { position, holder } of holders) placed.set(position, entryOfHolder(holder))
  demand(placed.size === bcc.length + holders.length, "two entries at one position")
  demand(
    [...placed.keys()].every((position) => position < size),
    "position",
  )
  const levels = treeOf(salt, size, placed)
  demand(equalBytes(commitmentOf(size, levels), commitment), "Bcc record of another message")
  return {
    bcc: bcc.map(({ recipient }) => recipient),
    holders: holders.map(({ holder }) => holder),
    proofs: bcc.map(({ position }) => proofAt(salt, levels, position)),
  }
}

/** Does the commitment contain exactly this entry? */
export function isBlindEntry(commitment: Bytes, entry: BlindEntry, proof: BlindProof): boolean {
  const size = 2 ** proof.path.length
  if ((size !== FEW && size !== MANY) || proof.position >= size) return false
  let node = leafOf(proof.salt, entry)
  let position = proof.position
  for (const sibling of proof.path) {
    node = position % 2 === 0 ? nodeHash(node, sibling) : nodeHash(sibling, node)
    position = Math.floor(position / 2)
  }
  return equalBytes(hash("bcc", u16(size), node), commitment)
}

export function encodeBlindProof(proof: BlindProof | null): unknown {
  return proof && [proof.salt, proof.position, proof.path]
}

export function readBlindProof(value: unknown): BlindProof {
  const [salt, position, path] = readTuple(value, 3)
  const nodes = readList(path, 10, (node) => readBytes(node, 32))
  return { salt: readBytes(salt, 32), position: readCount(position), path: nodes }
}

function leafOf(salt: Bytes, { addr, prn, kid, mode }: BlindEntry): Bytes {
  return hash("bcc-entry", salt, encodeCbor([addr, prn, kid, mode]))
}

function saltAt(salt: Bytes, position: number): Bytes {
  return hash("bcc-salt", salt, u16(position))
}

/** Every level of the tree, leaves first. */
function treeOf(salt: Bytes, size: number, entries: ReadonlyMap<number, BlindEntry>): Bytes[][] {
  let level = Array.from({ length: size }, (_, position) => {
    const entry = entries.get(position)
    return entry === undefined ? hash("bcc-filling", salt, u16(position)) : leafOf(saltAt(salt, position), entry)
  })
  const levels = [level]
  while (level.length > 1) {
    const below = level
    level = Array.from({ length: below.length / 2 }, (_, i) => nodeHash(nodeAt(below, 2 * i), nodeAt(below, 2 * i + 1)))
    levels.push(level)
  }
  return levels
}

function nodeHash(left: Bytes, right: Bytes): Bytes {
  return hash("bcc-node", left, right)
}

function nodeAt(level: readonly Bytes[] | undefined, index: number): Bytes {
  const node = level?.[index]
  demand(node !== undefined, "tree node")
  return node
}

function commitmentOf(size: number, levels: readonly Bytes[][]): Bytes {
  return hash("bcc", u16(size), nodeAt(levels.at(-1), 0))
}

function proofAt(salt: Bytes, levels: readonly Bytes[][], position: number): BlindProof {
  const path = levels.slice(0, -1).map((level, height) => {
    const index = Math.floor(position / 2 ** height)
    return nodeAt(level, index % 2 === 0 ? index + 1 : index - 1)
  })
  return { salt: saltAt(salt, position), position, path }
}

/** Distinct positions, each set equally likely: the sizes divide 2^16, so a remainder has no bias. */
function drawPositions(size: number, count: number): number[] {
  const drawn = new Set<number>()
  while (drawn.size < count) {
    const random = randomBytes(256)
    for (let i = 0; i + 1 < random.length && drawn.size < count; i += 2)
      drawn.add(((random[i] ?? 0) * 256 + (random[i + 1] ?? 0)) % size)
  }
  return [...drawn]
}

function readBlindRecipient(value: unknown): { position: number; recipient: BlindRecipient } {
  const [position, ...row] = readTuple(value, 6)
  return { position: readCount(position), recipient: readRecipient(row) }
}

function readBlindHolder(value: unknown): { position: number; holder: BlindHolder } {
  const [position, prn, kind, kid, scope] = readTuple(value, 5)
  const holder = {
    prn: readId("prn", prn),
    kind: readOneOf(kind, ["grant-agent"]),
    kid: readBytes(kid, 32),
    scope: readOneOf(scope, ["all"]),
  }
  return { position: readCount(position), holder }
}
