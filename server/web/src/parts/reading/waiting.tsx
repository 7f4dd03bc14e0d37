/** Nobody has locked this message for the reader's key yet: what was done, what is waited for, what comes then. */
import { Button, makeStyles, Spinner, tokens } from "@fluentui/react-components"
import { CheckmarkCircle20Filled, Hourglass24Regular, MailAlert20Regular } from "@fluentui/react-icons"
import { LiveRegion, useStrings } from "@smp/shared/ui"
import type { ReactElement } from "react"
import { useLocation } from "wouter"
import { useAccount } from "../../account-context.ts"

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

export function Waiting({ sender }: { readonly sender: string }) {
  const styles = useStyles()
  const { message, waiting } = useStrings()
  const account = useAccount()
  const [, go] = useLocation()
  return (
    <main className={styles.page} data-page="refused" data-reason="waiting">
      <span className={styles.icon} aria-hidden>
        <Hourglass24Regular />
      </span>
      <h1 className={styles.title} tabIndex={-1}>
        {waiting.waitingFor(sender)}
      </h1>
      <p className={styles.text}>{waiting.byItself(sender)}</p>
      <ol className={styles.steps}>
        <Step
          icon={<CheckmarkCircle20Filled className={styles.done} />}
          title={waiting.asked}
          text={waiting.askedText}
        />
        <Step icon={<Spinner size="tiny" />} title={waiting.waits} text={waiting.waitsText} />
        <Step icon={<MailAlert20Regular />} title={waiting.afterwards} text={waiting.afterwardsText(account.address)} />
      </ol>
      <div className={styles.buttons}>
        <Button appearance="primary" onClick={() => go("/inbox")}>
          {message.goToInbox}
        </Button>
        <Button onClick={() => go("/waiting")}>{waiting.title}</Button>
      </div>
      <p className={styles.small}>{waiting.why}</p>
      <LiveRegion text={waiting.waitingFor(sender)} />
    </main>
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
