/** What an administrator's client does with the organization's root key: make the first policy, renew it (docs/PROTOCOL.md §2.4). */
import { fromBase64url, refuse } from "../bytes/index.ts"
import { newIdempotencyKey, signedToText, statementFromText, statementToText } from "../client/index.ts"
import { checkChain, FIRST_CONTACT_MODES, isSameKey, makeStatement, readStatement, signPolicy } from "../slip/index.ts"
import type { Policy } from "../slip/index.ts"
import { generateKeySet } from "../suite/index.ts"
import type { OrganizationId, SignedStatementText } from "../wire/index.ts"
import { organizationId } from "../wire/index.ts"
import type { Account } from "./account.ts"
import type { HeldSet } from "./key-ring.ts"
import { heldSet, loadHeldSet } from "./own-keys.ts"
import type { VerifiedPolicy } from "./policy-view.ts"

const DAY_MS = 24 * 3600_000
const POLICY_DAYS = 30
/** Signed again when fewer days than this remain, so that two missed weeks of an administrator still do no harm. */
const RENEW_DAYS = 15
const REGRANT_WAIT_MS = 72 * 3600_000

/** Makes the organization: root key set (kept in this person's ring), first policy, one commit. */
export async function createOrganization(input: {
  readonly account: Account
  readonly name: string
  readonly now?: () => number
}): Promise<OrganizationId> {
  const { account } = input
  const at = (input.now ?? Date.now)()
  const prepared = await account.client.prepareOrganization()
  const agent = await platformAgent(account)
  const { keySet, secret } = await generateKeySet(1)
  const root = await makeStatement(keySet, { kind: "root", addr: null, at })
  const { keyLog } = prepared
  const policy: Policy = {
    org: prepared.org,
    name: input.name,
    ver: 1,
    prev: null,
    root: root.kid,
    suites: [1, 2],
    first: [...FIRST_CONTACT_MODES],
    holders: [{ prn: agent.prn, kind: "grant-agent", kid: agent.kid }],
    officers: [],
    provers: [{ prn: agent.prn, kid: agent.kid }],
    domains: [],
    logkey: fromBase64url(prepared.logKey),
    keylog: { origin: keyLog.origin, pub: fromBase64url(keyLog.pub), vrf: fromBase64url(keyLog.vrf) },
    regrant: { mode: "ask", wait: REGRANT_WAIT_MS },
    hide: true,
    pad: false,
    until: at + POLICY_DAYS * DAY_MS,
    at,
  }
  // Before the organization exists: a root key that was lost afterwards could never be made good.
  const org = organizationId.parse(prepared.org)
  await account.saveRing((body) => ({ roots: [...body.roots, { org, set: heldSet(secret, root) }] }))
  await account.client.createOrganization(
    { org, name: input.name, root: statementToText(root.raw), policy: signedToText(await signPolicy(keySet, policy)) },
    newIdempotencyKey(),
  )
  await account.refresh()
  return org
}

/**
 * The platform's first-contact service: one chain, checked. The policy names its first key: every later one is reached
 * from there by rotations, and so are the mailbox proofs that earlier ones signed.
 */
async function platformAgent(account: Account) {
  const { agent } = await account.client.platform()
  const chain = await Promise.all(agent.statements.map((text) => readStatement(statementFromText(text))))
  const newest = await checkChain(chain)
  const [first] = chain
  if (first === undefined || newest.kind !== "grant-agent" || !isSameKey(newest, first.kid)) {
    return refuse("hidden-reader", "the platform's agent")
  }
  return first
}

/** Signs again every policy whose root this person holds and that ends soon. */
export async function renewPolicies(account: Account, now: number): Promise<void> {
  for (const { org, set } of account.ring.body.roots) {
    const isAdministrator = account.memberships.some((held) => held.org === org && held.role === "administrator")
    if (!isAdministrator || account.distrusted.has(org)) continue
    const current = await account.view.policy(org)
    if (current.policy.until - now >= RENEW_DAYS * DAY_MS) continue
    await writeNext(account, { current, set, now }, {})
  }
}

/** What an administrator may set; everything else follows from keys and logs. */
export type Rules = Partial<Pick<Policy, "first" | "labels" | "officers" | "regrant" | "mail">>

/**
 * Signs the next version of the organization's rules. @throws ProtocolError unsupported for whoever does not hold the
 * organization's root key.
 */
export async function changeRules(
  account: Account,
  org: OrganizationId,
  rules: Rules,
  now: number = Date.now(),
): Promise<void> {
  await writeNext(account, { current: await account.view.policy(org), set: rootSetOf(account, org), now }, rules)
}

/**
 * Members who may recall messages of others; their keys as the Directory proves them now. @throws ProtocolError
 * address-refused for somebody without a key, key-changed for one whose new key nobody has accepted yet.
 */
export async function officersOf(
  account: Account,
  org: OrganizationId,
  addresses: readonly string[],
): Promise<NonNullable<Rules["officers"]>> {
  const found = await account.view.lookUp(addresses, "send", { policy: await account.view.policy(org) })
  return [...found.values()].map((verified) => {
    if (verified.state === "key-changed") return refuse("key-changed", "an officer's key")
    if (verified.state === "none") return refuse("address-refused", "an officer without a key")
    return { idn: verified.statement.prn, kid: verified.statement.kid }
  })
}

function rootSetOf(account: Account, org: OrganizationId): HeldSet {
  const root = account.ring.body.roots.find((held) => held.org === org)
  return root === undefined ? refuse("unsupported", "the organization's root key is not in this key ring") : root.set
}

/** A key pair for an archive. Its private half stays with whoever calls, and belongs off every line. */
export async function makeArchiveKey(now: number = Date.now()): Promise<HeldSet> {
  const { keySet, secret } = await generateKeySet(1)
  return heldSet(secret, await makeStatement(keySet, { kind: "archive", addr: null, at: now }))
}

/**
 * From now on every message of the organization is locked for this archive too, and says so on its slip; null: for none
 * any more. What was locked for an earlier one stays so. @throws ProtocolError unsupported without the root key.
 */
export async function setArchive(
  account: Account,
  org: OrganizationId,
  archive: Pick<HeldSet, "st"> | null,
  now: number = Date.now(),
): Promise<void> {
  const current = await account.view.policy(org)
  const others = current.policy.holders.filter(({ kind }) => kind !== "archive")
  const step = { current, set: rootSetOf(account, org), now }
  if (archive === null) return writeNext(account, step, { holders: others })
  const { prn, kid, raw } = await readStatement(archive.st)
  await writeNext(account, step, { holders: [...others, { prn, kind: "archive", kid }] }, [statementToText(raw)])
}

interface Step {
  readonly current: VerifiedPolicy
  readonly set: HeldSet
  readonly now: number
}

async function writeNext(
  account: Account,
  { current, set, now }: Step,
  rules: Partial<Policy>,
  principals: readonly SignedStatementText[] = [],
): Promise<void> {
  const { keySet } = await loadHeldSet(set)
  const next: Policy = {
    ...current.policy,
    ...rules,
    ver: current.policy.ver + 1,
    prev: current.policy.hash,
    until: now + POLICY_DAYS * DAY_MS,
    at: now,
  }
  await account.client.writePolicy(current.org, signedToText(await signPolicy(keySet, next)), principals)
  await account.view.policy(current.org)
}
