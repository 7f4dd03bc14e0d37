/**
 * Logs: RFC 6962 trees and proofs, signed notes, the VRF that gives every name one index, the log's signed "latest",
 * a client's pinned view, and the chains of what happened to messages (docs/PROTOCOL.md §7.2, §7.3).
 * Promises: a log that shrinks, forks or hides a leaf is refused, with the signed evidence in the caller's hands.
 * Never: trusts a server's word, keeps time, fetches anything.
 */
export { EMPTY_ROOT, leafHash, nodeHash, verifyConsistency, verifyInclusion } from "./hashing.ts"
export type { ConsistencyProof, InclusionProof } from "./hashing.ts"
export { MerkleTree } from "./merkle-tree.ts"
export { CompactRange } from "./compact-range.ts"
export { logKeyFromSeed, logKid, readCheckpoint, signCheckpoint } from "./checkpoints.ts"
export type { Checkpoint, LogKey } from "./checkpoints.ts"
export { readLatest, signLatest } from "./latest.ts"
export type { Latest } from "./latest.ts"
export {
  addressOfChain,
  ANSWER_KINDS,
  answersOf,
  chainKey,
  chainOf,
  entryHash,
  FIRST_PREV,
  intervalTree,
  intervalWidth,
  isAnswer,
  isAnswersChain,
  joinHashes,
  MOST_ENTRIES,
  splitHashes,
  verifyEntry,
} from "./entries.ts"
export type { EntryPlace, LoggedEvent } from "./entries.ts"
export { readHead, signHead } from "./heads.ts"
export type { Head } from "./heads.ts"
export { intervalLeaf, isIntervalLeaf, keyLeaf, minuteOf, readLeaf, ringLeaf, slipLeaf } from "./leaves.ts"
export type { IntervalLeaf, KeyLeaf, Leaf, OtherLeaf, RingLeaf, SlipLeaf } from "./leaves.ts"
export { advance, newPin } from "./pins.ts"
export type { Pin } from "./pins.ts"
export { logIndex, vrfAlpha, vrfKeyFromSeed, vrfProve, vrfVerify } from "./vrf.ts"
export type { VrfKey } from "./vrf.ts"
