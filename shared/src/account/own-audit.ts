/**
 * The audit of one's own entries in the key log at sign-in (docs/PROTOCOL.md §7.2, review C2, M6): every statement under
 * the own index must be one of ours, and the ring that the server serves must be the newest that the log knows.
 */
import { equalBytes, fromBase64url, refuse } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import type { ApiClient } from "../client/index.ts"
import { leafHash, logIndex, readLeaf, verifyInclusion, vrfAlpha, vrfVerify } from "../log/index.ts"
import type { RingLeaf } from "../log/index.ts"
import type { LogPins } from "./log-pins.ts"

export type AccountAlarm =
  /** Somebody announced a key for this address that is not in the ring. */
  "foreign-key"

interface OwnFacts {
  readonly address: string
  readonly keyLog: string
  /** Hashes of the own statements: those of the ring, and those that they follow by `prev`. */
  readonly statements: readonly Bytes[]
  readonly ring: { readonly ver: number; readonly akv: number; readonly hash: Bytes }
}

/** @throws ProtocolError log-rollback when the log knows a newer ring; returns the alarms that are shown but do not stop. */
export async function auditOwnLeaves(
  client: Pick<ApiClient, "ownLeaves">,
  logs: LogPins,
  facts: OwnFacts,
): Promise<AccountAlarm[]> {
  const notBelow = logs.sizeOf(facts.keyLog)
  const reply = await client.ownLeaves()
  const checkpoint = await logs.accept({ log: "keys", origin: facts.keyLog, note: reply.checkpoint, notBelow })
  const vrf = logs.pinOf(facts.keyLog)?.vrf ?? refuse("log-missing", "no VRF key")
  const index = logIndex(vrfVerify(vrf, vrfAlpha(facts.address), fromBase64url(reply.proof)))
  const alarms = new Set<AccountAlarm>()
  for (const held of reply.leaves) {
    const bytes = fromBase64url(held.leaf)
    verifyInclusion(leafHash(bytes), held.index, checkpoint.size, held.inclusion.map(fromBase64url), checkpoint.root)
    const leaf = readLeaf(bytes)
    if ((leaf.type !== "key" && leaf.type !== "ring") || !equalBytes(leaf.index, index)) {
      return refuse("log-missing", "a leaf of another index")
    }
    if (leaf.type === "ring") checkRing(leaf, facts)
    else if (!facts.statements.some((own) => equalBytes(own, leaf.statementHash))) alarms.add("foreign-key")
  }
  return [...alarms]
}

/** The log may lag a minute behind the server; it may never be ahead of the ring we were given. */
function checkRing({ ver, akv, ringHash }: RingLeaf, facts: OwnFacts): void {
  if (ver > facts.ring.ver || akv > facts.ring.akv) refuse("log-rollback", "the log knows a newer ring")
  if (ver === facts.ring.ver && !equalBytes(ringHash, facts.ring.hash))
    refuse("log-rollback", "the log knows another ring")
}
