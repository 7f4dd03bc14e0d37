/** What all scenes of the lying server share: the people, what was honestly said before, and what counts as a refusal. */
import { ProtocolError } from "@smp/shared/bytes"
import { ApiProblem, NetworkError } from "@smp/shared/client"
import type { OpenedMessage } from "@smp/shared/read"
import { SendStopped } from "@smp/shared/send"
import type { Person } from "../hosts/person.ts"
import type { HostileLine, Lie } from "./hostile-line.ts"
import type { Names } from "./hostile-lies.ts"
import { mustHold } from "./proof.ts"
import type { Town } from "./town.ts"

export interface Tally {
  refused: number
  shown: number
  harmless: number
  /** The client never asked what the lie would have answered. */
  unasked: number
}

/** The scene of all lies: two messages that the reader has, and what the server honestly said about everything. */
export interface Stage {
  town: Town
  names: Names
  truth: OpenedMessage
  otherFile: string
  /** Key ids that may hold a message of these people. */
  keys: Set<string>
  enter(person: Person): Promise<{ line: HostileLine; person: Person }>
}

export type Outcome = keyof Tally

/** Only errors that the protocol knows are refusals; a crash in the middle is a finding. */
function isRefusal(fault: unknown): boolean {
  return (
    fault instanceof ProtocolError ||
    fault instanceof SendStopped ||
    fault instanceof ApiProblem ||
    fault instanceof NetworkError
  )
}

/** The outcome when `work` throws; what it returned otherwise. */
export async function refusedOr<Value>(
  line: HostileLine,
  lie: Lie,
  work: () => Promise<Value>,
): Promise<Value | "refused"> {
  line.lie = lie
  try {
    return await work()
  } catch (fault) {
    mustHold(
      isRefusal(fault),
      `${lie.name}: not a refusal but ${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}`,
    )
    return "refused"
  } finally {
    line.lie = null
  }
}

export const shownOf = (opened: OpenedMessage) =>
  JSON.stringify([
    opened.subject,
    opened.from,
    opened.to,
    opened.cc,
    opened.text,
    opened.html,
    opened.sentAt,
    opened.attachments,
  ])
