/** Own sent messages by what did not happen yet, with the totals of each: "who has not read", over all of them. */
import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarBody,
  ProgressBar,
  Select,
  Spinner,
  tokens,
} from "@fluentui/react-components"
import { CheckmarkCircle24Regular } from "@fluentui/react-icons"
import { EmptyState, useFormats, useStrings } from "@smp/shared/ui"
import type { Strings } from "@smp/shared/ui"
import type { TrackingSearch, TrackingTotals } from "@smp/shared/wire"
import { useCallback, useEffect, useRef, useState } from "react"
import { Link } from "wouter"
import { useAccount } from "../account-context.ts"
import { useMailbox } from "./mailbox.tsx"
import { rowSubject } from "./message-row.tsx"

const DAY_MS = 86_400_000
const DAYS = [7, 30, 90, 365]
const NARROW = "@media (max-width: 820px)"
const useStyles = makeStyles({
  head: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: tokens.spacingHorizontalM,
    padding: tokens.spacingHorizontalM,
  },
  row: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) 220px minmax(0, 260px) 84px",
    columnGap: tokens.spacingHorizontalL,
    alignItems: "center",
    minHeight: "52px",
    paddingInline: tokens.spacingHorizontalM,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: "none",
    borderBlockStartWidth: "1px",
    borderBlockStartStyle: "solid",
    borderBlockStartColor: tokens.colorNeutralStroke3,
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
    [NARROW]: {
      gridTemplateColumns: "minmax(0, 1fr) auto",
      gridTemplateAreas: '"what when" "count count" "more more"',
      rowGap: tokens.spacingVerticalXS,
      paddingBlock: tokens.spacingVerticalM,
    },
  },
  what: {
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
    fontWeight: tokens.fontWeightSemibold,
    [NARROW]: { gridArea: "what" },
  },
  hidden: { fontStyle: "italic" },
  count: { display: "flex", flexDirection: "column", rowGap: "4px", [NARROW]: { gridArea: "count" } },
  small: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  more: { [NARROW]: { gridArea: "more" } },
  when: { textAlign: "end", whiteSpace: "nowrap", [NARROW]: { gridArea: "when" } },
  older: { display: "flex", justifyContent: "center", marginBlock: tokens.spacingVerticalL },
})

export type NotYet = NonNullable<TrackingSearch["only"]>

export function TrackedList({ only }: { readonly only: NotYet }) {
  const styles = useStyles()
  const { list, tracking } = useStrings()
  const [days, setDays] = useState(0)
  const { rows, hasMore, hasFailed, loadMore } = useTracked(only, days)
  const sum = (of: (row: TrackingTotals) => number) => (rows ?? []).reduce((all, row) => all + of(row), 0)
  const totals = tracking.many.totals(
    rows?.length ?? 0,
    sum(({ recipients }) => recipients),
    sum(({ displayed }) => displayed),
  )
  return (
    <div data-tracked={only}>
      <div className={styles.head}>
        <span data-totals>{rows === null || hasMore ? "" : totals}</span>
        <Select
          aria-label={tracking.many.since}
          value={String(days)}
          onChange={(_, { value }) => setDays(Number(value))}
        >
          <option value={0}>{tracking.many.ever}</option>
          {DAYS.map((count) => (
            <option key={count} value={count}>
              {tracking.many.days(count)}
            </option>
          ))}
        </Select>
      </div>
      {hasFailed && (
        <MessageBar intent="warning">
          <MessageBarBody>{list.listFailed}</MessageBarBody>
        </MessageBar>
      )}
      {rows === null && !hasFailed && <Spinner />}
      {rows?.length === 0 && (
        <EmptyState icon={<CheckmarkCircle24Regular />} title={list.emptyFilter} text={list.emptyFilterText} />
      )}
      <ul>
        {rows?.map((row) => (
          <li key={row.id}>
            <TrackedRow row={row} />
          </li>
        ))}
      </ul>
      {hasMore && (
        <div className={styles.older}>
          <Button onClick={loadMore}>{list.more}</Button>
        </div>
      )}
    </div>
  )
}

function TrackedRow({ row }: { readonly row: TrackingTotals }) {
  const styles = useStyles()
  const strings = useStrings()
  const formats = useFormats()
  const { subjects } = useMailbox()
  const subject = rowSubject(row, strings, subjects)
  const displayed = strings.tracking.many.displayed(row.displayed, row.recipients)
  return (
    <Link href={`/sent/${row.id}`} className={styles.row} data-message={row.id}>
      <bdi className={subject.isHidden ? `${styles.what} ${styles.hidden}` : styles.what}>{subject.text}</bdi>
      <span className={styles.count}>
        <span className={styles.small}>{displayed}</span>
        <ProgressBar aria-hidden value={row.recipients === 0 ? 0 : row.displayed / row.recipients} thickness="medium" />
      </span>
      <span className={`${styles.small} ${styles.more}`}>{countsOf(row, strings).join(" · ")}</span>
      <span className={`${styles.small} ${styles.when}`}>{formats.brief(row.sentAt)}</span>
    </Link>
  )
}

/** Of everything but displays, what did happen. */
function countsOf(row: TrackingTotals, { tracking: { many } }: Strings): string[] {
  const counts: readonly (readonly [number, (count: number) => string])[] = [
    [row.bounced, many.bouncedCount],
    [row.released, many.released],
    [row.downloaded, many.downloaded],
    [row.replied, many.replied],
    [row.forwarded, many.forwarded],
    [row.recalled, many.recalled],
    [row.expired, many.expired],
  ]
  return counts.filter(([count]) => count > 0).map(([count, say]) => say(count))
}

function useTracked(only: NotYet, days: number) {
  const { client } = useAccount()
  const { version } = useMailbox()
  const [rows, setRows] = useState<readonly TrackingTotals[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [hasFailed, setFailed] = useState(false)
  /** Only the newest question may answer. */
  const asked = useRef(0)
  const load = useCallback(
    async (cursor: string | null) => {
      asked.current += 1
      const mine = asked.current
      const since = days === 0 ? {} : { since: Date.now() - days * DAY_MS }
      try {
        const page = await client.trackingOfMany({ only, ...since, ...(cursor === null ? {} : { cursor }) })
        if (mine !== asked.current) return
        setRows((before) => (cursor === null ? page.messages : [...(before ?? []), ...page.messages]))
        setNext(page.next)
        setFailed(false)
      } catch {
        if (mine === asked.current) setFailed(true)
      }
    },
    [client, days, only],
  )
  useEffect(() => setRows(null), [load])
  useEffect(() => {
    void load(null)
  }, [load, version])
  return { rows, hasMore: next !== null, hasFailed, loadMore: () => void load(next) }
}
