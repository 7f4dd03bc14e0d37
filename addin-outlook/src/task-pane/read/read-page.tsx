/** Reading in place: which message a notice means, opened and checked, or why not. */
import { Spinner } from "@fluentui/react-components"
import {
  CloudOff24Regular,
  MailProhibited24Regular,
  ShieldError24Regular,
  Warning24Regular,
} from "@fluentui/react-icons"
import type { Account } from "@smp/shared/account"
import { readRefusalOf } from "@smp/shared/read"
import type { ReadRefusal, ReadRefusalReason } from "@smp/shared/read"
import { isForAdministrator, readRefusalText, useStrings } from "@smp/shared/ui"
import { useCallback, useEffect, useState } from "react"
import type { OutlookPort } from "../../host/outlook-port.ts"
import { FailureHead } from "../parts/failure-head.tsx"
import { Pane } from "../parts/pane.tsx"
import { usePaneStyles } from "../parts/styles.ts"
import { membershipOf } from "../session/session.ts"
import { words } from "../strings/words.ts"
import type { WriteState } from "../write/write-state.ts"
import { readNotice } from "./notice.ts"
import { openMessage } from "./open.ts"
import type { Reading } from "./open.ts"
import { openInBrowser, ReadingView } from "./reading-view.tsx"

type ReadState =
  | { readonly at: "opening" }
  | { readonly at: "no-notice" }
  | { readonly at: "refused"; readonly refusal: ReadRefusal; readonly id: string | null }
  | { readonly at: "open"; readonly reading: Reading }

export interface ReadPageProps {
  readonly account: Account
  /** The selected mail, or a message whose id is known. */
  readonly source: OutlookPort | string
  readonly onReply: (writing: WriteState) => void
  /** The session is over: the same person comes back, and it goes on with `goOn`. */
  readonly signInAgain: (goOn: () => void) => void
}

export function ReadPage({ account, source, onReply, signInAgain }: ReadPageProps) {
  const [state, setState] = useState<ReadState>({ at: "opening" })
  const open = useCallback(async () => setState(await stateOf(account, source)), [account, source])
  useEffect(() => void open(), [open])
  const organization = membershipOf(account)?.name ?? words().product
  const { read } = words()
  switch (state.at) {
    case "opening":
      return (
        <Pane state="opening" organization={organization} address={account.address} title={read.title}>
          <Spinner label={read.opening} />
        </Pane>
      )
    case "no-notice":
      return (
        <Pane state="no-notice" organization={organization} address={account.address} title={null}>
          <FailureHead icon={<MailProhibited24Regular />} title={read.notANotice} text={read.notANoticeText} />
        </Pane>
      )
    case "refused":
      return (
        <RefusedView
          account={account}
          organization={organization}
          {...state}
          signInAgain={signInAgain}
          again={() => {
            setState({ at: "opening" })
            void open()
          }}
        />
      )
    case "open":
      return <ReadingView reading={state.reading} onReply={onReply} />
  }
}

async function stateOf(account: Account, source: OutlookPort | string): Promise<ReadState> {
  let id: string | null = null
  try {
    id = typeof source === "string" ? source : await noticeOf(source, account.client.origin)
    return id === null ? { at: "no-notice" } : { at: "open", reading: await openMessage(account, id) }
  } catch (problem) {
    return { at: "refused", refusal: readRefusalOf(problem), id }
  }
}

async function noticeOf(outlook: OutlookPort, server: string): Promise<string | null> {
  const mail = outlook.read()
  const notice = readNotice(
    { headers: await mail.headers(), texts: [await mail.body("text"), await mail.body("html")] },
    server,
  )
  return notice.kind === "notice" ? notice.id : null
}

interface RefusedProps {
  readonly account: Account
  readonly organization: string
  readonly refusal: ReadRefusal
  readonly id: string | null
  readonly again: () => void
  readonly signInAgain: ReadPageProps["signInAgain"]
}

function RefusedView({ account, organization, refusal, id, again, signInAgain }: RefusedProps) {
  const strings = useStrings()
  const styles = usePaneStyles()
  const { origin } = account.client
  const about = { sender: words().read.theSender, address: account.address, host: new URL(origin).host }
  const isSignedOut = refusal.code.startsWith("session.")
  const [title, text] = isSignedOut
    ? [strings.entrance.sessionEnded, words().signIn.read]
    : readRefusalText(refusal.why, strings, about)
  const center = { text: words().read.center, onClick: () => openInBrowser(`${origin}/m/${id ?? ""}`) }
  return (
    <Pane
      state="refused"
      organization={organization}
      address={account.address}
      title={null}
      ways={
        isSignedOut
          ? [{ text: words().signIn.title, onClick: () => signInAgain(again) }]
          : [...(id === null ? [] : [center]), { text: words().tryAgain, onClick: again }]
      }
    >
      <div className={styles.column} data-why={refusal.why}>
        <FailureHead icon={iconOf(refusal.why)} title={title} text={text} />
        {!isSignedOut && isForAdministrator(refusal.why) && (
          <p className={styles.mono}>{strings.failure.code(refusal.code)}</p>
        )}
      </div>
    </Pane>
  )
}

function iconOf(why: ReadRefusalReason) {
  if (why === "offline") return <CloudOff24Regular />
  return why === "fault" || why === "waiting" || why === "paused" ? <Warning24Regular /> : <ShieldError24Regular />
}
