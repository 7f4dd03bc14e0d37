/** Opened where there is no Outlook, one that is too old, or no message. */
import { Link } from "@fluentui/react-components"
import { Mail24Regular } from "@fluentui/react-icons"
import { FailureHead } from "./parts/failure-head.tsx"
import { Pane } from "./parts/pane.tsx"
import { usePaneStyles } from "./parts/styles.ts"
import { serverOrigin } from "./session/session.ts"
import { words } from "./strings/words.ts"

export function NoOutlookPage({ reason }: { readonly reason: "browser" | "old" | "no-item" }) {
  const styles = usePaneStyles()
  const { notOutlook, product } = words()
  const text = { browser: notOutlook.text, old: notOutlook.tooOld, "no-item": notOutlook.noItem }[reason]
  return (
    <Pane state="no-outlook" organization={product} title={null}>
      <div className={styles.column}>
        <FailureHead
          icon={<Mail24Regular />}
          title={reason === "browser" ? notOutlook.title : product}
          text={text}
          isGood
        />
        <Link href={serverOrigin()} target="_blank" rel="noopener noreferrer">
          {notOutlook.center}
        </Link>
      </div>
    </Pane>
  )
}
