import { makeStyles, tokens } from "@fluentui/react-components"
import type { ReactElement, ReactNode } from "react"

const useStyles = makeStyles({
  state: {
    display: "flex",
    flexDirection: "column",
    alignItems: "center",
    justifyContent: "center",
    textAlign: "center",
    flexGrow: 1,
    rowGap: tokens.spacingVerticalM,
    paddingBlock: tokens.spacingVerticalXXXL,
    paddingInline: tokens.spacingHorizontalXXL,
  },
  icon: { display: "flex", color: tokens.colorNeutralForeground2, "& svg": { width: "48px", height: "48px" } },
  title: {
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
    textWrap: "balance",
  },
  text: { maxWidth: "440px", color: tokens.colorNeutralForeground2, textWrap: "pretty" },
  actions: { display: "flex", flexWrap: "wrap", justifyContent: "center", gap: tokens.spacingHorizontalS },
})

export interface EmptyStateProps {
  readonly icon: ReactElement
  readonly title: string
  readonly text?: ReactNode
  readonly actions?: ReactNode
  /** h1 where the state is the whole page. */
  readonly headingLevel?: 1 | 2
}

/** Nothing here, and why, and what to do next. */
export function EmptyState({ icon, title, text, actions, headingLevel = 2 }: EmptyStateProps) {
  const styles = useStyles()
  const Heading = headingLevel === 1 ? "h1" : "h2"
  return (
    <div className={styles.state}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <Heading className={styles.title} tabIndex={-1}>
        {title}
      </Heading>
      {text && <p className={styles.text}>{text}</p>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
