/** Why a message is not shown, in the words of all hosts. */
import {
  ArrowUndo24Regular,
  CalendarClock24Regular,
  CloudOff24Regular,
  Hourglass24Regular,
  Key24Regular,
  MailProhibited24Regular,
  Pause24Regular,
  ShieldError24Regular,
  Warning24Regular,
} from "@fluentui/react-icons"
import type { Account } from "@smp/shared/account"
import { FailureLayout, useStrings } from "@smp/shared/ui"
import type { Strings } from "@smp/shared/ui"
import type { ReactElement } from "react"
import { pages } from "../../host/thunderbird-host.ts"
import { words } from "../../strings/strings.ts"
import { Page } from "../parts/page.tsx"
import type { Way } from "../parts/page.tsx"
import type { Refusal, Refused } from "./open.ts"

const icons: Record<Refused, ReactElement> = {
  recalled: <ArrowUndo24Regular />,
  suspended: <Pause24Regular />,
  withheld: <ShieldError24Regular />,
  password: <Key24Regular />,
  expired: <CalendarClock24Regular />,
  waiting: <Hourglass24Regular />,
  "not-for-you": <MailProhibited24Regular />,
  "hidden-reader": <ShieldError24Regular />,
  contradiction: <ShieldError24Regular />,
  "key-changed": <Key24Regular />,
  damaged: <ShieldError24Regular />,
  offline: <CloudOff24Regular />,
  fault: <Warning24Regular />,
}
const isForAdministrator: readonly Refused[] = ["hidden-reader", "contradiction", "damaged", "fault"]

function textOf(
  why: Refused,
  { message, failure, recall }: Strings,
  about: { sender: string; address: string; host: string },
): readonly [string, string] {
  const texts: Record<Refused, readonly [string, string]> = {
    recalled: [message.recalledTitle(about.sender), message.recalledText],
    suspended: [recall.closed.suspendedTitle(about.sender), recall.closed.suspendedText],
    withheld: [recall.closed.withheldTitle, recall.closed.withheldText],
    password: [recall.password.title, `${recall.password.text(about.sender)} ${recall.password.elsewhere}`],
    expired: [message.expiredTitle, message.expiredText(about.sender)],
    waiting: [message.waitingTitle, message.waitingText(about.sender)],
    "not-for-you": [message.notFoundTitle, message.notFoundText(about.address)],
    "hidden-reader": [message.hiddenReaderTitle, message.hiddenReaderText],
    contradiction: [message.logForkTitle, message.logForkText],
    "key-changed": [message.keyChangedTitle(about.sender), message.keyChangedText],
    damaged: [message.failedTitle, message.failedText],
    offline: [failure.offlineTitle, failure.offlineText(about.host)],
    fault: [failure.otherTitle, failure.otherText],
  }
  return texts[why]
}

export interface RefusalPageProps {
  readonly refusal: Refusal
  readonly account: Account | null
  readonly server: string | null
  readonly id: string
  readonly again: () => void
}

export function RefusalPage({ refusal, account, server, id, again }: RefusalPageProps) {
  const strings = useStrings()
  const host = server === null ? "" : new URL(server).host
  const [title, text] = textOf(refusal.why, strings, {
    sender: words.reading.theSender,
    address: account?.address ?? "",
    host,
  })
  const center: Way = {
    text: words.reading.openInCenter,
    onClick: () => void pages.openInBrowser(`${server ?? ""}/m/${id}`),
  }
  return (
    <Page
      title={words.reading.title}
      place={{ organization: null, host }}
      isNarrow
      ways={[center, { text: words.tryAgain, onClick: again }]}
    >
      <div data-page="refused" data-why={refusal.why}>
        <FailureLayout
          icon={icons[refusal.why]}
          title={title}
          text={text}
          actions={[]}
          {...(isForAdministrator.includes(refusal.why) ? { code: refusal.code } : {})}
        />
      </div>
    </Page>
  )
}

/** The button is disabled on other mails; this is for a mail that changed under it. */
export function NotANotice() {
  return (
    <Page title={words.reading.title} isNarrow ways={[{ text: words.close, onClick: () => void pages.closeThis() }]}>
      <FailureLayout
        icon={<MailProhibited24Regular />}
        title={words.reading.notANotice}
        text={words.reading.notANoticeText}
        actions={[]}
      />
    </Page>
  )
}
