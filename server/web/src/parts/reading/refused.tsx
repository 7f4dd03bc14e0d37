/** A message that is not shown, and why: waiting, recalled, expired, not for this person, damaged, or an alarm. */
import { Button, makeStyles, tokens } from "@fluentui/react-components"
import {
  ArrowUndo24Regular,
  CalendarClock24Regular,
  DocumentQuestionMark24Regular,
  Hourglass24Regular,
  PlugDisconnected24Regular,
  ShieldError24Regular,
} from "@fluentui/react-icons"
import { ProtocolError } from "@smp/shared/bytes"
import { neededSecret } from "@smp/shared/read"
import type { NeededSecret } from "@smp/shared/read"
import { MessageClosed } from "@smp/shared/read"
import { EmptyState, LiveRegion, useStrings } from "@smp/shared/ui"
import type { Strings } from "@smp/shared/ui"
import { messageId } from "@smp/shared/wire"
import type { ArrivalReply } from "@smp/shared/wire"
import { lazy, useEffect, useState } from "react"
import type { ReactElement } from "react"
import { useLocation } from "wouter"
import { useAccount } from "../../account-context.ts"
import { codeOf } from "../../problems.ts"
import { ClosedPane } from "./closed-pane.tsx"
import { KeyChanged } from "./key-changed.tsx"

const SecretForm = lazy(async () => ({ default: (await import("./secret-form.tsx")).SecretForm }))
const Waiting = lazy(async () => ({ default: (await import("./waiting.tsx")).Waiting }))

const WAIT_MS = 4_000
const useStyles = makeStyles({
  code: {
    marginBlockStart: tokens.spacingVerticalS,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
  },
})

interface Refusal {
  readonly icon: ReactElement
  readonly title: string
  readonly text: string
  /** Shown to be read out to an administrator. */
  readonly hasCode?: boolean
  readonly mayRetry?: boolean
}

type Reason = "offline" | "missing" | "waiting" | "recalled" | "expired" | "hidden-reader" | "log" | "damaged" | "other"

const reasons: Readonly<Record<string, Reason>> = {
  offline: "offline",
  not_found: "missing",
  "privilege.missing": "missing",
  "message.not_ready": "waiting",
  "not-ready": "waiting",
  "message.recalled": "recalled",
  recalled: "recalled",
  "message.expired": "expired",
  expired: "expired",
  "hidden-reader": "hidden-reader",
  "log-fork": "log",
  "log-rollback": "log",
  "log-missing": "log",
  "policy-rollback": "log",
}

export function reasonOf(problem: unknown): Reason {
  return reasons[codeOf(problem)] ?? (problem instanceof ProtocolError ? "damaged" : "other")
}

function refusalOf(reason: Reason, strings: Strings, about: { sender: string; address: string }): Refusal {
  const { message, failure } = strings
  switch (reason) {
    case "offline":
      return {
        icon: <PlugDisconnected24Regular />,
        title: failure.offlineTitle,
        text: failure.offlineText(location.host),
        mayRetry: true,
      }
    case "missing":
      return {
        icon: <DocumentQuestionMark24Regular />,
        title: message.notFoundTitle,
        text: message.notFoundText(about.address),
      }
    case "waiting":
      return { icon: <Hourglass24Regular />, title: message.waitingTitle, text: message.waitingText(about.sender) }
    case "recalled":
      return { icon: <ArrowUndo24Regular />, title: message.recalledTitle(about.sender), text: message.recalledText }
    case "expired":
      return { icon: <CalendarClock24Regular />, title: message.expiredTitle, text: message.expiredText(about.sender) }
    case "hidden-reader":
      return {
        icon: <ShieldError24Regular />,
        title: message.hiddenReaderTitle,
        text: message.hiddenReaderText,
        hasCode: true,
      }
    case "log":
      return { icon: <ShieldError24Regular />, title: message.logForkTitle, text: message.logForkText, hasCode: true }
    case "damaged":
      return { icon: <ShieldError24Regular />, title: message.failedTitle, text: message.failedText, hasCode: true }
    case "other":
      return {
        icon: <ShieldError24Regular />,
        title: failure.otherTitle,
        text: failure.otherText,
        hasCode: true,
        mayRetry: true,
      }
  }
}

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
  const reason = reasonOf(problem)
  const isWaiting = reason === "waiting"
  const closed = problem instanceof MessageClosed ? problem.closed : null
  const { needed, isAsked, setNeeded } = useNeededSecret(id, isWaiting)
  useEffect(() => {
    if (!isWaiting || needed !== null) return undefined
    const timer = setInterval(onAgain, WAIT_MS)
    return () => clearInterval(timer)
  }, [isWaiting, needed, onAgain])
  if (codeOf(problem) === "key-changed" && arrival !== null)
    return <KeyChanged arrival={arrival} onAccepted={onAgain} />
  if (closed !== null)
    return (
      <ClosedPane closed={closed} actions={<Button onClick={() => go("/inbox")}>{strings.message.goToInbox}</Button>} />
    )
  const sender = arrival?.sender || arrival?.senderAddress || strings.message.theSender
  if (isWaiting && needed !== null)
    return (
      <SecretForm
        id={messageId.parse(id)}
        needed={needed}
        sender={sender}
        onOpened={onAgain}
        onSent={() => setNeeded(null)}
      />
    )
  if (isWaiting) return isAsked ? <Waiting sender={sender} /> : null
  const refusal = refusalOf(reason, strings, { sender, address: account.address })
  return (
    <main data-page="refused" data-reason={reason} style={{ display: "flex", flexGrow: 1 }}>
      <EmptyState
        headingLevel={1}
        icon={refusal.icon}
        title={refusal.title}
        text={
          <>
            {refusal.text}
            {refusal.hasCode && (
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
            {refusal.mayRetry && (
              <Button appearance="primary" onClick={onAgain}>
                {strings.common.tryAgain}
              </Button>
            )}
          </>
        }
      />
      <LiveRegion text={refusal.title} urgent={refusal.hasCode === true} />
    </main>
  )
}
