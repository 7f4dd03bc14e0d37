/** What has happened with one person, oldest first. "Released" and "displayed" are different levels of evidence. */
import { makeStyles, tokens } from "@fluentui/react-components"
import {
  ArrowDownload16Regular,
  AlertOn16Regular,
  ArrowForward16Regular,
  ArrowReply16Regular,
  ArrowUndo16Regular,
  CalendarClock16Regular,
  Delete16Regular,
  Dismiss16Regular,
  Eye16Filled,
  Eye16Regular,
  Hourglass16Regular,
  Key16Regular,
  LockOpen16Regular,
  Mail16Filled,
  Mail16Regular,
  MailCheckmark16Regular,
  Pause16Regular,
  Play16Regular,
} from "@fluentui/react-icons"
import type { ReactElement } from "react"
import { useFormats, useStrings } from "./provider.tsx"
import type { SlipEvent, SlipPerson } from "../view/index.ts"
import type { Strings } from "./strings/en.ts"

const icons: Record<SlipEvent["kind"], ReactElement> = {
  queued: <Mail16Regular />,
  accepted: <Mail16Filled />,
  bounced: <Dismiss16Regular />,
  released: <LockOpen16Regular />,
  displayed: <Eye16Regular />,
  downloaded: <ArrowDownload16Regular />,
  registered: <MailCheckmark16Regular />,
  granted: <Key16Regular />,
  "agent-destroyed": <Delete16Regular />,
  replied: <ArrowReply16Regular />,
  forwarded: <ArrowForward16Regular />,
  reminded: <AlertOn16Regular />,
  regranted: <Key16Regular />,
  "access-refused": <Dismiss16Regular />,
  recalled: <ArrowUndo16Regular />,
  suspended: <Pause16Regular />,
  resumed: <Play16Regular />,
  "expiry-changed": <CalendarClock16Regular />,
  expired: <CalendarClock16Regular />,
}

export interface TimelineRow {
  readonly key: string
  readonly icon: ReactElement
  readonly text: string
  readonly time: string
}

/** A signed display is more than one that the server tells of. */
export const eventIcon = (event: SlipEvent): ReactElement =>
  event.kind === "displayed" && event.signed ? <Eye16Filled /> : icons[event.kind]

/** Of everything but saved files, which are counted or named. */
export function eventText(
  event: SlipEvent,
  { isMe, events }: SlipPerson,
  text: Strings["slip"]["people"]["event"],
): string {
  const wasReleased = events.some(({ kind }) => kind === "released" || kind === "displayed" || kind === "downloaded")
  if (event.kind === "recalled") return wasReleased ? text.recalled : text.recalledUnreleased
  if (event.kind === "released") return isMe ? text.releasedToYou : text.released
  if (event.kind === "displayed") {
    if (!event.signed) return text.displayed
    return isMe ? text.displayedByYou : text.displayedSigned
  }
  return event.kind === "downloaded" ? "" : text[event.kind]
}

/**
 * What is worth a line: the first time of each thing (a signed display before an unsigned one), the newest download, and
 * nothing that is said better elsewhere (the first-contact service has its own place under "Who can open this").
 */
function eventsToShow(events: readonly SlipEvent[]): SlipEvent[] {
  const isAccepted = events.some((event) => event.kind === "accepted")
  const isSigned = events.some((event) => event.kind === "displayed" && event.signed)
  const lastSaved = events.findLast((event) => event.kind === "downloaded")
  return events.filter((event, index) => {
    if (event.kind === "agent-destroyed" || (event.kind === "queued" && isAccepted)) return false
    if (event.kind === "downloaded") return event === lastSaved
    if (event.kind === "displayed" && isSigned && !event.signed) return false
    return events.findIndex((other) => other.kind === event.kind && other.signed === event.signed) === index
  })
}

export function useTimeline(person: SlipPerson, fileCount: number): TimelineRow[] {
  const text = useStrings().slip.people.event
  const formats = useFormats()
  const saved = person.events.filter((event) => event.kind === "downloaded")
  const files = new Set(saved.map((event) => event.obj ?? "")).size
  const savedText = text.downloaded(files, Math.max(files, fileCount))
  const rows: TimelineRow[] = eventsToShow(person.events).map((event) => ({
    key: `${event.kind} ${event.at}`,
    icon: eventIcon(event),
    text: event.kind === "downloaded" ? savedText : eventText(event, person, text),
    time: formats.brief(event.at),
  }))
  if (person.isWaiting) rows.push({ key: "waiting", icon: <Hourglass16Regular />, text: text.waiting, time: text.now })
  return rows
}

const useStyles = makeStyles({
  list: { display: "flex", flexDirection: "column", rowGap: "2px", marginBlockStart: tokens.spacingVerticalXXS },
  row: {
    position: "relative",
    display: "grid",
    gridTemplateColumns: "16px 1fr auto",
    columnGap: tokens.spacingHorizontalS,
    alignItems: "start",
    paddingBlock: "2px",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground1,
    "& svg": { color: tokens.colorNeutralForeground2 },
    ":not(:last-child)::after": {
      content: '""',
      position: "absolute",
      insetInlineStart: "7.5px",
      insetBlockStart: "20px",
      insetBlockEnd: "-4px",
      borderInlineStartWidth: "1px",
      borderInlineStartStyle: "solid",
      borderInlineStartColor: tokens.colorNeutralStroke1,
    },
  },
  time: { color: tokens.colorNeutralForeground2, whiteSpace: "nowrap" },
})

export function PersonTimeline({
  person,
  fileCount,
  newestOnly = false,
}: {
  readonly person: SlipPerson
  readonly fileCount: number
  readonly newestOnly?: boolean
}) {
  const styles = useStyles()
  const all = useTimeline(person, fileCount)
  const rows = newestOnly ? all.slice(-1) : all
  if (rows.length === 0) return null
  return (
    <ol className={styles.list}>
      {rows.map((row) => (
        <li key={row.key} className={styles.row}>
          <span aria-hidden style={{ display: "flex" }}>
            {row.icon}
          </span>
          <span>{row.text}</span>
          <span className={styles.time}>{row.time}</span>
        </li>
      ))}
    </ol>
  )
}
