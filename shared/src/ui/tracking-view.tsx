/**
 * What became of one sent message, for its sender: who has not read stands on top. "Displayed" was signed by the person's
 * device, "released" is the server's word. Takes plain data; the host reminds.
 */
import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarBody,
  ProgressBar,
  Tab,
  TabList,
  tokens,
  useRestoreFocusTarget,
} from "@fluentui/react-components"
import { AlertOn20Regular } from "@fluentui/react-icons"
import { useState } from "react"
import { useStrings } from "./provider.tsx"
import { ReminderDialog } from "./reminder-dialog.tsx"
import type { ReminderOrderView } from "./reminder-dialog.tsx"
import type { DeliverySlipView, SlipPerson } from "../view/index.ts"
import { TrackingFiles } from "./tracking-files.tsx"
import type { TrackingFilesProps } from "./tracking-files.tsx"
import { TrackingPeople } from "./tracking-people.tsx"
import type { ReminderView } from "./tracking-people.tsx"

const useStyles = makeStyles({
  view: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  card: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) auto",
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalM,
    alignItems: "center",
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
    boxShadow: tokens.shadow4,
    "@media (max-width: 820px)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  count: { fontWeight: tokens.fontWeightSemibold, marginBlockEnd: tokens.spacingVerticalXS },
  tabs: { marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalM})`, flexWrap: "wrap" },
  hint: { color: tokens.colorNeutralForeground2 },
})

const has = ({ events }: SlipPerson, kind: string): boolean => events.some((event) => event.kind === kind)
const hasRead = (person: SlipPerson): boolean => person.state === "displayed" || has(person, "displayed")
const hasSaved = (person: SlipPerson): boolean => has(person, "downloaded")

type Filter = "everybody" | "not-read" | "not-saved"

export interface TrackingViewProps {
  readonly view: DeliverySlipView
  /** null: not known, so nobody can be reminded from here. */
  readonly reminders: readonly ReminderView[] | null
  /** Throws when it did not work. */
  readonly onRemind: (order: ReminderOrderView) => Promise<void>
  readonly onCancel: (address: string) => void
  readonly onRecallFile: TrackingFilesProps["onRecall"]
}

export function TrackingView({ view, reminders, onRemind, onCancel, onRecallFile }: TrackingViewProps) {
  const styles = useStyles()
  const { tracking } = useStrings()
  const [asking, setAsking] = useState<readonly SlipPerson[] | null>(null)
  const { people } = view
  const givenBack = useRestoreFocusTarget()
  const read = people.filter(hasRead).length
  const may = new Set(reminders?.filter(({ state }) => state === "may").map(({ address }) => address))
  const toRemind = people.filter(({ address }) => may.has(address))
  const summary = tracking.summary(read, people.length)
  return (
    <div className={styles.view}>
      <div className={styles.card}>
        <div>
          <div className={styles.count} data-summary>
            {summary}
          </div>
          <ProgressBar value={people.length === 0 ? 0 : read / people.length} thickness="large" aria-label={summary} />
        </div>
        {toRemind.length > 0 && (
          <Button {...givenBack} appearance="primary" icon={<AlertOn20Regular />} onClick={() => setAsking(toRemind)}>
            {tracking.reminder.now(toRemind.length)}
          </Button>
        )}
      </div>
      <Filtered {...{ view, reminders }} onRemind={(person) => setAsking([person])} onCancel={onCancel} />
      {view.files.length > 0 && <TrackingFiles view={view} onRecall={onRecallFile} />}
      <MessageBar layout="multiline">
        <MessageBarBody>{tracking.footnote}</MessageBarBody>
      </MessageBar>
      {asking !== null && (
        <ReminderDialog
          people={asking}
          sender={view.sender.name || view.sender.address}
          onKeep={() => setAsking(null)}
          onRemind={onRemind}
        />
      )}
    </div>
  )
}

interface FilteredProps {
  readonly view: DeliverySlipView
  readonly reminders: readonly ReminderView[] | null
  readonly onRemind: (person: SlipPerson) => void
  readonly onCancel: (address: string) => void
}

/** Who has not read stands on top, whatever is shown. */
function Filtered({ view, reminders, onRemind, onCancel }: FilteredProps) {
  const styles = useStyles()
  const { tracking } = useStrings()
  const [filter, setFilter] = useState<Filter>("everybody")
  const notRead = view.people.filter((person) => !hasRead(person))
  const notSaved = view.people.filter((person) => !hasSaved(person))
  const all = [...notRead, ...view.people.filter(hasRead)]
  const shown = filter === "everybody" ? all : filter === "not-read" ? notRead : notSaved
  return (
    <>
      <TabList
        className={styles.tabs}
        selectedValue={filter}
        onTabSelect={(_, { value }) => setFilter(value as Filter)}
        aria-label={tracking.filters}
      >
        <Tab value="everybody">{tracking.everybody(all.length)}</Tab>
        <Tab value="not-read">{tracking.notRead(notRead.length)}</Tab>
        {view.files.length > 0 && <Tab value="not-saved">{tracking.notSaved(notSaved.length)}</Tab>}
      </TabList>
      {shown.length === 0 ? (
        <p className={styles.hint}>{tracking.nobodyHere}</p>
      ) : (
        <TrackingPeople
          people={shown}
          files={view.files}
          reminders={reminders}
          onRemind={onRemind}
          onCancel={({ address }) => onCancel(address)}
        />
      )}
    </>
  )
}
