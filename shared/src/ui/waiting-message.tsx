/** Nobody has locked this message for the reader's key yet: what was done, what is waited for, what comes then. */
import { makeStyles, Spinner, tokens } from "@fluentui/react-components"
import { CheckmarkCircle20Filled, Hourglass24Regular, MailAlert20Regular } from "@fluentui/react-icons"
import type { ReactElement, ReactNode } from "react"
import { useStrings } from "./provider.tsx"
import { LiveRegion } from "./visually-hidden.tsx"

const useStyles = makeStyles({
  page: {
    display: "flex",
    flexDirection: "column",
    justifyContent: "center",
    rowGap: tokens.spacingVerticalL,
    flexGrow: 1,
    maxWidth: "480px",
    marginInline: "auto",
    padding: tokens.spacingHorizontalXL,
  },
  icon: { display: "flex", color: tokens.colorBrandForeground1, "& svg": { width: "40px", height: "40px" } },
  title: {
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    textWrap: "balance",
  },
  text: { color: tokens.colorNeutralForeground2, textWrap: "pretty" },
  steps: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground2,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  step: { display: "grid", gridTemplateColumns: "24px 1fr", columnGap: tokens.spacingHorizontalM, alignItems: "start" },
  done: { color: tokens.colorBrandForeground1 },
  strong: { fontWeight: tokens.fontWeightSemibold },
  small: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
  buttons: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
})

export interface WaitingMessageProps {
  /** Name, or address where there is none. */
  readonly sender: string
  /** Where the notice goes afterwards. */
  readonly address: string
  readonly actions: ReactNode
  /** 2 below the heading of a page. */
  readonly headingLevel?: 1 | 2
}

export function WaitingMessage({ sender, address, actions, headingLevel = 1 }: WaitingMessageProps) {
  const styles = useStyles()
  const { waiting } = useStrings()
  const Heading = headingLevel === 1 ? "h1" : "h2"
  return (
    <div className={styles.page} data-page="refused" data-reason="waiting">
      <span className={styles.icon} aria-hidden>
        <Hourglass24Regular />
      </span>
      <Heading className={styles.title} tabIndex={-1}>
        {waiting.waitingFor(sender)}
      </Heading>
      <p className={styles.text}>{waiting.byItself(sender)}</p>
      <ol className={styles.steps}>
        <Step
          icon={<CheckmarkCircle20Filled className={styles.done} />}
          title={waiting.asked}
          text={waiting.askedText}
        />
        <Step icon={<Spinner size="tiny" />} title={waiting.waits} text={waiting.waitsText} />
        <Step icon={<MailAlert20Regular />} title={waiting.afterwards} text={waiting.afterwardsText(address)} />
      </ol>
      <div className={styles.buttons}>{actions}</div>
      <p className={styles.small}>{waiting.why}</p>
      <LiveRegion text={waiting.waitingFor(sender)} />
    </div>
  )
}

function Step({ icon, title, text }: { readonly icon: ReactElement; readonly title: string; readonly text: string }) {
  const styles = useStyles()
  return (
    <li className={styles.step}>
      <span aria-hidden>{icon}</span>
      <div>
        <p className={styles.strong}>{title}</p>
        <p className={styles.small}>{text}</p>
      </div>
    </li>
  )
}
