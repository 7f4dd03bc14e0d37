/**
 * Signed policies of organizations (docs/PROTOCOL.md §2.4): the only source of agent, prover, archive and log keys.
 * Promises: the root is pinned at first use, the version never falls, a policy asked for by hash has that hash.
 */
import { decodeCbor, encodeCbor, equalBytes, refuse, toBase64url, toHex } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { signedFromText, statementFromText } from "../client/index.ts"
import type { ApiClient, LocalStore } from "../client/index.ts"
import { checkChain, checkPolicyStep, isSameKey, readPolicy, readStatement } from "../slip/index.ts"
import type { SignedPolicy, Statement } from "../slip/index.ts"
import { principalId } from "../wire/index.ts"
import type { OrganizationId, PolicyReply } from "../wire/index.ts"
import type { RingBody } from "./key-ring.ts"

export interface VerifiedPolicy {
  readonly org: OrganizationId
  readonly policy: SignedPolicy
  /** Newest of the root's chain. */
  readonly root: Statement
  /** Checked chains of the principals that the policy names, agent epochs newest last. */
  readonly principals: ReadonlyMap<string, readonly Statement[]>
}

type PolicyMark = RingBody["policies"][number]

export interface PolicyView {
  /** Newest policy of an organization the person belongs to. Whether it has run out is the sender's question. */
  newest(org: OrganizationId): Promise<VerifiedPolicy>
  /** The policy with this hash, as a message names it. */
  byHash(org: OrganizationId, hash: Bytes): Promise<VerifiedPolicy>
  /** What `newest` gave last, for reading, where an hour's age does no harm. */
  known(org: OrganizationId): VerifiedPolicy | null
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
  const newest = new Map<OrganizationId, VerifiedPolicy>()
  const remember = async (verified: VerifiedPolicy) => {
    marks.set(verified.org, [
      verified.org,
      principalId.parse(verified.root.prn),
      verified.root.kid,
      verified.policy.ver,
      verified.policy.hash,
    ])
    await parts.store.set("policies", encodeCbor([...marks.values()]))
    cache.set(`${verified.org}/${toHex(verified.policy.hash)}`, verified)
  }
  return {
    marks: () => [...marks.values()],
    known: (org) => newest.get(org) ?? null,
    newest: async (org) => {
      const asked = marks.get(org)?.[3] ?? 0
      const verified = await verifyPolicyReply(await parts.client.policy(org), org)
      const known = marks.get(org)
      if (known !== undefined) {
        checkRoot(verified, known)
        // Another answer overtook this one: what it said counts. None may go back behind what was known before.
        const { ver } = verified.policy
        const newer = newest.get(org)
        if (newer !== undefined && ver >= asked && ver < newer.policy.ver) return newer
        checkMark(known, verified.policy)
        const held = cache.get(`${org}/${toHex(known[4])}`)?.policy
        if (held !== undefined) checkPolicyStep(held, verified.policy, verified.root)
      }
      await remember(verified)
      newest.set(org, verified)
      return verified
    },
    byHash: async (org, hash) => {
      const held = cache.get(`${org}/${toHex(hash)}`)
      if (held !== undefined) return held
      const verified = await verifyPolicyReply(await parts.client.policy(org, toBase64url(hash)), org)
      if (!equalBytes(verified.policy.hash, hash)) return refuse("policy-rollback", "another policy than asked for")
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
async function verifyPolicyReply(reply: PolicyReply, org: OrganizationId): Promise<VerifiedPolicy> {
  const rootChain = await Promise.all(reply.root.map((text) => readStatement(statementFromText(text))))
  const root = await checkChain(rootChain)
  const signed = signedFromText(reply.policy)
  const signer = rootChain.find((statement) => equalBytes(statement.kid, signed.k))
  if (signer === undefined || root.kind !== "root") return refuse("policy-rollback", "no root for the policy")
  const policy = await readPolicy(signed, signer)
  if (policy.org !== org) return refuse("policy-rollback", "policy of another organization")
  const principals = new Map<string, readonly Statement[]>()
  for (const { prn, statements } of reply.principals) {
    const chain = await Promise.all(statements.map((text) => readStatement(statementFromText(text))))
    if ((await checkChain(chain)).prn === prn) principals.set(prn, chain)
  }
  return { org, policy, root, principals }
}

/** The pinned root key is the one of today, or led to it by rotations. */
function checkRoot({ root }: VerifiedPolicy, [, prn, kid]: PolicyMark): void {
  if (root.prn !== prn || !isSameKey(root, kid)) refuse("policy-rollback", "the organization's root key is another one")
}

/** What the ring and this device remember: version and hash, without the policy itself. */
function checkMark([, , , ver, hash]: PolicyMark, next: SignedPolicy): void {
  if (next.ver < ver) refuse("policy-rollback", "an older policy")
  if (next.ver === ver && !equalBytes(next.hash, hash)) refuse("policy-rollback", "two policies of one version")
}
