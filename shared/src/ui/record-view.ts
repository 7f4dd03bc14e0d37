/** The record of a message as plain data that was checked: what a host gives to the parts. */

export type RecordProblemKind =
  | "missing"
  | "changed"
  | "out-of-order"
  | "not-in-log"
  | "evidence-invalid"
  | "head-contradicts"
  | "fork"
  | "rollback"

export interface RecordProblem {
  readonly kind: RecordProblemKind
  /** The recipient concerned; "": the message as a whole; null: the slip, or the log itself. */
  readonly address: string | null
  /** Number in the chain, from 0; null: no single entry. */
  readonly n: number | null
  readonly event: { readonly kind: string; readonly at: number } | null
}

export interface RecordEntry {
  readonly address: string
  readonly kind: string
  readonly at: number
  readonly client: string | null
  readonly n: number | null
  readonly signed: boolean
  readonly state: "proved" | "covered" | "pending" | RecordProblemKind
}

export interface RecordView {
  readonly isComplete: boolean
  readonly entries: readonly RecordEntry[]
  readonly pending: number
  readonly problems: readonly RecordProblem[]
  readonly checkedAt: number
}

export type RecordState =
  | { readonly state: "checking" }
  | { readonly state: "unreachable" }
  | { readonly state: "checked"; readonly record: RecordView }
