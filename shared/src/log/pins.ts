/** What a client remembers of a log: the largest checkpoint that it has verified (docs/PROTOCOL.md §7.2). */
import { equalBytes, refuse } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import type { Checkpoint } from "./checkpoints.ts"
import { EMPTY_ROOT, verifyConsistency } from "./hashing.ts"

export interface Pin {
  readonly origin: string
  readonly pub: Bytes
  /** VRF public key; null for a log without an index. */
  readonly vrf: Bytes | null
  readonly size: number
  readonly root: Bytes
}

/** A pin that has seen nothing of the log yet. */
export function newPin(origin: string, pub: Bytes, vrf: Bytes | null): Pin {
  return { origin, pub, vrf, size: 0, root: EMPTY_ROOT }
}

/**
 * The pin after a verified checkpoint. Throws log-rollback when the checkpoint is smaller, log-fork when it is of
 * another log or its history does not contain the pinned one.
 */
export function advance(pin: Pin, checkpoint: Checkpoint, consistencyPath: readonly Bytes[]): Pin {
  if (checkpoint.origin !== pin.origin) refuse("log-fork", "another log")
  verifyConsistency(pin.size, checkpoint.size, consistencyPath, pin.root, checkpoint.root)
  if (checkpoint.size === 0 && !equalBytes(checkpoint.root, EMPTY_ROOT)) refuse("log-fork", "empty tree with a root")
  return { ...pin, size: checkpoint.size, root: checkpoint.root }
}
