/** Filters to begin with, under the search field while it has the focus. */
import { Button, makeStyles, tokens } from "@fluentui/react-components"
import {
  Attach16Regular,
  CalendarLtr16Regular,
  Folder16Regular,
  MailUnread16Regular,
  Person16Regular,
} from "@fluentui/react-icons"
import { useFormats, useStrings } from "@smp/shared/ui"
import { LabelDot } from "./label-mark.tsx"
import { useMailbox } from "./mailbox.tsx"

const useStyles = makeStyles({
  box: {
    position: "absolute",
    insetInline: 0,
    insetBlockStart: "100%",
    zIndex: 5,
    marginBlockStart: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow16,
  },
  title: {
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
    marginBlockEnd: tokens.spacingVerticalS,
  },
  filters: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
})

const WEEK_MS = 7 * 86_400_000
/** A day as filters write it, by the clock of this device. */
function dayText(at: number): string {
  const day = new Date(at)
  const two = (part: number) => String(part).padStart(2, "0")
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

export function SearchSuggestions({ onAdd }: { readonly onAdd: (filter: string) => void }) {
  const styles = useStyles()
  const { mailbox } = useStrings()
  const { labels } = useMailbox()
  const formats = useFormats()
  const { suggest, words } = mailbox
  const filters = [
    { text: suggest.from, icon: <Person16Regular />, filter: `${words.from}:` },
    { text: suggest.to, icon: <Person16Regular />, filter: `${words.to}:` },
    { text: suggest.files, icon: <Attach16Regular />, filter: `${words.has}:${words.files}` },
    { text: suggest.unread, icon: <MailUnread16Regular />, filter: `${words.is}:${words.unread}` },
    {
      text: suggest.week,
      icon: <CalendarLtr16Regular />,
      filter: `${words.after}:${dayText(formats.now() - WEEK_MS)}`,
    },
    { text: suggest.everywhere, icon: <Folder16Regular />, filter: `${words.in}:${words.all}` },
    ...labels.slice(0, 8).map(({ name, color }) => ({
      text: name,
      icon: <LabelDot color={color} />,
      filter: /\s/.test(name) ? `${words.label}:"${name}"` : `${words.label}:${name}`,
    })),
  ]
  return (
    <div className={styles.box} data-part="suggestions">
      <p className={styles.title} id="search-filters">
        {mailbox.suggestions}
      </p>
      <div className={styles.filters} role="group" aria-labelledby="search-filters">
        {filters.map(({ text, icon, filter }) => (
          <Button key={filter} size="small" shape="circular" icon={icon} onClick={() => onAdd(filter)}>
            {text}
          </Button>
        ))}
      </div>
    </div>
  )
}
