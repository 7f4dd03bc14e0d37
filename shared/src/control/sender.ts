/** Who signed a message, by the Directory's proofs and this person's pins (docs/PROTOCOL.md §2.3, §5.1 step 2). */
import type { Account, Verified, VerifiedPolicy } from "../account/index.ts"
import { fromBase64url, refuse, toBase64url } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { signedFromText, statementFromText } from "../client/index.ts"
import { reachedByRotate, readHeader, readSlip, readStatement } from "../slip/index.ts"
import type { Slip, Statement } from "../slip/index.ts"
import type { MessageReply, OrganizationId } from "../wire/index.ts"

/** What every answer about a message holds. */
export type SignedReply = Pick<MessageReply, "header" | "slip" | "statements">

/** The reader's own organization says which provers count; a guest believes the policy that the message names (H4, M7). */
export async function policyForLookUps(
  account: Account,
  org: OrganizationId,
  reply: SignedReply,
): Promise<VerifiedPolicy | null> {
  const own = account.memberships.filter(({ role }) => role !== "guest")
  const home = own.find((membership) => membership.org === org) ?? own[0]
  if (home !== undefined) return account.policies.known(home.org) ?? account.view.policy(home.org)
  return account.view.policy(org, slipHint(reply)?.pol)
}

/** The server's copy of the slip, unverified: only to know what to ask for. */
export function slipHint(reply: SignedReply): Slip | null {
  try {
    return readSlip(fromBase64url(reply.slip))
  } catch {
    return null
  }
}

/** The address comes from an unverified statement, and counts only once the Directory proved its chain. */
export async function verifySender(
  account: Account,
  reply: SignedReply,
  policy: VerifiedPolicy | null,
): Promise<{ chain: readonly Statement[] }> {
  const { kid } = readHeader(signedFromText(reply.header))
  const hint = await statementOfReply(reply, kid)
  const address = hint?.addr ?? slipHint(reply)?.from.addr ?? refuse("open-failed", "sender unknown")
  const found = await account.view.lookUp([address], "read", { policy })
  return { chain: believed(found.get(address), kid) }
}

/** The pinned key of the address, one that rotations connect with it, or the first one seen. */
function believed(verified: Verified | undefined, kid: Bytes): readonly Statement[] {
  if (verified === undefined || verified.state === "none") return refuse("open-failed", "sender without a key")
  const { chain } = verified
  const pinned = verified.state === "verified" ? verified.statement.kid : verified.old
  if (reachedByRotate(chain, kid, pinned) || reachedByRotate(chain, pinned, kid)) return chain
  return refuse("key-changed", "signed with another key than the one that is known for this address")
}

export async function statementOfReply(reply: SignedReply, kid: Bytes): Promise<Statement | null> {
  const text = reply.statements
    .flatMap(({ statements }) => statements)
    .find((statement) => statement.k === toBase64url(kid))
  return text === undefined ? null : readStatement(statementFromText(text))
}
