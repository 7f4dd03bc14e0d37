/** Messages that somebody has to lock for the own new key first. */
import { makeStyles, MessageBar, MessageBarBody, Spinner, tokens } from "@fluentui/react-components"
import { Checkmark24Regular } from "@fluentui/react-icons"
import { EmptyState, useStrings } from "@smp/shared/ui"
import type { MessageRow } from "@smp/shared/wire"
import { useEffect, useState } from "react"
import { useAccount } from "../account-context.ts"
import { useMailbox } from "../parts/mailbox.tsx"
import { MessageList } from "../parts/message-list.tsx"
import { PHONE, useMedia } from "../parts/use-media.ts"
import { useTitle } from "../parts/use-title.ts"

const AGAIN_MS = 5_000
const useStyles = makeStyles({
  page: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalM,
  },
  head: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalS, maxWidth: "720px" },
  title: {
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
  },
  text: { color: tokens.colorNeutralForeground2, textWrap: "pretty" },
})

export function WaitingPage() {
  const styles = useStyles()
  const { common, list, waiting } = useStrings()
  const account = useAccount()
  const { setWaiting } = useMailbox()
  const isPhone = useMedia(PHONE)
  const [rows, setRows] = useState<readonly MessageRow[] | null>(null)
  const [hasFailed, setFailed] = useState(false)
  useTitle(waiting.title)
  useEffect(() => {
    const load = () =>
      account.client.waitingMessages().then(
        (found) => {
          setRows(found)
          setFailed(false)
          setWaiting(found.length)
        },
        () => setFailed(true),
      )
    void load()
    const timer = setInterval(() => document.visibilityState === "visible" && void load(), AGAIN_MS)
    return () => clearInterval(timer)
  }, [account, setWaiting])
  return (
    <main className={styles.page} data-page="waiting">
      <div className={styles.head}>
        <h1 className={styles.title}>{waiting.title}</h1>
        {rows !== null && rows.length > 0 && <p className={styles.text}>{waiting.text}</p>}
      </div>
      {hasFailed && (
        <MessageBar intent="warning">
          <MessageBarBody>{list.unreachable}</MessageBarBody>
        </MessageBar>
      )}
      {rows === null && !hasFailed && <Spinner aria-label={common.loading} />}
      {rows?.length === 0 && (
        <EmptyState icon={<Checkmark24Regular />} title={waiting.empty} text={waiting.emptyText} />
      )}
      {rows !== null && rows.length > 0 && <MessageList rows={rows} isStacked={isPhone} />}
    </main>
  )
}
