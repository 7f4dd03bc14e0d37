/** One sending window, whatever state it is in. */
import { Spinner } from "@fluentui/react-components"
import { useEffect, useState } from "react"
import { readSettings } from "../../settings.ts"
import { words } from "../../strings/strings.ts"
import { SignInStep } from "../options/sign-in-step.tsx"
import { Page } from "../parts/page.tsx"
import { DoneView } from "./done-view.tsx"
import { FailureView } from "./failure-view.tsx"
import { KeyChangedView } from "./key-changed-view.tsx"
import { ReviewView } from "./review-view.tsx"
import { SendingView } from "./sending-view.tsx"
import { StoppedView } from "./stopped-view.tsx"
import { useSending } from "./use-sending.ts"
import { WaitingView } from "./waiting-view.tsx"

export interface Place {
  readonly organization: string | null
  readonly host: string
}

export function SendPage({ tabId, isStopped }: { readonly tabId: number; readonly isStopped: boolean }) {
  const sending = useSending(tabId, isStopped)
  const [server, setServer] = useState<string | null>(null)
  const [organization, setOrganization] = useState<string | null>(null)
  useEffect(() => {
    void readSettings().then((settings) => {
      setServer(settings.server)
      setOrganization(settings.account?.organization ?? null)
    })
  }, [])
  useKeys(sending)
  const place: Place = { organization, host: server === null ? "" : new URL(server).host }
  const { state } = sending
  switch (state.at) {
    case "preparing":
      return (
        <Page title={words.product} place={place}>
          <Spinner label={words.preparing} />
        </Page>
      )
    case "stopped":
      return <StoppedView place={place} sending={sending} />
    case "sign-in":
      return (
        <Page
          title={words.signIn.title}
          hint={words.signIn.text}
          place={place}
          isNarrow
          status={words.where.notUploaded}
          hasPrimary={false}
          ways={[{ text: words.backToDraft, onClick: sending.close }]}
        >
          {server !== null && <SignInStep server={server} onDone={sending.signedIn} />}
        </Page>
      )
    case "review":
      return <ReviewView place={place} sending={sending} prepared={state.prepared} isChanged={state.isChanged} />
    case "key-changed":
      return <KeyChangedView place={place} sending={sending} prepared={state.prepared} address={state.address} />
    case "sending":
      return <SendingView place={place} sending={sending} prepared={state.prepared} progress={state.progress} />
    case "waiting":
      return <WaitingView place={place} sending={sending} state={state} />
    case "unknown":
    case "failed":
      return <FailureView place={place} sending={sending} state={state} />
    case "done":
      return <DoneView place={place} sending={sending} prepared={state.prepared} result={state.result} />
  }
}

/** Ctrl+Enter sends what is reviewed; Escape goes back to the draft, never after the hand-over. */
function useKeys({ state, confirm, close }: ReturnType<typeof useSending>): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "Enter" && event.ctrlKey && state.at === "review") confirm()
      const mayLeave = ["stopped", "sign-in", "review", "key-changed", "failed"].includes(state.at)
      if (event.key === "Escape" && mayLeave && !event.defaultPrevented) close()
    }
    document.addEventListener("keydown", pressed)
    return () => document.removeEventListener("keydown", pressed)
  })
}
