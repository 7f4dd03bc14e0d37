/** Rows under the headings of their days in one list; one tab stop, arrows (or j and k) inside. */
import { Checkbox, makeStyles, tokens } from "@fluentui/react-components"
import { useFormats, useStrings } from "@smp/shared/ui"
import type { Formats, Strings } from "@smp/shared/ui"
import type { MessageId, MessageRow as Row } from "@smp/shared/wire"
import { useCallback, useMemo, useRef, useState } from "react"
import type { KeyboardEvent } from "react"
import { useLocation } from "wouter"
import { useMailbox } from "./mailbox.tsx"
import { MessageRow, rowSubject } from "./message-row.tsx"
import { useShortcuts } from "./use-shortcuts.ts"

const useStyles = makeStyles({
  day: {
    paddingInline: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalS,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
  choosing: { display: "grid", gridTemplateColumns: "auto minmax(0, 1fr)", alignItems: "center" },
})

interface Day {
  readonly title: string
  readonly rows: readonly Row[]
}

function dayOf(row: Row, { common, list }: Strings, formats: Formats): string {
  const days = formats.daysAgo(row.sentAt)
  if (days <= 0) return common.today
  if (days === 1) return common.yesterday
  return days < 7 ? list.thisWeek : list.earlier
}

function daysOf(rows: readonly Row[], strings: Strings, formats: Formats): Day[] {
  const days = new Map<string, Row[]>()
  for (const row of rows) {
    const title = dayOf(row, strings, formats)
    days.set(title, [...(days.get(title) ?? []), row])
  }
  return [...days].map(([title, held]) => ({ title, rows: held }))
}

/** Choosing several, and what single keys do with the row that has the focus. */
export interface ListActions {
  readonly isChoosing: boolean
  readonly chosen: ReadonlySet<MessageId>
  readonly onChoose: (id: MessageId) => void
  readonly onArchive: (row: Row) => void
  readonly onTrash: (row: Row) => void
}

export interface MessageListProps {
  readonly rows: readonly Row[]
  readonly isStacked: boolean
  readonly current?: string
  readonly actions?: ListActions
}

export function MessageList({ rows, isStacked, current, actions }: MessageListProps) {
  const styles = useStyles()
  const strings = useStrings()
  const formats = useFormats()
  const { subjects } = useMailbox()
  const box = useRef<HTMLDivElement>(null)
  const [stop, setStop] = useState<string | null>(null)
  const stopId = rows.some(({ id }) => id === stop) ? stop : (current ?? rows[0]?.id ?? null)
  const onKeyDown = useListKeys({ box, rows, actions })
  return (
    <div
      ref={box}
      role="presentation"
      onKeyDown={onKeyDown}
      onFocus={(event) => setStop((event.target as HTMLElement).dataset["message"] ?? stop)}
    >
      {daysOf(rows, strings, formats).map((day) => (
        <section key={day.title}>
          <h2 className={styles.day}>{day.title}</h2>
          <ul>
            {day.rows.map((row) => (
              <li key={row.id} className={actions?.isChoosing === true ? styles.choosing : undefined}>
                {actions?.isChoosing === true && (
                  <Checkbox
                    checked={actions.chosen.has(row.id)}
                    aria-label={strings.mailbox.selectRow(rowSubject(row, strings, subjects).text)}
                    onChange={() => actions.onChoose(row.id)}
                  />
                )}
                <MessageRow
                  row={row}
                  isStacked={isStacked}
                  isCurrent={row.id === current}
                  isChosen={actions?.chosen.has(row.id) ?? false}
                  tabIndex={row.id === stopId ? 0 : -1}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

interface Keys {
  readonly box: React.RefObject<HTMLDivElement | null>
  readonly rows: readonly Row[]
  readonly actions: ListActions | undefined
}

function useListKeys({ box, rows, actions }: Keys): (event: KeyboardEvent) => void {
  const [, go] = useLocation()
  const move = useCallback(
    (step: number) => {
      const links = [...(box.current?.querySelectorAll<HTMLAnchorElement>("a[data-message]") ?? [])]
      const at = links.findIndex((link) => link === document.activeElement)
      const from = at >= 0 ? at : links.findIndex((link) => link.tabIndex === 0) - (step > 0 ? 1 : -1)
      links[Math.min(links.length - 1, Math.max(0, from + step))]?.focus()
    },
    [box],
  )
  const shortcuts = useMemo(() => {
    const withRow = (work: (row: Row) => void) => () => {
      const focused = (document.activeElement as HTMLElement | null)?.dataset["message"]
      const row = rows.find(({ id }) => id === focused)
      if (row !== undefined) work(row)
    }
    const leaving = (work: (row: Row) => void) =>
      withRow((row) => {
        move(1)
        work(row)
      })
    const moves = { j: () => move(1), k: () => move(-1) }
    if (actions === undefined) return moves
    return {
      ...moves,
      x: withRow(({ id }) => actions.onChoose(id)),
      e: leaving(actions.onArchive),
      "#": leaving(actions.onTrash),
      r: withRow(({ id }) => go(`/m/${id}`, { state: { answer: true } })),
    }
  }, [actions, go, move, rows])
  useShortcuts(shortcuts)
  return (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return
    event.preventDefault()
    move(event.key === "ArrowDown" ? 1 : -1)
  }
}
