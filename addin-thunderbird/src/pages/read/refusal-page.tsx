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
import {
  ClosedMessage,
  FailureLayout,
  isForAdministrator,
  readRefusalText,
  useStrings,
  WaitingMessage,
} from "@smp/shared/ui"
import type { Strings } from "@smp/shared/ui"
import type { ReactElement } from "react"
import { pages } from "../../host/thunderbird-host.ts"
import { words } from "../../strings/strings.ts"
import { Page } from "../parts/page.tsx"
import type { Way } from "../parts/page.tsx"
import type { Closed, Refusal, Refused } from "./open.ts"

const icons: Record<Refused, ReactElement> = {
  recalled: <ArrowUndo24Regular />,
  suspended: <Pause24Regular />,
  withheld: <ShieldError24Regular />,
  password: <Key24Regular />,
  expired: <CalendarClock24Regular />,
  waiting: <Hourglass24Regular />,
  secret: <Key24Regular />,
  "not-for-you": <MailProhibited24Regular />,
  "hidden-reader": <ShieldError24Regular />,
  contradiction: <ShieldError24Regular />,
  "key-changed": <Key24Regular />,
  damaged: <ShieldError24Regular />,
  offline: <CloudOff24Regular />,
  paused: <Hourglass24Regular />,
  fault: <Warning24Regular />,
}
function textOf(why: Refused, strings: Strings, about: { sender: string; address: string; host: string }) {
  if (why !== "secret") return readRefusalText(why, strings, about)
  const { sender } = about
  const text = `${strings.secret.call(sender)} ${words.reading.secretElsewhere}`
  return [words.reading.secretTitle(sender), text] as const
}

export interface RefusalPageProps {
  readonly refusal: Refusal
  readonly account: Account | null
  readonly server: string | null
  readonly id: string
  /** As the notice named the sender; null: not known. */
  readonly sender: string | null
  readonly closed: Closed | null
  readonly again: () => void
}

export function RefusalPage({ refusal, account, server, id, again, closed, sender }: RefusalPageProps) {
  const strings = useStrings()
  const host = server === null ? "" : new URL(server).host
  const name = sender ?? words.reading.theSender
  const address = account?.address ?? ""
  const center: Way = {
    text: words.reading.openInCenter,
    onClick: () => void pages.openInBrowser(`${server ?? ""}/m/${id}`),
  }
  return (
    <Page
      title={words.reading.title}
      place={{ organization: closed?.slip.organization ?? null, host }}
      isNarrow={closed === null}
      ways={[center, { text: words.tryAgain, onClick: again }]}
    >
      {closed !== null ? (
        <ClosedMessage closed={viewOf(closed)} slip={closed.slip} actions={null} headingLevel={2} />
      ) : refusal.why === "waiting" ? (
        <WaitingMessage sender={name} address={address} actions={null} headingLevel={2} />
      ) : (
        <Failed refusal={refusal} texts={textOf(refusal.why, strings, { sender: name, address, host })} />
      )}
    </Page>
  )
}

function viewOf({ message: { state, at, reason, controlled } }: Closed) {
  const { name, addr } = controlled.slip.from
  return { state, at, reason, sender: name || addr }
}

function Failed({ refusal, texts }: { readonly refusal: Refusal; readonly texts: readonly [string, string] }) {
  const [title, text] = texts
  return (
    <div data-page="refused" data-reason={refusal.why}>
      <FailureLayout
        icon={icons[refusal.why]}
        title={title}
        text={text}
        actions={[]}
        {...(refusal.why !== "secret" && isForAdministrator(refusal.why) ? { code: refusal.code } : {})}
      />
    </div>
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
