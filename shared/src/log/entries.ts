/**
 * Entries: what happened to a message, in chains, one for each recipient and one for the message as a whole
 * (docs/PROTOCOL.md §7.3).
 */
import { concat, demand, encodeCbor, hash, u16, u64, utf8 } from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import { leafHash, verifyInclusion } from "./hashing.ts"
import { INTERVAL } from "./leaves.ts"
import { MerkleTree } from "./merkle-tree.ts"

export interface LoggedEvent {
  readonly org: string
  readonly msg: string
  /** The recipient concerned; "": the message as a whole. */
  readonly addr: string
  readonly kind: string
  /** Milliseconds since 1970 UTC, by the server's clock. */
  readonly at: number
  readonly obj: string | null
  /** Program and version, as it named itself. */
  readonly client: string | null
  readonly evidence: SignedObject | null
}

/** Where an entry stands. */
export interface EntryPlace {
  /** chainKey of its chain. */
  readonly key: Bytes
  /** 0, 1, 2 … */
  readonly n: number
  /** The entry before; FIRST_PREV at n = 0. */
  readonly prev: Bytes
  /** 32 random bytes: without them nobody can try out what an entry says. */
  readonly salt: Bytes
}

export const FIRST_PREV: Bytes = new Uint8Array(32)
/** Fewer hashes would show how much happened. */
const LEAST_LOG2 = 6
const MOST_LOG2 = 16
/** Entries of one interval at most. */
export const MOST_ENTRIES = 2 ** MOST_LOG2

/** Who answered or passed it on is told to the sender and to that person alone: such events have chains of their own. */
export const ANSWER_KINDS: readonly string[] = ["replied", "forwarded"]
const ANSWERS_OF = "answers "

export const isAnswer = (kind: string): boolean => ANSWER_KINDS.includes(kind)

/** Name of the chain in which an event of this kind stands: the address, "" for the message as a whole, or its answers. */
export const chainOf = (kind: string, address: string): string => (isAnswer(kind) ? answersOf(address) : address)

/** Name of the chain of a person's answers; no address has a blank. */
export const answersOf = (address: string): string => `${ANSWERS_OF}${address}`

export const isAnswersChain = (name: string): boolean => name.startsWith(ANSWERS_OF)

/** Whose chain it is. */
export const addressOfChain = (name: string): string => (isAnswersChain(name) ? name.slice(ANSWERS_OF.length) : name)

/** @param com the commitment in the message's signed header: only who may see the message knows it, and nobody can exchange it. */
export function chainKey(com: Bytes, name: string): Bytes {
  return hash("log-chain", com, utf8(name))
}

/** Hash of a whole signed object, signature included: what stands in an entry. */
function evidenceHash({ b, k, s }: SignedObject): Bytes {
  return hash("entry-evidence", b, k, s)
}

export function entryHash({ key, n, prev, salt }: EntryPlace, event: LoggedEvent): Bytes {
  demand(key.length === 32 && prev.length === 32 && salt.length === 32, "entry")
  const { org, msg, addr, kind, at, obj, client, evidence } = event
  const ev = evidence === null ? null : evidenceHash(evidence)
  return hash(
    "leaf",
    u16(INTERVAL),
    key,
    u64(n),
    prev,
    salt,
    encodeCbor({ v: 1, org, msg, addr, kind, at, obj, client, ev }),
  )
}

/** How many hashes lie below an interval leaf of so many entries: a power of two, at least 64. */
export function intervalWidth(entries: number): number {
  demand(entries <= MOST_ENTRIES, "too many entries")
  let width = 2 ** LEAST_LOG2
  while (width < entries) width *= 2
  return width
}

/** The tree over the hashes of one interval, in their order. */
export function intervalTree(hashes: readonly Bytes[]): MerkleTree {
  const tree = new MerkleTree()
  for (const entry of hashes) tree.append(leafHash(entry))
  return tree
}

/** 32-byte hashes that lie side by side. Throws open-failed for another length. */
export function splitHashes(bytes: Bytes): Bytes[] {
  const count = bytes.length / 32
  demand(Number.isInteger(count) && count === intervalWidth(count), "hashes of an interval")
  return Array.from({ length: count }, (_, at) => bytes.slice(at * 32, at * 32 + 32))
}

export function joinHashes(hashes: readonly Bytes[]): Bytes {
  return concat(...hashes)
}

/** Is the entry at this place below the interval's root? Throws log-missing if it is not proved. */
export function verifyEntry(proof: {
  readonly entry: Bytes
  readonly position: number
  readonly path: readonly Bytes[]
  /** Of the interval's leaf. */
  readonly root: Bytes
}): void {
  const { entry, position, path, root } = proof
  demand(path.length >= LEAST_LOG2 && path.length <= MOST_LOG2, "path of an entry")
  verifyInclusion(leafHash(entry), position, 2 ** path.length, path, root)
}
