/** The record of a message as plain data that was checked. */

/** What can be wrong with a record (docs/PROTOCOL.md §7.3). */
export type HistoryProblemKind =
  /** An event that the log knows is not shown. */
  | "missing"
  /** An event says something else than what was logged. */
  | "changed"
  | "out-of-order"
  /** An event, or the slip, is not proved to be in the log. */
  | "not-in-log"
  /** The signed word that belongs to an event does not verify. */
  | "evidence-invalid"
  /** The log's own signed word does not fit what is shown. */
  | "head-contradicts"
  /** Two histories were shown; signed evidence. */
  | "fork"
  /** Less is shown than was shown before. */
  | "rollback"

export interface HistoryProblem {
  readonly kind: HistoryProblemKind
  /** The recipient concerned; "": the message as a whole; null: the slip, or the log itself. */
  readonly address: string | null
  /** Number of the entry in its chain, from 0; null: the hand-over, or no single entry. */
  readonly n: number | null
  readonly event: { readonly kind: string; readonly at: number } | null
}

export interface HistoryEntry {
  /** "": the message as a whole. */
  readonly address: string
  readonly kind: string
  readonly at: number
  readonly obj: string | null
  readonly client: string | null
  readonly n: number | null
  /** A signed word of a person or the agent stands behind it, and was verified. */
  readonly signed: boolean
  /** `covered`: by the slip's leaf. */
  readonly state: "proved" | "covered" | "pending" | HistoryProblemKind
}

export interface VerifiedHistory {
  /** Everything that the log knows is here and unchanged. */
  readonly isComplete: boolean
  /** By time. */
  readonly entries: readonly HistoryEntry[]
  /** Too young to be in the log. */
  readonly pending: number
  readonly problems: readonly HistoryProblem[]
  readonly checkedAt: number
  /** What the log was at that time, signed: two people who compare theirs find a forked log. null: none that verifies. */
  readonly checkpoint: { readonly origin: string; readonly size: number; readonly note: string } | null
}
