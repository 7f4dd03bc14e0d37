/**
 * One answer of the Directory, checked completely before a byte of it is believed (docs/PROTOCOL.md §2.3, §6.2, §7.2):
 * VRF proof of the log index, the log's signed `latest`, inclusion in the checkpoint, the chain, the mailbox proof.
 */
import { equalBytes, fromBase64url, refuse } from "../bytes/index.ts"
import { signedFromText, statementFromText } from "../client/index.ts"
import { keyLeaf, leafHash, logIndex, readLatest, verifyInclusion, vrfAlpha, vrfVerify } from "../log/index.ts"
import type { Checkpoint, Pin } from "../log/index.ts"
import { checkChain, checkMailboxProof, readStatement } from "../slip/index.ts"
import type { Statement } from "../slip/index.ts"
import type { DirectoryEntryText } from "../wire/index.ts"
import { requireFresh } from "./log-pins.ts"
import type { VerifiedPolicy } from "./policy-view.ts"

export interface CheckedEntry {
  readonly name: string
  /** Empty: the log signed that this name has no key. */
  readonly chain: readonly Statement[]
  readonly relation: DirectoryEntryText["relation"]
  readonly displayName: string | null
  /** The mailbox of every `first` and `reset` was proved to a prover of the policy. */
  readonly isMailboxProved: boolean
}

export interface EntryContext {
  readonly pin: Pin
  readonly checkpoint: Checkpoint
  /** Whose provers count; null: none is known yet, so nothing counts as proved. */
  readonly policy: VerifiedPolicy | null
  /** Milliseconds; null for reading, where an older word of the log is enough. */
  readonly freshAt: number | null
}

/** @throws ProtocolError open-failed, log-missing, log-fork. */
export async function checkEntry(entry: DirectoryEntryText, context: EntryContext): Promise<CheckedEntry> {
  const { pin, checkpoint } = context
  const vrf = pin.vrf ?? refuse("log-missing", "no VRF key")
  const index = logIndex(vrfVerify(vrf, vrfAlpha(entry.name), fromBase64url(entry.proof)))
  const latest = await readLatest(signedFromText(entry.latest), pin.pub)
  if (latest.origin !== pin.origin || !equalBytes(latest.index, index)) refuse("open-failed", "latest of another name")
  if (latest.size > checkpoint.size) refuse("log-missing", "latest is ahead of its checkpoint")
  if (context.freshAt !== null) requireFresh(latest.at, context.freshAt)
  const shown = { name: entry.name, relation: entry.relation, displayName: entry.displayName }
  if (latest.st === null) {
    if (entry.statements.length > 0) refuse("log-fork", "statements beside a signed 'no key'")
    return { ...shown, chain: [], isMailboxProved: false }
  }
  const chain = await Promise.all(entry.statements.map((text) => readStatement(statementFromText(text))))
  const newest = await checkChain(chain)
  if ((newest.addr ?? newest.prn) !== entry.name) refuse("open-failed", "statement of another name")
  if (newest.seq !== latest.seq || !equalBytes(newest.hash, latest.st))
    refuse("log-missing", "not the newest statement")
  checkLeaf(entry, newest, index, checkpoint)
  return { ...shown, chain, isMailboxProved: await areMailboxesProved(entry, chain, context.policy) }
}

function checkLeaf(
  entry: DirectoryEntryText,
  newest: Statement,
  index: Uint8Array<ArrayBuffer>,
  checkpoint: Checkpoint,
): void {
  const position = entry.leaves.at(-1)
  if (position === undefined || entry.leaves.length !== entry.statements.length)
    return refuse("log-missing", "leaf position")
  const isAscending = entry.leaves.every((leaf, at) => at === 0 || (entry.leaves[at - 1]?.index ?? 0) < leaf.index)
  if (!isAscending) refuse("log-missing", "leaves out of order")
  const leaf = keyLeaf({ minute: position.minute, index, seq: newest.seq, statementHash: newest.hash })
  verifyInclusion(leafHash(leaf), position.index, checkpoint.size, entry.inclusion.map(fromBase64url), checkpoint.root)
}

async function areMailboxesProved(
  entry: DirectoryEntryText,
  chain: readonly Statement[],
  known: VerifiedPolicy | null,
): Promise<boolean> {
  for (const [at, statement] of chain.entries()) {
    if (statement.how === "rotate") continue
    const text = entry.mailboxProofs[at]
    if (text === undefined || text === null || known === null) return false
    const signed = signedFromText(text)
    const prover = [...known.principals.values()].flat().find((candidate) => equalBytes(candidate.kid, signed.k))
    if (prover === undefined) return false
    await checkMailboxProof({ signed, statement, prover, policy: known.policy })
  }
  return true
}
