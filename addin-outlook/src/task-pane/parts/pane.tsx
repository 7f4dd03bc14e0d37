/** What every state of the pane shares: who and where, a body that scrolls, a sticky footer with at most two buttons. */
import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components"
import { ShieldLock20Filled } from "@fluentui/react-icons"
import { useEffect, useRef } from "react"
import type { ReactElement, ReactNode } from "react"

const useStyles = makeStyles({
  pane: {
    display: "flex",
    flexDirection: "column",
    height: "100vh",
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
  },
  line: { height: "3px", flexShrink: 0, backgroundColor: tokens.colorBrandBackground },
  header: {
    display: "grid",
    gridTemplateColumns: "20px minmax(0, 1fr)",
    columnGap: tokens.spacingHorizontalS,
    alignItems: "center",
    flexShrink: 0,
    padding: tokens.spacingVerticalS,
    paddingInlineStart: tokens.spacingHorizontalM,
    // Outlook may draw a menu of its own there.
    paddingInlineEnd: "44px",
    backgroundColor: tokens.colorNeutralBackground1,
    borderBlockEndWidth: "1px",
    borderBlockEndStyle: "solid",
    borderBlockEndColor: tokens.colorNeutralStroke2,
  },
  icon: { color: tokens.colorBrandForeground1, display: "flex" },
  organization: { fontWeight: tokens.fontWeightSemibold, fontSize: tokens.fontSizeBase200 },
  small: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: "anywhere",
  },
  /** A plain block scroller: parts inside a scrolling flex column shrink and overlap. */
  body: { flexGrow: 1, minHeight: 0, overflowY: "auto", outlineStyle: "none" },
  inner: { padding: tokens.spacingHorizontalM },
  title: {
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
    outlineStyle: "none",
    overflowWrap: "anywhere",
  },
  hint: { color: tokens.colorNeutralForeground2, marginBlockEnd: tokens.spacingVerticalM },
  footer: {
    flexShrink: 0,
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBlockStartWidth: "1px",
    borderBlockStartStyle: "solid",
    borderBlockStartColor: tokens.colorNeutralStroke2,
  },
  /** The primary stands last in reading order and on top when there is no room beside. */
  ways: {
    display: "flex",
    flexWrap: "wrap-reverse",
    gap: tokens.spacingHorizontalS,
    marginBlockStart: tokens.spacingVerticalS,
  },
  way: { minWidth: 0 },
  primary: { flexGrow: 1 },
})

export interface Way {
  readonly text: string
  readonly onClick: () => void
  readonly isDisabled?: boolean
  readonly icon?: ReactElement
}
export interface PaneProps {
  readonly organization: string
  readonly address?: string
  /** null: the children bring their own heading. */
  readonly title: string | null
  readonly hint?: string
  readonly status?: ReactNode
  /** The last one is the primary, unless `hasPrimary` is false. */
  readonly ways?: readonly Way[]
  readonly hasPrimary?: boolean
  /** For tests and support: which state this is. */
  readonly state: string
  readonly children: ReactNode
}

export function Pane(props: PaneProps) {
  const styles = useStyles()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [props.title])
  return (
    <div className={styles.pane} data-state={props.state}>
      <div className={styles.line} />
      <header className={styles.header}>
        <span className={styles.icon} aria-hidden>
          <ShieldLock20Filled />
        </span>
        <div>
          <p className={styles.organization}>
            <bdi>{props.organization}</bdi>
          </p>
          {props.address !== undefined && (
            <p className={styles.small}>
              <bdi>{props.address}</bdi>
            </p>
          )}
        </div>
      </header>
      {/* A region that scrolls must be reachable by keyboard (axe: scrollable-region-focusable). */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <main className={styles.body} tabIndex={0}>
        <div className={styles.inner}>
          {props.title !== null && (
            <h1 ref={heading} className={styles.title} tabIndex={-1}>
              <bdi>{props.title}</bdi>
            </h1>
          )}
          {props.hint !== undefined && <p className={styles.hint}>{props.hint}</p>}
          {props.children}
        </div>
      </main>
      {(props.ways !== undefined || props.status !== undefined) && <Footer {...props} />}
    </div>
  )
}

function Footer({ status, ways = [], hasPrimary = true }: PaneProps) {
  const styles = useStyles()
  return (
    <footer className={styles.footer}>
      {status !== undefined && <div className={styles.small}>{status}</div>}
      {ways.length > 0 && (
        <div className={styles.ways}>
          {ways.map((way, index) => {
            const isPrimary = hasPrimary && index === ways.length - 1
            return (
              <Button
                key={way.text}
                className={mergeClasses(styles.way, (isPrimary || ways.length === 1) && styles.primary)}
                appearance={isPrimary ? "primary" : "secondary"}
                disabled={way.isDisabled ?? false}
                {...(way.icon ? { icon: way.icon } : {})}
                onClick={way.onClick}
              >
                {way.text}
              </Button>
            )
          })}
        </div>
      )}
    </footer>
  )
}
