/** The one layout of every failure: icon, what happened, where the message is, what you can do; last button primary. */
import { Button, makeStyles, tokens } from "@fluentui/react-components"
import { Warning32Regular } from "@fluentui/react-icons"
import { useEffect, useRef } from "react"
import type { ReactElement, ReactNode } from "react"
import { useStrings } from "./provider.tsx"
import { WhereIsIt } from "./where-is-it.tsx"
import type { Place } from "./where-is-it.tsx"

export interface FailureAction {
  readonly text: string
  readonly onClick: () => void
}

export interface FailureLayoutProps {
  readonly icon?: ReactElement
  readonly title: string
  readonly text: ReactNode
  readonly place?: Place
  /** Stable code for the administrator, where the text alone would not tell them enough. */
  readonly code?: string | null
  readonly children?: ReactNode
  /** The last one is the primary. */
  readonly actions: readonly FailureAction[]
}

const useStyles = makeStyles({
  layout: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXL, maxWidth: "640px" },
  head: { display: "grid", gridTemplateColumns: "32px 1fr", columnGap: tokens.spacingHorizontalL },
  icon: { color: tokens.colorStatusWarningForeground3 },
  title: {
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
    outlineStyle: "none",
  },
  code: {
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    fontFamily: tokens.fontFamilyMonospace,
    overflowWrap: "anywhere",
  },
  actions: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
})

export function FailureLayout({
  icon = <Warning32Regular />,
  title,
  text,
  place,
  code,
  children,
  actions,
}: FailureLayoutProps) {
  const styles = useStyles()
  const { failure } = useStrings()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [title])
  return (
    <div className={styles.layout} role="alert" data-failure={code ?? ""}>
      <div className={styles.head}>
        <span className={styles.icon} aria-hidden>
          {icon}
        </span>
        <div>
          <h1 ref={heading} className={styles.title} tabIndex={-1}>
            {title}
          </h1>
          <div>{text}</div>
        </div>
      </div>
      {place && <WhereIsIt place={place} />}
      {children}
      {code && <p className={styles.code}>{failure.code(code)}</p>}
      <div className={styles.actions}>
        {actions.map((action, index) => (
          <Button
            key={action.text}
            size="large"
            appearance={index === actions.length - 1 ? "primary" : "secondary"}
            onClick={action.onClick}
          >
            {action.text}
          </Button>
        ))}
      </div>
    </div>
  )
}
