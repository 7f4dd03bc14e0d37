/**
 * Who will be able to open the message, checked before anything is encrypted (docs/PROTOCOL.md §2.3, §6.1).
 * Promises: every key comes from a fresh, completely verified answer; a first contact only where the log signed that the
 * address has no key and the policy allows it; a changed key is never used before the sender decided.
 */
import type { Account, Verified, VerifiedPolicy } from "../account/index.ts"
import { ProtocolError, refuse } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { checkPolicyCurrent, FIRST_CONTACT_MODES, isPolicyHolder } from "../slip/index.ts"
import type { FirstContactMode, Statement } from "../slip/index.ts"
import type { OrganizationId } from "../wire/index.ts"
import { addresseesOf, MAX_FIRST_CONTACTS } from "./draft-limits.ts"
import type { Addressee } from "./draft-limits.ts"
import type { Draft } from "./mail-host.ts"

export type PersonState =
  | {
      readonly kind: "verified"
      readonly statement: Statement
      readonly since: number
      readonly first: boolean
      readonly relation: "colleague" | "registered" | "new"
    }
  /** Has no key yet; `mode`: how such people come in unless the sender chooses otherwise. */
  | { readonly kind: "first-contact"; readonly mode: FirstContactMode }
  | { readonly kind: "key-changed"; readonly old: Bytes; readonly statement: Statement }
  | { readonly kind: "refused"; readonly code: "first-contact-not-allowed" | "suite-refused" }

export interface ReviewedPerson extends Addressee {
  readonly state: PersonState
}

export interface Review {
  readonly org: OrganizationId
  readonly organization: string
  readonly people: readonly ReviewedPerson[]
  /** What the policy allows; hosts show the rest disabled. */
  readonly allows: { readonly hideSubject: boolean; readonly firstContact: readonly FirstContactMode[] }
  /** Something a person should look at before sending: new address, changed key, refusal. */
  readonly needsLook: boolean
  readonly policy: VerifiedPolicy
  readonly agent: Statement | null
  /** Archives of the organization: each gets a key of every message, and stands on its slip. */
  readonly archives: readonly Statement[]
  /** Signed checkpoints of key log and organization log, for the slip. */
  readonly logs: readonly [string, string]
  readonly at: number
}

/** @throws SendStopped for addresses; ProtocolError for answers that do not hold; ApiProblem, NetworkError. */
export async function reviewRecipients(account: Account, draft: Draft, org: OrganizationId): Promise<Review> {
  const addressees = addresseesOf(draft)
  const at = Date.now()
  const policy = await account.view.policy(org)
  // H7: a frozen server would keep a sender for ever on rules, keys and agents that were replaced.
  checkPolicyCurrent(policy.policy, at)
  const { suites } = policy.policy
  if (!suites.includes(account.keySet.suite)) refuse("suite-refused", "the own key")
  const agentPrn = policy.policy.holders.find(({ kind }) => kind === "grant-agent")?.prn ?? null
  const archivePrns = policy.policy.holders.filter(({ kind }) => kind === "archive").map(({ prn }) => prn)
  const services = [...archivePrns, ...(agentPrn === null ? [] : [agentPrn])]
  const names = [...addressees.map(({ address }) => address), ...services]
  const found = await account.view.lookUp(names, "send", { policy })
  const logs = await account.view.checkpoints(org)
  const agent = agentPrn === null ? null : statementOf(found.get(agentPrn))
  const archives = archivePrns.map((prn) => archiveOf(found.get(prn), policy))
  const modes = FIRST_CONTACT_MODES.filter(
    (mode) => policy.policy.first.includes(mode) && (mode !== "agent" || (agent && suites.includes(agent.suite))),
  )
  const people = addressees.map((person) => ({
    ...person,
    state: judge(found.get(person.address), modes[0] ?? null, policy),
  }))
  await account.pins.flush()
  const waiting = people.filter(({ state }) => state.kind === "first-contact" && state.mode === "agent")
  return {
    org,
    organization: policy.policy.name,
    people,
    policy,
    agent,
    archives,
    logs,
    at,
    allows: { hideSubject: policy.policy.hide, firstContact: modes },
    needsLook:
      waiting.length > MAX_FIRST_CONTACTS || people.some(({ state }) => state.kind !== "verified" || state.first),
  }
}

function judge(verified: Verified | undefined, mode: FirstContactMode | null, { policy }: VerifiedPolicy): PersonState {
  if (verified === undefined) throw new ProtocolError("open-failed", "an address without an answer")
  switch (verified.state) {
    case "none":
      return mode === null ? { kind: "refused", code: "first-contact-not-allowed" } : { kind: "first-contact", mode }
    case "key-changed":
      if (!policy.suites.includes(verified.statement.suite)) return { kind: "refused", code: "suite-refused" }
      return { kind: "key-changed", old: verified.old, statement: verified.statement }
    case "verified": {
      const { statement, since, first, relation } = verified
      if (!policy.suites.includes(statement.suite)) return { kind: "refused", code: "suite-refused" }
      return { kind: "verified", statement, since, first, relation }
    }
  }
}

/** Without its archive an organization sends nothing; whatever else the policy names is not this function's matter. */
function archiveOf(verified: Verified | undefined, { policy }: VerifiedPolicy): Statement {
  const statement = statementOf(verified) ?? refuse("hidden-reader", "an archive without a key")
  if (!policy.suites.includes(statement.suite)) refuse("suite-refused", "the archive's key")
  return isPolicyHolder(policy, "archive", statement) ? statement : refuse("hidden-reader", "not the archive")
}

function statementOf(verified: Verified | undefined): Statement | null {
  return verified?.state === "verified" ? verified.statement : null
}
