/** One message in a list: the server's columns. The truth is on the slip, once it is opened. */
import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components"
import { Attach16Regular } from "@fluentui/react-icons"
import { PersonAvatar, StateBadge, useFormats, useStrings } from "@smp/shared/ui"
import type { BadgeState, Formats, Strings } from "@smp/shared/ui"
import type { MessageRow as Row } from "@smp/shared/wire"
import { Link } from "wouter"
import type { ListFolder } from "./mailbox.tsx"

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

function marksOf(row: Row, folder: ListFolder, { list }: Strings): Mark[] {
  if (row.state !== "available") return [{ state: row.state, text: list.state[row.state] }]
  if (folder === "inbox") return row.unread ? [{ state: "new", text: list.state.new }] : []
  if (row.displayed === null || row.displayed.of === 0) return []
  const { count, of } = row.displayed
  return [
    {
      state: count === 0 ? "notified" : count === of ? "displayed" : "released",
      text: count === 0 ? list.notDisplayedYet : list.displayedBy(count, of),
    },
  ]
}

function namesOf(row: Row, folder: ListFolder, strings: Strings, formats: Formats): string {
  if (folder === "inbox") return row.from.name || row.from.address
  const all = [...row.to, ...row.cc].map(({ name, address }) => name || address)
  const shown =
    all.length > 2 ? [...all.slice(0, 1), strings.list.andMore(all.length - 1)].join(" ") : formats.list(all)
  return strings.list.toNames(shown)
}

export interface MessageRowProps {
  readonly row: Row
  readonly folder: ListFolder
  /** One line under the other: phone, and beside a message. */
  readonly isStacked: boolean
  readonly isCurrent?: boolean
  readonly tabIndex: number
}

export function MessageRow({ row, folder, isStacked, isCurrent = false, tabIndex }: MessageRowProps) {
  const styles = useStyles()
  const strings = useStrings()
  const { list, common } = strings
  const formats = useFormats()
  const who = namesOf(row, folder, strings, formats)
  const subject = row.subject === null ? list.hiddenSubject : row.subject || list.noSubject
  const marks = marksOf(row, folder, strings)
  const when = formats.brief(row.sentAt)
  const face = folder === "inbox" ? row.from : (row.to[0] ?? row.cc[0] ?? row.from)
  const files = row.attachments > 0 ? common.files(row.attachments) : null
  const isStrong = row.unread && folder === "inbox"
  const label = [...marks.map(({ text }) => text), `${who}, ${row.organization}`, subject, when, files]
    .filter(Boolean)
    .join(". ")
  return (
    <Link
      href={`/m/${row.id}`}
      className={mergeClasses(
        styles.row,
        isStacked && styles.stacked,
        isStrong && styles.unread,
        isCurrent && styles.current,
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
          row.subject === null && styles.hidden,
          row.state === "recalled" && styles.struck,
        )}
      >
        {subject}
      </bdi>
      <span className={mergeClasses(styles.marks, isStacked && styles.marksStacked)}>
        {files !== null && (
          <span className={styles.files}>
            <Attach16Regular aria-hidden />
            {row.attachments}
          </span>
        )}
        {marks.map(({ state, text }) => (
          <StateBadge key={state} state={state} text={text} />
        ))}
      </span>
      <span className={styles.when}>{when}</span>
    </Link>
  )
}
