/**
 * Signed policies of organizations (docs/PROTOCOL.md §2.4): the only source of agent, prover, archive and log keys.
 * Promises: the root is pinned at first use, the version never falls, a policy asked for by hash has that hash.
 */
import { decodeCbor, encodeCbor, equalBytes, refuse, toBase64url, toHex } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { signedFromText, statementFromText } from "../client/index.ts"
import type { ApiClient, LocalStore } from "../client/index.ts"
import { checkChain, checkPolicyStep, policyHash, reachedByRotate, readPolicy, readStatement } from "../slip/index.ts"
import type { Policy, Statement } from "../slip/index.ts"
import type { OrganizationId, PolicyReply } from "../wire/index.ts"
import type { RingBody } from "./key-ring.ts"

export interface VerifiedPolicy {
  readonly org: OrganizationId
  readonly name: string
  readonly policy: Policy
  readonly hash: Bytes
  readonly root: Statement
  /** Chains of the principals that the policy names (agent epochs newest last), each beginning at or leading to its kid. */
  readonly principals: ReadonlyMap<string, readonly Statement[]>
}

export type PolicyMark = RingBody["policies"][number]

export interface PolicyView {
  /** Newest policy of an organization the person belongs to. Whether it has run out is the sender's question. */
  newest(org: OrganizationId): Promise<VerifiedPolicy>
  /** The policy with this hash, as a message names it. */
  byHash(org: OrganizationId, hash: Bytes): Promise<VerifiedPolicy>
  marks(): PolicyMark[]
}

interface PolicyParts {
  readonly client: Pick<ApiClient, "policy">
  readonly store: LocalStore
  readonly fromRing: readonly PolicyMark[]
}

export async function openPolicyView(parts: PolicyParts): Promise<PolicyView> {
  const marks = new Map<OrganizationId, PolicyMark>()
  const local = await readMarks(parts.store)
  for (const mark of [...parts.fromRing, ...local]) {
    const known = marks.get(mark[0])
    if (known === undefined || known[3] < mark[3]) marks.set(mark[0], mark)
  }
  const cache = new Map<string, VerifiedPolicy>()
  const remember = async (verified: VerifiedPolicy) => {
    marks.set(verified.org, [verified.org, verified.root.prn, verified.root.kid, verified.policy.ver, verified.hash])
    await parts.store.set("policies", encodeCbor([...marks.values()]))
    cache.set(`${verified.org}/${toHex(verified.hash)}`, verified)
  }
  return {
    marks: () => [...marks.values()],
    newest: async (org) => {
      const verified = await verifyPolicyReply(await parts.client.policy(org), org)
      const known = marks.get(org)
      if (known !== undefined) {
        checkRoot(verified, known)
        checkStep(cache.get(`${org}/${toHex(known[4])}`)?.policy ?? null, known, verified)
      }
      await remember(verified)
      return verified
    },
    byHash: async (org, hash) => {
      const held = cache.get(`${org}/${toHex(hash)}`)
      if (held !== undefined) return held
      const verified = await verifyPolicyReply(await parts.client.policy(org, toBase64url(hash)), org)
      if (!equalBytes(verified.hash, hash)) return refuse("policy-rollback", "another policy than asked for")
      const known = marks.get(org)
      if (known === undefined) await remember(verified)
      else checkRoot(verified, known)
      cache.set(`${org}/${toHex(hash)}`, verified)
      return verified
    },
  }
}

async function readMarks(store: LocalStore): Promise<PolicyMark[]> {
  const held = await store.get("policies")
  return held === null ? [] : (decodeCbor(held, 1 << 20) as PolicyMark[])
}

/** Signatures, root, hash; whether it may replace a known one is checked by the caller. */
export async function verifyPolicyReply(reply: PolicyReply, org: OrganizationId): Promise<VerifiedPolicy> {
  const rootChain = await Promise.all(reply.root.map((text) => readStatement(statementFromText(text))))
  const root = checkChain(rootChain)
  const signed = signedFromText(reply.policy)
  const signer = rootChain.find((statement) => equalBytes(statement.kid, signed.k))
  if (signer === undefined || root.kind !== "root") return refuse("policy-rollback", "no root for the policy")
  const policy = await readPolicy(signed, signer)
  if (policy.org !== org) return refuse("policy-rollback", "policy of another organization")
  const principals = new Map<string, readonly Statement[]>()
  for (const { prn, statements } of reply.principals) {
    const chain = await Promise.all(statements.map((text) => readStatement(statementFromText(text))))
    if (checkChain(chain).prn === prn) principals.set(prn, chain)
  }
  return { org, name: reply.name, policy, hash: policyHash(signed.b), root: signer, principals }
}

function checkRoot(verified: VerifiedPolicy, [, prn, kid]: PolicyMark): void {
  const isSame = verified.root.prn === prn && equalBytes(verified.root.kid, kid)
  if (!isSame) refuse("policy-rollback", "the organization's root key is another one")
}

function checkStep(held: Policy | null, [, , , ver, hash]: PolicyMark, next: VerifiedPolicy): void {
  if (next.policy.ver === ver && !equalBytes(next.hash, hash)) refuse("policy-rollback", "two policies of one version")
  if (next.policy.ver < ver) refuse("policy-rollback", "an older policy")
  if (held !== null && next.policy.ver === ver + 1) checkPolicyStep(held, next.policy)
}

/**
 * The statement by which a principal of the policy signs or is sealed to with `kid`: the policy's own kid, or one that
 * rotations alone connect with it. null: the policy does not know it.
 */
export function policyStatement(verified: VerifiedPolicy, prn: string, named: Bytes, kid: Bytes): Statement | null {
  const chain = verified.principals.get(prn)
  const statement = chain?.find((candidate) => equalBytes(candidate.kid, kid))
  if (chain === undefined || statement === undefined) return null
  const isConnected = reachedByRotate(chain, named, kid) || reachedByRotate(chain, kid, named)
  return isConnected ? statement : null
}

