/** One line for each person of a sent message: where it stands, what was last, what comes next; all of it behind the name. */
import { Button, makeStyles, mergeClasses, tokens, useRestoreFocusTarget } from "@fluentui/react-components"
import { ChevronDown16Regular, ChevronRight16Regular } from "@fluentui/react-icons"
import { useId, useState } from "react"
import { PersonAvatar } from "./person-avatar.tsx"
import type { TimelineRow } from "./person-timeline.tsx"
import { useTimeline } from "./person-timeline.tsx"
import { useFormats, useStrings } from "./provider.tsx"
import type { DeliverySlipView, SlipPerson } from "../view/index.ts"
import { StateBadge } from "./state-badge.tsx"
import { TrackingHistory } from "./tracking-history.tsx"

export interface ReminderView {
  readonly address: string
  /** `may`: can be reminded now; `soon`: was or will be within a day; `closed`: cannot open it any more, or not now. */
  readonly state: "may" | "soon" | "opened" | "closed"
  readonly planned: readonly number[]
  readonly reminded: readonly number[]
}

const NARROW = "@media (max-width: 820px)"
const useStyles = makeStyles({
  line: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1.4fr) 130px minmax(0, 1.6fr) minmax(0, 1fr) 132px",
    columnGap: tokens.spacingHorizontalM,
    alignItems: "center",
    paddingBlock: tokens.spacingVerticalS,
    paddingInline: tokens.spacingHorizontalS,
    [NARROW]: {
      gridTemplateColumns: "minmax(0, 1fr) auto",
      gridTemplateAreas: '"who state" "last last" "next act"',
      rowGap: tokens.spacingVerticalXS,
      paddingInline: 0,
    },
  },
  head: { fontSize: tokens.fontSizeBase300, [NARROW]: { display: "none" } },
  row: {
    borderBlockStartWidth: "1px",
    borderBlockStartStyle: "solid",
    borderBlockStartColor: tokens.colorNeutralStroke2,
    ":last-child": {
      borderBlockEndWidth: "1px",
      borderBlockEndStyle: "solid",
      borderBlockEndColor: tokens.colorNeutralStroke2,
    },
  },
  who: {
    display: "grid",
    gridTemplateColumns: "16px 32px minmax(0, 1fr)",
    columnGap: tokens.spacingHorizontalS,
    alignItems: "center",
    padding: 0,
    border: "none",
    font: "inherit",
    color: "inherit",
    textAlign: "start",
    backgroundColor: "transparent",
    cursor: "pointer",
    borderRadius: tokens.borderRadiusMedium,
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "2px" },
    [NARROW]: { gridArea: "who" },
  },
  turned: { ":dir(rtl)": { transform: "scaleX(-1)" } },
  name: { display: "block", overflowWrap: "anywhere" },
  hint: {
    display: "block",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: "anywhere",
  },
  state: { [NARROW]: { gridArea: "state" } },
  last: { [NARROW]: { gridArea: "last", paddingInlineStart: "64px" } },
  next: { color: tokens.colorNeutralForeground2, [NARROW]: { gridArea: "next", paddingInlineStart: "64px" } },
  none: { [NARROW]: { display: "none" } },
  act: { justifySelf: "end", [NARROW]: { gridArea: "act" } },
  history: { paddingInlineStart: "64px", paddingBlockEnd: tokens.spacingVerticalM },
})

export interface TrackingPeopleProps {
  readonly people: readonly SlipPerson[]
  readonly files: DeliverySlipView["files"]
  /** null: not known, so nobody can be reminded from here. */
  readonly reminders: readonly ReminderView[] | null
  readonly onRemind: (person: SlipPerson) => void
  readonly onCancel: (person: SlipPerson) => void
}

export function TrackingPeople({ people, ...rest }: TrackingPeopleProps) {
  const styles = useStyles()
  const { tracking } = useStrings()
  return (
    <div>
      {/* Every line says by itself what these words say of its columns. */}
      <div className={mergeClasses(styles.line, styles.head)} aria-hidden>
        <span>{tracking.person}</span>
        <span>{tracking.state}</span>
        <span>{tracking.last}</span>
        <span>{tracking.next}</span>
      </div>
      <ul>
        {people.map((person) => (
          <PersonLine key={`${person.role} ${person.address}`} person={person} {...rest} />
        ))}
      </ul>
    </div>
  )
}

type PersonLineProps = Omit<TrackingPeopleProps, "people"> & { readonly person: SlipPerson }

function PersonLine({ person, files, reminders, onRemind, onCancel }: PersonLineProps) {
  const styles = useStyles()
  const { slip, tracking, common } = useStrings()
  const [isOpen, setOpen] = useState(false)
  const history = useId()
  const givenBack = useRestoreFocusTarget()
  const name = person.name || person.address
  const last = useTimeline(person, files.length).at(-1)
  const held = reminders?.find(({ address }) => address === person.address) ?? null
  const hint = [slip.people.role[person.role], person.name ? person.address : null].filter(Boolean).join(" · ")
  return (
    <li className={styles.row} data-person={person.address} data-state={person.state}>
      <div className={styles.line}>
        <button
          type="button"
          className={styles.who}
          aria-expanded={isOpen}
          {...(isOpen ? { "aria-controls": history } : {})}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? (
            <ChevronDown16Regular aria-hidden />
          ) : (
            <ChevronRight16Regular className={styles.turned} aria-hidden />
          )}
          <PersonAvatar name={name} address={person.address} />
          <span>
            <bdi className={styles.name}>{person.isMe ? common.withYou(name) : name}</bdi>
            <span className={styles.hint}>{hint}</span>
          </span>
        </button>
        <span className={styles.state}>
          <StateBadge state={person.state} text={slip.people.state[person.state]} />
        </span>
        <span className={styles.last}>{lastText(last, tracking.nothing)}</span>
        <Next held={held} />
        <span className={styles.act}>
          {held?.state === "may" && (
            <Button
              {...givenBack}
              size="small"
              aria-label={tracking.reminder.oneLabel(name)}
              onClick={() => onRemind(person)}
            >
              {tracking.reminder.one}
            </Button>
          )}
          {held !== null && held.state !== "may" && held.planned.length > 0 && (
            <Button size="small" aria-label={tracking.reminder.cancelLabel(name)} onClick={() => onCancel(person)}>
              {tracking.reminder.cancel}
            </Button>
          )}
        </span>
      </div>
      {isOpen && (
        <div id={history} className={styles.history}>
          <TrackingHistory person={person} files={files} />
        </div>
      )}
    </li>
  )
}

/** What is so at this moment has no time. */
function lastText(last: TimelineRow | undefined, nothing: string): string {
  if (last === undefined) return nothing
  return last.key === "waiting" ? last.text : `${last.text} · ${last.time}`
}

function Next({ held }: { readonly held: ReminderView | null }) {
  const styles = useStyles()
  const { reminder } = useStrings().tracking
  const formats = useFormats()
  const planned = held?.planned.at(-1)
  const reminded = held?.reminded.at(-1)
  if (planned !== undefined) return <span className={styles.next}>{reminder.planned(formats.inSentence(planned))}</span>
  if (reminded !== undefined && held?.state !== "opened")
    return <span className={styles.next}>{reminder.reminded(formats.inSentence(reminded))}</span>
  return (
    <span className={mergeClasses(styles.next, styles.none)} aria-hidden>
      –
    </span>
  )
}
