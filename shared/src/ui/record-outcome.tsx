/** What the check of the record said, in words: one line where it is complete, every problem where it is not. */
import {
  Link,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Spinner,
  tokens,
} from "@fluentui/react-components"
import { ClockRegular, ShieldCheckmarkRegular } from "@fluentui/react-icons"
import type { Formats } from "./formats.ts"
import { useFormats, useStrings } from "./provider.tsx"
import type { HistoryProblem, VerifiedHistory } from "../view/index.ts"
import type { RecordState } from "./record-view.ts"
import type { Strings } from "./strings/en.ts"

const useStyles = makeStyles({
  line: {
    display: "grid",
    gridTemplateColumns: "20px 1fr",
    columnGap: tokens.spacingHorizontalS,
    alignItems: "start",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
  link: { fontSize: "inherit", lineHeight: "inherit" },
  complete: { color: tokens.colorStatusSuccessForeground1 },
  problems: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalXS,
    marginBlockStart: tokens.spacingVerticalXS,
    paddingInlineStart: tokens.spacingHorizontalL,
    listStyleType: "disc",
    overflowWrap: "anywhere",
  },
})

const SHOWN_PROBLEMS = 12

export interface RecordOutcomeProps {
  readonly state: RecordState
  /** Names of people by address. */
  readonly names: ReadonlyMap<string, string>
  /** Opens the whole record; left out where it is shown already. */
  readonly onRecord?: (() => void) | undefined
}

export function RecordOutcome({ state, names, onRecord }: RecordOutcomeProps) {
  const styles = useStyles()
  const { record: text } = useStrings()
  const link = onRecord !== undefined && (
    <>
      {" "}
      <Link as="button" inline className={styles.link} onClick={onRecord}>
        {text.check}
      </Link>
    </>
  )
  if (state.state === "checked" && !state.record.isComplete)
    return <Broken record={state.record} names={names} link={link} />
  const isComplete = state.state === "checked"
  return (
    <div className={styles.line} data-record={isComplete ? "complete" : state.state}>
      {state.state === "checking" ? (
        <Spinner size="extra-tiny" aria-hidden />
      ) : isComplete ? (
        <ShieldCheckmarkRegular fontSize={20} className={styles.complete} aria-hidden />
      ) : (
        <ClockRegular fontSize={20} aria-hidden />
      )}
      <p>
        <Sentence state={state} />
        {link}
      </p>
    </div>
  )
}

function Sentence({ state }: { readonly state: RecordState }) {
  const { record: text } = useStrings()
  const formats = useFormats()
  if (state.state === "checking") return text.checking
  if (state.state === "unreachable") return text.unreachable
  const { entries, checkedAt, pending } = state.record
  const complete = text.complete(entries.length, formats.inSentence(checkedAt))
  return pending === 0 ? complete : `${complete} ${text.pending(pending)}`
}

function Broken({
  record,
  names,
  link,
}: {
  readonly record: VerifiedHistory
  readonly names: ReadonlyMap<string, string>
  readonly link: React.ReactNode
}) {
  const styles = useStyles()
  const strings = useStrings()
  const formats = useFormats()
  const { record: text } = strings
  return (
    <MessageBar intent="error" layout="multiline" data-record="broken">
      <MessageBarBody>
        <MessageBarTitle>{text.broken(record.problems.length, formats.inSentence(record.checkedAt))}</MessageBarTitle>{" "}
        {text.brokenText}
        {link}
        <ul className={styles.problems}>
          {record.problems.slice(0, SHOWN_PROBLEMS).map((problem, at) => (
            <li key={`${at} ${problem.kind}`} data-problem={problem.kind}>
              {problemText(problem, { names, strings, formats })}
            </li>
          ))}
        </ul>
      </MessageBarBody>
    </MessageBar>
  )
}

interface Words {
  readonly names: ReadonlyMap<string, string>
  readonly strings: Strings
  readonly formats: Formats
}

function problemText({ kind, address, n, event }: HistoryProblem, { names, strings, formats }: Words): string {
  const { record: text } = strings
  if (address === null) {
    const subject = kind === "fork" || kind === "rollback" ? text.theLog : text.theSlip
    return `${subject} ${text.problem[kind]}.`
  }
  const whose = address === "" ? text.whole : (names.get(address) ?? address)
  const number = n === null ? text.itsRecord : text.entry(formats.number(n + 1))
  const what = event === null ? number : text.named(number, eventName(event.kind, strings), formats.full(event.at))
  return `${text.about(whose, what)} ${text.problem[kind]}.`
}

/** The words of the slip; a kind that nobody knows is shown as it is. */
export function eventName(kind: string, { slip, record }: Strings): string {
  const names = slip.people.event
  if (kind === "displayed") return slip.people.state.displayed
  if (kind === "downloaded") return record.saved
  const known = Object.hasOwn(names, kind) ? names[kind as keyof typeof names] : kind
  return typeof known === "string" ? known : kind
}
