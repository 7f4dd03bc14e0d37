/** One message in a list: the server's columns. The truth is on the slip, once it is opened. */
import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components"
import { Attach16Regular, Chat16Regular } from "@fluentui/react-icons"
import type { HiddenSubjects } from "@smp/shared/read"
import { PersonAvatar, StateBadge, useFormats, useStrings } from "@smp/shared/ui"
import type { BadgeState, Formats, Strings } from "@smp/shared/ui"
import type { Label, MessageRow as Row } from "@smp/shared/wire"
import { Link } from "wouter"
import { LabelMark } from "./label-mark.tsx"
import { useMailbox } from "./mailbox.tsx"

const useStyles = makeStyles({
  row: {
    position: "relative",
    display: "grid",
    gridTemplateColumns: "36px 190px minmax(0, 1fr) auto 84px",
    gridTemplateAreas: '"face who what marks when"',
    columnGap: tokens.spacingHorizontalM,
    alignItems: "center",
    minHeight: "52px",
    paddingInline: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: "none",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
  },
  stacked: {
    gridTemplateColumns: "36px minmax(0, 1fr) auto",
    gridTemplateAreas: '"face who when" "face what what" "face marks marks"',
    alignItems: "start",
    rowGap: "2px",
    paddingBlock: tokens.spacingVerticalM,
    borderRadius: 0,
    borderBlockEndWidth: "1px",
    borderBlockEndStyle: "solid",
    borderBlockEndColor: tokens.colorNeutralStroke3,
  },
  unread: {
    backgroundColor: tokens.colorNeutralBackground2,
    "::before": {
      content: '""',
      position: "absolute",
      insetInlineStart: 0,
      insetBlock: "1px",
      width: "3px",
      backgroundColor: tokens.colorCompoundBrandStroke,
    },
  },
  current: { backgroundColor: tokens.colorNeutralBackground1Selected },
  face: { gridArea: "face", display: "flex" },
  who: { gridArea: "who", minWidth: 0 },
  whoStacked: { display: "flex", columnGap: tokens.spacingHorizontalS, alignItems: "baseline" },
  cut: { display: "block", overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  organization: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    fontWeight: tokens.fontWeightRegular,
  },
  what: { gridArea: "what" },
  strong: { fontWeight: tokens.fontWeightSemibold },
  hidden: { fontStyle: "italic" },
  struck: { textDecorationLine: "line-through", color: tokens.colorNeutralForeground3 },
  marks: {
    gridArea: "marks",
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "flex-end",
    columnGap: tokens.spacingHorizontalS,
    rowGap: tokens.spacingVerticalXS,
  },
  marksStacked: { justifyContent: "flex-start", ":not(:empty)": { marginBlockStart: tokens.spacingVerticalXS } },
  files: {
    display: "flex",
    alignItems: "center",
    columnGap: "2px",
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  when: {
    gridArea: "when",
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    textAlign: "end",
    whiteSpace: "nowrap",
  },
})

interface Mark {
  readonly state: BadgeState
  readonly text: string
}

const DAY_MS = 86_400_000
/** Own, and not the copy that one has received oneself. */
const isOutgoing = ({ displayed, folder }: Row): boolean => displayed !== null && folder !== "inbox"

/** From this many days on the end is worth a word. */
const ENDING_DAYS = 7

function marksOf(row: Row, { list, mailbox }: Strings, now: number): Mark[] {
  if (row.state !== "available") return [{ state: row.state, text: list.state[row.state] }]
  const days = row.expiresAt === null ? Infinity : Math.floor((row.expiresAt - now) / DAY_MS)
  const ending: Mark[] = days >= 0 && days < ENDING_DAYS ? [{ state: "ending", text: mailbox.daysLeft(days) }] : []
  if (!isOutgoing(row)) return row.unread ? [{ state: "new", text: list.state.new }, ...ending] : ending
  if (row.displayed === null || row.displayed.of === 0) return ending
  const { count, of } = row.displayed
  const shown: Mark = {
    state: count === 0 ? "notified" : count === of ? "displayed" : "released",
    text: count === 0 ? list.notDisplayedYet : list.displayedBy(count, of),
  }
  return [shown, ...ending]
}

/** Own messages are known by their readers, all others by their sender. */
function namesOf(row: Row, strings: Strings, formats: Formats): string {
  if (!isOutgoing(row)) return row.from.name || row.from.address
  const all = [...row.to, ...row.cc].map(({ name, address }) => name || address)
  const shown =
    all.length > 2 ? [...all.slice(0, 1), strings.list.andMore(all.length - 1)].join(" ") : formats.list(all)
  return strings.list.toNames(shown)
}

/** The subject, or what this device knows of a hidden one. */
export function rowSubject(
  row: Pick<Row, "id" | "subject">,
  { list }: Strings,
  subjects: HiddenSubjects | null,
): { readonly text: string; readonly isHidden: boolean } {
  if (row.subject !== null) return { text: row.subject || list.noSubject, isHidden: false }
  const known = subjects?.all().get(row.id)
  return known === undefined ? { text: list.hiddenSubject, isHidden: true } : { text: known, isHidden: false }
}

export interface MessageRowProps {
  readonly row: Row
  /** One line under the other: phone, and beside a message. */
  readonly isStacked: boolean
  readonly isCurrent?: boolean
  readonly isChosen?: boolean
  readonly tabIndex: number
}

export function MessageRow({ row, isStacked, isCurrent = false, isChosen = false, tabIndex }: MessageRowProps) {
  const styles = useStyles()
  const strings = useStrings()
  const { common, mailbox } = strings
  const formats = useFormats()
  const { subjects, labels: known } = useMailbox()
  const who = namesOf(row, strings, formats)
  const subject = rowSubject(row, strings, subjects)
  const marks = marksOf(row, strings, formats.now())
  const labels = known.filter(({ id }) => row.labels.includes(id))
  const when = formats.brief(row.sentAt)
  const face = isOutgoing(row) ? (row.to[0] ?? row.cc[0] ?? row.from) : row.from
  const files = row.attachments > 0 ? common.files(row.attachments) : null
  const isStrong = row.unread && !isOutgoing(row)
  const thread = row.thread.count > 1 ? mailbox.inConversation(row.thread.count) : null
  const names = labels.map(({ name }) => name).join(", ")
  const said = [
    ...marks.map(({ text }) => text),
    `${who}, ${row.organization}`,
    subject.text,
    when,
    files,
    thread,
    names,
  ]
  const label = said.filter(Boolean).join(". ")
  return (
    <Link
      href={`/m/${row.id}`}
      className={mergeClasses(
        styles.row,
        isStacked && styles.stacked,
        isStrong && styles.unread,
        (isCurrent || isChosen) && styles.current,
      )}
      aria-label={label}
      aria-current={isCurrent ? "true" : undefined}
      tabIndex={tabIndex}
      data-message={row.id}
    >
      <span className={styles.face}>
        <PersonAvatar name={face.name} address={face.address} size={36} />
      </span>
      <span className={mergeClasses(styles.who, isStacked && styles.whoStacked)}>
        <bdi className={mergeClasses(styles.cut, isStrong && styles.strong)}>{who}</bdi>
        <bdi className={mergeClasses(styles.cut, styles.organization)}>{row.organization}</bdi>
      </span>
      <bdi
        className={mergeClasses(
          styles.what,
          styles.cut,
          isStrong && styles.strong,
          subject.isHidden && styles.hidden,
          row.state === "recalled" && styles.struck,
        )}
      >
        {subject.text}
      </bdi>
      <Marks row={row} labels={labels} marks={marks} isStacked={isStacked} />
      <span className={styles.when}>{when}</span>
    </Link>
  )
}

interface MarksProps {
  readonly row: Row
  readonly labels: readonly Label[]
  readonly marks: readonly Mark[]
  readonly isStacked: boolean
}

function Marks({ row, labels, marks, isStacked }: MarksProps) {
  const styles = useStyles()
  return (
    <span className={mergeClasses(styles.marks, isStacked && styles.marksStacked)}>
      {labels.map((held) => (
        <LabelMark key={held.id} label={held} />
      ))}
      {row.thread.count > 1 && (
        <span className={styles.files} data-thread={row.thread.count}>
          <Chat16Regular aria-hidden />
          {row.thread.count}
        </span>
      )}
      {row.attachments > 0 && (
        <span className={styles.files}>
          <Attach16Regular aria-hidden />
          {row.attachments}
        </span>
      )}
      {marks.map(({ state, text }) => (
        <StateBadge key={state} state={state} text={text} />
      ))}
    </span>
  )
}
