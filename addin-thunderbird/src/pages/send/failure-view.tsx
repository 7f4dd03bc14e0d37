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
import { addressBooks } from "../../host/thunderbird-host.ts"
import { words } from "../../strings/strings.ts"
import { Page } from "../parts/page.tsx"
import type { Way } from "../parts/page.tsx"
import { savedNote } from "./draft-place.ts"
import { failureText } from "./failure-text.ts"
import type { Place } from "./send-page.tsx"
import type { Failure, SendState } from "./send-state.ts"
import type { Sending } from "./use-sending.ts"

const RETRY_MS = 10_000

type Shown = Extract<SendState, { at: "failed" } | { at: "unknown" }>

export function FailureView({
  place,
  sending,
  state,
}: {
  readonly place: Place
  readonly sending: Sending
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
        ways={[{ text: words.failure.askServer, onClick: sending.tryNow }]}
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
      ways={waysOut(failure, sending)}
    >
      <FailureLayout
        icon={iconOf(failure)}
        title={text.title}
        text={text.text}
        actions={[]}
        {...(text.hasCode ? { code: failure.code } : {})}
        place={{ at: "draft", note: savedNote(prepared?.savedAt ?? null, formats) }}
      >
        {failure.code === "offline" && <RetryByItself again={sending.again} />}
      </FailureLayout>
    </Page>
  )
}

function waysOut(failure: Failure, sending: Sending): Way[] {
  const back = { text: words.backToDraft, onClick: sending.close }
  const [first] = failure.people
  if (failure.code === "mailing-list") {
    const expand = () => void addressBooks.ask().then((granted) => granted && sending.again())
    return [back, { text: words.unknown.expand, onClick: expand }]
  }
  const isAboutPeople = ["address-refused", "first-contact-not-allowed", "suite-refused"].includes(failure.code)
  if (isAboutPeople && first !== undefined) {
    const without = () => {
      for (const address of failure.people) sending.without(address)
    }
    return [back, { text: words.unknown.without, onClick: without }]
  }
  return [back, { text: words.tryAgain, onClick: sending.again }]
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
