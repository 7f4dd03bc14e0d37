/** Rows under the headings of their days; one tab stop, arrows (or j and k) inside. */
import { makeStyles, tokens } from "@fluentui/react-components"
import { useFormats, useStrings } from "@smp/shared/ui"
import type { Formats, Strings } from "@smp/shared/ui"
import type { MessageRow as Row } from "@smp/shared/wire"
import { useCallback, useMemo, useRef, useState } from "react"
import type { KeyboardEvent } from "react"
import type { ListFolder } from "./mailbox.tsx"
import { MessageRow } from "./message-row.tsx"
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

export interface MessageListProps {
  readonly rows: readonly Row[]
  readonly folder: ListFolder
  readonly isStacked: boolean
  readonly current?: string
}

export function MessageList({ rows, folder, isStacked, current }: MessageListProps) {
  const styles = useStyles()
  const strings = useStrings()
  const formats = useFormats()
  const box = useRef<HTMLDivElement>(null)
  const [stop, setStop] = useState<string | null>(null)
  const stopId = rows.some(({ id }) => id === stop) ? stop : (current ?? rows[0]?.id ?? null)
  const move = useCallback((step: number) => {
    const links = [...(box.current?.querySelectorAll<HTMLAnchorElement>("a[data-message]") ?? [])]
    const at = links.findIndex((link) => link === document.activeElement)
    const from = at >= 0 ? at : links.findIndex((link) => link.tabIndex === 0) - (step > 0 ? 1 : -1)
    links[Math.min(links.length - 1, Math.max(0, from + step))]?.focus()
  }, [])
  useShortcuts(useMemo(() => ({ j: () => move(1), k: () => move(-1) }), [move]))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return
    event.preventDefault()
    move(event.key === "ArrowDown" ? 1 : -1)
  }
  return (
    <div
      ref={box}
      role="presentation"
      onKeyDown={onKeyDown}
      onFocus={(event) => setStop((event.target as HTMLElement).dataset["message"] ?? null)}
    >
      {daysOf(rows, strings, formats).map((day) => (
        <section key={day.title}>
          <h2 className={styles.day}>{day.title}</h2>
          <ul>
            {day.rows.map((row) => (
              <li key={row.id}>
                <MessageRow
                  row={row}
                  folder={folder}
                  isStacked={isStacked}
                  isCurrent={row.id === current}
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
