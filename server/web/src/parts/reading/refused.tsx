/** A message that is not shown, and why: waiting, recalled, expired, not for this person, damaged, or an alarm. */
import { Button, makeStyles, tokens } from "@fluentui/react-components"
import {
  ArrowUndo24Regular,
  CalendarClock24Regular,
  DocumentQuestionMark24Regular,
  PlugDisconnected24Regular,
  ShieldError24Regular,
} from "@fluentui/react-icons"
import { MessageClosed, neededSecret, readRefusalOf } from "@smp/shared/read"
import type { NeededSecret, ReadRefusalReason } from "@smp/shared/read"
import { EmptyState, isForAdministrator, LiveRegion, readRefusalText, useStrings } from "@smp/shared/ui"
import { messageId } from "@smp/shared/wire"
import type { ArrivalReply } from "@smp/shared/wire"
import { lazy, useEffect, useState } from "react"
import type { ReactElement } from "react"
import { useLocation } from "wouter"
import { useAccount } from "../../account-context.ts"
import { codeOf } from "../../problems.ts"
import { useTitle } from "../use-title.ts"
import { BackBar } from "./back-bar.tsx"
import { ClosedPane } from "./closed-pane.tsx"
import { KeyChanged } from "./key-changed.tsx"

const SecretForm = lazy(async () => ({ default: (await import("./secret-form.tsx")).SecretForm }))
const Waiting = lazy(async () => ({ default: (await import("./waiting.tsx")).Waiting }))

const WAIT_MS = 4_000
const useStyles = makeStyles({
  pane: { display: "flex", flexDirection: "column", flexGrow: 1, minWidth: 0, minHeight: 0, overflowY: "auto" },
  code: {
    marginBlockStart: tokens.spacingVerticalS,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
  },
})

/** The others have pages of their own, where more is known: what the sender decided, whose key changed. */
const icons: Readonly<Partial<Record<ReadRefusalReason, ReactElement>>> = {
  offline: <PlugDisconnected24Regular />,
  "not-for-you": <DocumentQuestionMark24Regular />,
  recalled: <ArrowUndo24Regular />,
  expired: <CalendarClock24Regular />,
}
const MAY_RETRY: ReadonlySet<ReadRefusalReason> = new Set(["offline", "fault"])

/** What the notice said: also a message that cannot be opened has a sender. */
function useArrival(id: string): ArrivalReply | null {
  const account = useAccount()
  const [arrival, setArrival] = useState<ArrivalReply | null>(null)
  useEffect(() => {
    const known = messageId.safeParse(id)
    if (known.success) account.client.arrival(known.data).then(setArrival, () => undefined)
  }, [account, id])
  return arrival
}

/** Whether the reader needs something that the sender tells, and what. */
function useNeededSecret(id: string, isWaiting: boolean) {
  const account = useAccount()
  const [needed, setNeeded] = useState<NeededSecret | null>(null)
  const [isAsked, setAsked] = useState(false)
  useEffect(() => {
    const known = messageId.safeParse(id)
    if (!isWaiting || !known.success) return
    neededSecret(account, known.data)
      .then(setNeeded, () => undefined)
      .finally(() => setAsked(true))
  }, [account, id, isWaiting])
  return { needed, isAsked, setNeeded }
}

export function Refused({
  id,
  problem,
  onAgain,
}: {
  readonly id: string
  readonly problem: unknown
  readonly onAgain: () => void
}) {
  const styles = useStyles()
  const strings = useStrings()
  const account = useAccount()
  const [, go] = useLocation()
  const arrival = useArrival(id)
  const { why: reason } = readRefusalOf(problem)
  const isWaiting = reason === "waiting"
  const closed = problem instanceof MessageClosed ? problem.closed : null
  const { needed, isAsked, setNeeded } = useNeededSecret(id, isWaiting)
  useEffect(() => {
    if (!isWaiting || needed !== null) return undefined
    const timer = setInterval(onAgain, WAIT_MS)
    return () => clearInterval(timer)
  }, [isWaiting, needed, onAgain])
  const sender = arrival?.sender || arrival?.senderAddress || strings.message.theSender
  const [title, text] = readRefusalText(reason, strings, { sender, address: account.address, host: location.host })
  useTitle(title)
  if (codeOf(problem) === "key-changed" && arrival !== null)
    return <KeyChanged arrival={arrival} onAccepted={onAgain} />
  if (closed !== null)
    return (
      <ClosedPane closed={closed} actions={<Button onClick={() => go("/inbox")}>{strings.message.goToInbox}</Button>} />
    )
  if (isWaiting && needed !== null)
    return (
      <div className={styles.pane}>
        <BackBar />
        <SecretForm
          id={messageId.parse(id)}
          needed={needed}
          sender={sender}
          onOpened={onAgain}
          onSent={() => setNeeded(null)}
        />
      </div>
    )
  if (isWaiting) return isAsked ? <Waiting sender={sender} /> : null
  return (
    <main data-page="refused" data-reason={reason} style={{ display: "flex", flexGrow: 1 }}>
      <EmptyState
        headingLevel={1}
        icon={icons[reason] ?? <ShieldError24Regular />}
        title={title}
        text={
          <>
            {text}
            {isForAdministrator(reason) && (
              <span className={styles.code}>
                <br />
                {strings.failure.code(codeOf(problem))}
              </span>
            )}
          </>
        }
        actions={
          <>
            <Button onClick={() => go("/inbox")}>{strings.message.goToInbox}</Button>
            {MAY_RETRY.has(reason) && (
              <Button appearance="primary" onClick={onAgain}>
                {strings.common.tryAgain}
              </Button>
            )}
          </>
        }
      />
      <LiveRegion text={title} urgent={isForAdministrator(reason)} />
    </main>
  )
}
