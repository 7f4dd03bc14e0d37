/** Everything that is known of one person, oldest first: each event with its time, its file and the program that named itself. */
import { makeStyles, tokens } from "@fluentui/react-components"
import { eventIcon, eventText } from "./person-timeline.tsx"
import { useFormats, useStrings } from "./provider.tsx"
import type { DeliverySlipView, SlipEvent, SlipPerson } from "../view/index.ts"

const useStyles = makeStyles({
  list: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXS },
  row: {
    display: "grid",
    gridTemplateColumns: "16px minmax(0, 1fr) auto",
    columnGap: tokens.spacingHorizontalS,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    "& svg": { color: tokens.colorNeutralForeground2 },
  },
  text: { overflowWrap: "anywhere" },
  hint: { color: tokens.colorNeutralForeground2 },
  time: { color: tokens.colorNeutralForeground2, whiteSpace: "nowrap" },
})

export interface TrackingHistoryProps {
  readonly person: SlipPerson
  readonly files: DeliverySlipView["files"]
}

export function TrackingHistory({ person, files }: TrackingHistoryProps) {
  const styles = useStyles()
  const { slip, tracking, recall } = useStrings()
  const formats = useFormats()
  const nameOf = ({ obj }: SlipEvent) => files.find((file) => file.obj === obj)?.name ?? recall.closed.locked
  const name = person.name || person.address
  if (person.events.length === 0) return <p className={styles.hint}>{tracking.nothing}</p>
  return (
    <ol className={styles.list} aria-label={tracking.history(name)}>
      {person.events.map((event, at) => (
        <li key={`${event.kind} ${event.at} ${at}`} className={styles.row} data-event={event.kind}>
          <span aria-hidden style={{ display: "flex" }}>
            {eventIcon(event)}
          </span>
          <span className={styles.text}>
            {event.kind === "downloaded"
              ? tracking.savedFile(nameOf(event))
              : eventText(event, person, slip.people.event)}
            {typeof event.client === "string" && (
              <span className={styles.hint}> · {tracking.byClient(event.client.replace("/", " "))}</span>
            )}
          </span>
          <span className={styles.time}>{formats.full(event.at)}</span>
        </li>
      ))}
    </ol>
  )
}
