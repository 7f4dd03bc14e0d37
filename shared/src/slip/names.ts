/** Are the names on the slip those of the keys beside them? (docs/PROTOCOL.md §5.1 step 7b) */
import { equalBytes, toHex } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import type { Slip, SlipHolder, SlipRecipient } from "./delivery-slips.ts"
import { isPolicyHolder } from "./policies.ts"
import type { SignedPolicy } from "./policies.ts"
import type { Statement } from "./statements.ts"

export interface NameProblem {
  readonly field: "from" | "to" | "cc" | "holders" | "pol"
  /** Place in the list; 0 for `from` and `pol`. */
  readonly index: number
  readonly reason: "unknown-key" | "other-name" | "not-in-policy" | "wrong-scope"
}

/** Statements by toHex(kid), of chains that checkChain accepted. */
export type StatementsByKid = ReadonlyMap<string, Statement>

export function statementsByKid(chains: Iterable<readonly Statement[]>): Map<string, Statement> {
  const found = new Map<string, Statement>()
  for (const chain of chains) for (const statement of chain) found.set(toHex(statement.kid), statement)
  return found
}

/**
 * Every entry whose key is not a logged key of that address and principal, and every holder whom the policy with hash
 * `pol` does not name with its kind and scope. None means the names are right; else the verdict is `altered-names`.
 */
export function checkNames(slip: Slip, statements: StatementsByKid, policy: SignedPolicy): NameProblem[] {
  const find = (kid: Bytes): Statement | undefined => statements.get(toHex(kid))
  const problems: NameProblem[] = []
  const note = (field: NameProblem["field"], index: number, reason: NameProblem["reason"] | null): void => {
    if (reason !== null) problems.push({ field, index, reason })
  }
  note("from", 0, whatIsWrong(slip.from, find(slip.from.kid)))
  for (const field of ["to", "cc"] as const) {
    slip[field].forEach((recipient, index) => note(field, index, recipientProblem(recipient, find)))
  }
  const isPolicy = equalBytes(policy.hash, slip.pol) && policy.org === slip.org
  note("pol", 0, isPolicy ? null : "not-in-policy")
  slip.holders.forEach((holder, index) => note("holders", index, holderProblem(holder, find(holder.kid), slip, policy)))
  return problems
}

function recipientProblem(
  recipient: SlipRecipient,
  find: (kid: Bytes) => Statement | undefined,
): NameProblem["reason"] | null {
  return recipient.kid === null ? null : whatIsWrong(recipient, find(recipient.kid))
}

function whatIsWrong(
  named: { addr: string; prn: string | null },
  statement: Statement | undefined,
): NameProblem["reason"] | null {
  if (statement === undefined) return "unknown-key"
  const isPersonal = statement.kind === "person" || statement.kind === "group"
  return isPersonal && statement.addr === named.addr && statement.prn === named.prn ? null : "other-name"
}

function holderProblem(
  holder: SlipHolder,
  statement: Statement | undefined,
  slip: Slip,
  policy: SignedPolicy,
): NameProblem["reason"] | null {
  if (statement === undefined) return "unknown-key"
  if (statement.prn !== holder.prn || statement.kind !== holder.kind) return "other-name"
  if (!isPolicyHolder(policy, holder.kind, statement)) return "not-in-policy"
  if (holder.scope !== (holder.kind === "scanner" ? "files" : "all")) return "wrong-scope"
  const hasFirstContact = [...slip.to, ...slip.cc].some(({ mode }) => mode === "agent")
  return holder.kind === "grant-agent" && !hasFirstContact ? "wrong-scope" : null
}

/**
 * Was somebody else's key used in my place? True when the slip, or the record that let me in, names for my address a
 * key that is in none of my statements (docs/PROTOCOL.md §5.1 step 10).
 */
export function namesForeignKey(
  slip: Slip,
  record: { addr: string | null; kid: Bytes } | null,
  me: { addr: string; chain: readonly Statement[] },
): boolean {
  const named = [slip.from, ...slip.to, ...slip.cc, ...(record === null ? [] : [record])].filter(
    ({ addr }) => addr === me.addr,
  )
  return named.some(({ kid }) => kid !== null && !me.chain.some((statement) => equalBytes(statement.kid, kid)))
}
