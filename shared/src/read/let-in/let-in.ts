/**
 * Letting waiting readers in: what no person has to decide at once, the rest when a person says so
 * (docs/PROTOCOL.md §5.2).
 */
import type { Account } from "../../account/index.ts"
import { ProtocolError, toBase64url } from "../../bytes/index.ts"
import type { Bytes } from "../../bytes/index.ts"
import { ApiProblem } from "../../client/index.ts"
import type { MessageId, WantedReader } from "../../wire/index.ts"
import { issueGrant } from "./issue.ts"
import type { Consent } from "./issue.ts"
import { candidates } from "./waiting-readers.ts"
import type { Candidate, WaitingReader } from "./waiting-readers.ts"

/** As many as one request takes. */
const BATCH = 50
/** Messages that are opened and locked again side by side. */
const AT_ONCE = 4

export interface LetInResult {
  /** Readers let in by this call. */
  readonly letIn: readonly WaitingReader[]
  /** Those whom only a person may let in, or who wait for the end of a cool-down. */
  readonly waiting: readonly WaitingReader[]
}

/** @throws ApiProblem, NetworkError; ProtocolError when the Directory's answer does not hold. */
export async function letInByRule(
  account: Account,
  now: number = Date.now(),
  list?: readonly WantedReader[],
): Promise<LetInResult> {
  const all = await candidates(account, list ?? (await account.client.wanted()), now)
  const byItself = all.filter(({ decision }) => decision.kind === "by-itself")
  const letIn: Candidate[] = []
  const asking: WaitingReader[] = []
  for (let at = 0; at < byItself.length; at += BATCH) {
    const outcome = await offer(account, byItself.slice(at, at + BATCH), { consent: "none", now })
    letIn.push(...outcome.letIn)
    asking.push(...outcome.asking)
  }
  const waiting = [...all.filter(({ decision }) => decision.kind !== "by-itself"), ...asking]
  return { letIn: letIn.map(shown), waiting: waiting.map(shown) }
}

/**
 * A person looked at who asks and says yes, for all these messages. The new key becomes this person's pin for the
 * address. @returns those that were let in.
 */
export async function letInByPerson(
  account: Account,
  readers: readonly { readonly message: MessageId; readonly address: string }[],
  now: number = Date.now(),
): Promise<WaitingReader[]> {
  const wanted = new Set(readers.map(({ message, address }) => `${message} ${address}`))
  const list = await account.client.wanted()
  const chosen = await candidates(
    account,
    list.filter(({ message, address }) => wanted.has(`${message} ${address}`)),
    now,
  )
  const letIn: Candidate[] = []
  for (let at = 0; at < chosen.length; at += BATCH)
    letIn.push(...(await offer(account, chosen.slice(at, at + BATCH), { consent: "person", now })).letIn)
  for (const statement of new Map(letIn.map((reader) => [reader.address, reader.statement])).values())
    await account.view.acceptKey(statement, "seen")
  return letIn.map(shown)
}

/** The sender does not let this reader in. */
export function refuseReader(account: Account, reader: { message: MessageId; address: string }): Promise<void> {
  return account.client.refuseWanted(reader)
}

/** One that fails its checks does not hold up the others; one that needs a person after all is asked about. */
async function offer(
  account: Account,
  readers: readonly Candidate[],
  how: { consent: Consent; now: number },
): Promise<{ letIn: Candidate[]; asking: Candidate[] }> {
  const made: { reader: Candidate; grant: string }[] = []
  const asking: Candidate[] = []
  for (let at = 0; at < readers.length; at += AT_ONCE) {
    const some = readers.slice(at, at + AT_ONCE)
    // In the order of the list, whichever is ready first.
    const grants = await Promise.all(some.map((reader) => issue(account, reader, how)))
    for (const [index, reader] of some.entries()) {
      const grant = grants[index] ?? null
      if (grant === "ask") asking.push({ ...reader, decision: { kind: "ask" } })
      else if (grant !== null) made.push({ reader, grant: toBase64url(grant) })
    }
  }
  if (made.length === 0) return { letIn: [], asking }
  const granted = await account.client.letIn(made.map(({ reader, grant }) => ({ message: reader.message, grant })))
  return { letIn: made.flatMap(({ reader }, at) => (granted[at] === true ? [reader] : [])), asking }
}

/** null: it fails its checks; "ask": a person has to decide after all. */
async function issue(
  account: Account,
  reader: Candidate,
  how: { consent: Consent; now: number },
): Promise<Bytes | "ask" | null> {
  try {
    return await issueGrant(account, reader, how)
  } catch (error) {
    if (!(error instanceof ProtocolError) && !(error instanceof ApiProblem)) throw error
    return error.code === "key-changed" ? "ask" : null
  }
}

function shown({ message, org, address, subject, sentAt, since, decision, keys }: WaitingReader): WaitingReader {
  return { message, org, address, subject, sentAt, since, decision, keys }
}
