/** The one layout of every failure: what happened, where the message is, what you can do. */
import { Checkbox } from "@fluentui/react-components"
import {
  CloudOff24Regular,
  PersonProhibited24Regular,
  ShieldError24Regular,
  Warning24Regular,
} from "@fluentui/react-icons"
import { FailureLayout, useFormats, useStrings } from "@smp/shared/ui"
import { useEffect, useState } from "react"
import { addressBooks, pages } from "../../host/thunderbird-host.ts"
import { words } from "../../strings/strings.ts"
import { Page } from "../parts/page.tsx"
import type { Way } from "../parts/page.tsx"
import { savedNote } from "./draft-place.ts"
import { failureText } from "./failure-text.ts"
import type { Place } from "./send-page.tsx"
import type { Failure, SendState } from "./send-state.ts"
import type { SendingFlow } from "./sending-flow.ts"

const RETRY_MS = 10_000

type Shown = Extract<SendState, { at: "failed" } | { at: "unknown" }>

export function FailureView({
  place,
  flow,
  state,
}: {
  readonly place: Place
  readonly flow: SendingFlow
  readonly state: Shown
}) {
  const formats = useFormats()
  const strings = useStrings()
  const { prepared } = state
  const subject = prepared?.draft.draft.subject
  const hint = subject === undefined ? {} : { hint: subject === "" ? words.noSubject : subject }
  if (state.at === "unknown") {
    return (
      <Page
        title={words.failure.title}
        {...hint}
        place={place}
        isNarrow
        ways={[{ text: words.failure.askServer, onClick: () => void flow.tryNow() }]}
      >
        <FailureLayout
          icon={<CloudOff24Regular />}
          title={words.failure.unknownTitle}
          text={words.failure.unknownText}
          place={{ at: "unknown" }}
          actions={[]}
        />
      </Page>
    )
  }
  const { failure } = state
  const organization = prepared?.review.organization ?? place.organization ?? place.host
  const text = failureText(
    { failure, host: place.host, organization, account: prepared?.account.address ?? "" },
    strings,
  )
  return (
    <Page
      title={words.failure.title}
      {...hint}
      place={place}
      isNarrow
      status={words.where.notUploaded}
      ways={waysOut(failure, flow)}
    >
      <FailureLayout
        icon={iconOf(failure)}
        title={text.title}
        text={text.text}
        actions={[]}
        {...(text.hasCode ? { code: failure.code } : {})}
        place={{ at: "draft", note: savedNote(prepared?.savedAt ?? null, formats) }}
      >
        {failure.code === "offline" && <RetryByItself again={() => void flow.again()} />}
      </FailureLayout>
    </Page>
  )
}

function waysOut(failure: Failure, flow: SendingFlow): Way[] {
  const back = { text: words.backToDraft, onClick: () => void pages.closeThis() }
  if (failure.code === "mailing-list") {
    const expand = () => void addressBooks.ask().then((granted) => granted && void flow.again())
    return [back, { text: words.unknown.expand, onClick: expand }]
  }
  const isAboutPeople = ["address-refused", "first-contact-not-allowed", "suite-refused"].includes(failure.code)
  if (isAboutPeople && failure.people.length > 0) {
    return [back, { text: words.unknown.without, onClick: () => void flow.without(failure.people) }]
  }
  return [back, { text: words.tryAgain, onClick: () => void flow.again() }]
}

function iconOf(failure: Failure) {
  if (failure.code === "offline") return <CloudOff24Regular />
  if (failure.people.length > 0) return <PersonProhibited24Regular />
  return failure.code === "fault" ? <Warning24Regular /> : <ShieldError24Regular />
}

/** Goes on when the connection is back, as long as the window is open and the box is ticked. */
function RetryByItself({ again }: { readonly again: () => void }) {
  const [isOn, setOn] = useState(true)
  useEffect(() => {
    if (!isOn) return
    const timer = setTimeout(again, RETRY_MS)
    addEventListener("online", again)
    return () => {
      clearTimeout(timer)
      removeEventListener("online", again)
    }
  })
  return <Checkbox label={words.failure.retry} checked={isOn} onChange={(_, data) => setOn(data.checked === true)} />
}
