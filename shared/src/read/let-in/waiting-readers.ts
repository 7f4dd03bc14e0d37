/**
 * Who waits for messages that this person can open, and what is to be done about each (docs/PROTOCOL.md §5.2).
 * Promises: a key counts only by the Directory's complete proofs; a cool-down runs on this client's own clock, from the
 * moment in which it saw the new key in the log.
 */
import type { Account, History, VerifiedPolicy } from "../../account/index.ts"
import { decodeCbor, encodeCbor, equalBytes, fromBase64url, refuse, toHex } from "../../bytes/index.ts"
import { signedFromText } from "../../client/index.ts"
import { parseTicket } from "../../slip/index.ts"
import type { Statement } from "../../slip/index.ts"
import { showKid } from "../../suite/index.ts"
import type { MessageId, OrganizationId, WantedReader } from "../../wire/index.ts"

/** `by-itself`: nothing for a person to decide; `ask`: a person has to; `later`: the organization's cool-down runs. */
export type Decision =
  | { readonly kind: "by-itself" }
  | { readonly kind: "ask" }
  | { readonly kind: "later"; readonly until: number }

export interface WaitingReader {
  readonly message: MessageId
  readonly org: OrganizationId
  readonly address: string
  readonly subject: string | null
  readonly sentAt: number
  readonly since: number
  readonly decision: Decision
  /** Shown to people: the key before, where there was one, and the new one. */
  readonly keys: { readonly before: string | null; readonly now: string; readonly since: number }
}

/** With everything that letting in needs; stays inside `read`. */
export interface Candidate extends WaitingReader {
  readonly wanted: WantedReader
  readonly chain: readonly Statement[]
  readonly statement: Statement
  readonly policy: VerifiedPolicy
}

/** Whoever does not pass the checks of the Directory is left out: nothing is decided by the server's word. */
export async function candidates(account: Account, list: readonly WantedReader[], now: number): Promise<Candidate[]> {
  const found: Candidate[] = []
  for (const org of new Set(list.map((wanted) => wanted.org))) {
    const policy = await account.view.policy(org)
    const isOff = policy.policy.regrant.mode === "off"
    // Where nobody is let in again, first contacts through the sender still are.
    const own = list.filter((wanted) => wanted.org === org && (wanted.ticket !== null || !isOff))
    const histories = await account.view.histories(
      own.map(({ address }) => address),
      policy,
    )
    for (const wanted of own) {
      const history = histories.get(wanted.address)
      const candidate = history === undefined ? null : await candidateOf(account, { wanted, history, policy, now })
      if (candidate !== null) found.push(candidate)
    }
  }
  return found
}

interface Case {
  readonly wanted: WantedReader
  readonly history: History
  readonly policy: VerifiedPolicy
  readonly now: number
}

async function candidateOf(account: Account, { wanted, history, policy, now }: Case): Promise<Candidate | null> {
  const { chain, isMailboxProved } = history
  const statement = chain.at(-1)
  if (statement === undefined || statement.kind !== "person" || statement.addr !== wanted.address) return null
  if (!equalBytes(statement.kid, fromBase64url(wanted.kid))) return null
  // A key that nobody proved the mailbox for is not let in, and nobody is asked about it (H4).
  if (!isMailboxProved) return null
  if (wanted.ticket !== null && !isFirstKey(account, wanted, chain)) return null
  const { message, org, address, subject, sentAt, since } = wanted
  const before = chain.at(-2)
  return {
    message,
    org,
    address,
    subject,
    sentAt,
    since,
    decision: await decide(account, { wanted, history, policy, now }),
    keys: {
      before: before === undefined ? null : showKid(before.kid),
      now: showKid(statement.kid),
      since: statement.at,
    },
    wanted,
    chain,
    statement,
    policy,
  }
}

/**
 * Through the sender alone: the first and only key of the address, no other one pinned before, and where the sender told a
 * code by telephone, its proof (docs/PROTOCOL.md §6.3).
 */
function isFirstKey(account: Account, wanted: WantedReader, chain: readonly Statement[]): boolean {
  const [only, ...more] = chain
  const { mode, code } = parseTicket(signedFromText(wanted.ticket ?? refuse("ticket-refused", "no ticket")))
  if (mode !== "sender" || only === undefined || more.length > 0 || (code && wanted.mac === null)) return false
  const pin = account.pins.get(wanted.address)
  return pin === null || equalBytes(pin.kid, only.kid)
}

async function decide(account: Account, { wanted, history, policy, now }: Case): Promise<Decision> {
  if (wanted.ticket !== null) return { kind: "by-itself" }
  const reset = history.chain.findLast(({ how }) => how === "reset")
  if (reset === undefined) return { kind: "by-itself" }
  const { mode, wait } = policy.policy.regrant
  const seen = await firstSeen(account, reset, now)
  if (mode !== "auto") return { kind: "ask" }
  return now >= seen + wait ? { kind: "by-itself" } : { kind: "later", until: seen + wait }
}

/** When this client first saw the statement proved in the log; never the time that the statement claims. */
async function firstSeen({ store }: Account, statement: Statement, now: number): Promise<number> {
  const key = `first-seen/${toHex(statement.hash)}`
  const held = await store.get(key)
  if (held !== null) {
    const at = decodeCbor(held, 64)
    // A clock that was ahead when it was written must not make the wait endless, nor end it.
    if (typeof at === "number" && at <= now) return at
  }
  await store.set(key, encodeCbor(now))
  return now
}
