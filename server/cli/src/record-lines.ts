/** The record of a message, and the comparison of checkpoints, as lines for people. */
import type { CheckpointComparison } from "@smp/shared/account"
import type { HistoryEntry, HistoryProblem, HistoryProblemKind, VerifiedHistory } from "@smp/shared/read"

const PROBLEMS = {
  missing: "is missing: the log knows it",
  changed: "was changed after it was logged",
  "out-of-order": "does not stand where it was logged",
  "not-in-log": "is not in the log",
  "evidence-invalid": "has no valid signature behind it",
  "head-contradicts": "contradicts the log's own signed word",
  fork: "is another one than before: two histories were signed",
  rollback: "is older than what this device has seen",
} as const satisfies Record<HistoryProblemKind, string>

const time = (at: number) => new Date(at).toISOString()
const whose = (address: string) => (address === "" ? "the message" : address)

export function recordLines(record: VerifiedHistory): string[] {
  const { entries, problems, isComplete, pending, checkedAt, checkpoint } = record
  const count = `${entries.length} entries, checked at ${time(checkedAt)}`
  const waiting = pending === 0 ? "" : `, ${pending} not in the log yet`
  return [
    ...entries.map(entryLine),
    isComplete ? `The record is complete: ${count}${waiting}.` : `The record does NOT hold: ${count}${waiting}.`,
    ...problems.map((problem) => `  ${problemLine(problem)}`),
    ...(checkpoint === null
      ? []
      : ["Checkpoint, to compare with somebody else's:", "", ...checkpoint.note.split("\n")]),
  ]
}

function entryLine({ address, kind, at, n, signed, state, client }: HistoryEntry): string {
  const place = n === null ? "" : ` ${n}`
  const by = client === null ? "" : `, ${client}`
  return `  ${time(at)} ${whose(address)}${place}: ${kind}${by}${signed ? ", signed" : ""}, ${state}`
}

function problemLine({ kind, address, n, event }: HistoryProblem): string {
  if (address === null)
    return `${kind === "fork" || kind === "rollback" ? "The log" : "The slip's entry"} ${PROBLEMS[kind]}.`
  const entry = n === null ? "the record" : `entry ${n}`
  const what = event === null ? entry : `${entry} (${event.kind}, ${time(event.at)})`
  return `${whose(address)}: ${what} ${PROBLEMS[kind]}.`
}

export function comparisonLines({ outcome, origin, theirs, ours }: CheckpointComparison): string[] {
  switch (outcome) {
    case "same":
      return [`${origin}: one history (theirs ${theirs} entries, this account's ${ours}).`]
    case "fork":
      return [
        `${origin}: TWO HISTORIES. The server showed others something else. Keep both checkpoints: they prove it.`,
      ]
    case "unreadable":
      return ["That is not a checkpoint which this log signed."]
    case "unknown-log":
      return [`${origin}: this account has not seen that log.`]
  }
}
