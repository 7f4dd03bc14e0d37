/** One sending window, whatever state it is in. */
import { Spinner } from "@fluentui/react-components"
import { useEffect, useState, useSyncExternalStore } from "react"
import { pages } from "../../host/thunderbird-host.ts"
import { readSettings } from "../../settings.ts"
import { words } from "../../strings/strings.ts"
import { SignInStep } from "../options/sign-in-step.tsx"
import { Page } from "../parts/page.tsx"
import { DoneView } from "./done-view.tsx"
import { FailureView } from "./failure-view.tsx"
import { KeyChangedView } from "./key-changed-view.tsx"
import { KeepingView, KeptView } from "./kept-view.tsx"
import { ReviewView } from "./review-view.tsx"
import type { SendState } from "./send-state.ts"
import { createSendingFlow } from "./sending-flow.ts"
import type { SendingFlow } from "./sending-flow.ts"
import { SendingView } from "./sending-view.tsx"
import { StoppedView } from "./stopped-view.tsx"
import { WaitingView } from "./waiting-view.tsx"

export interface Place {
  readonly organization: string | null
  readonly host: string
}

/** Why the window opened: to send, to keep for later, or because Thunderbird's own Send was stopped. */
export type Purpose = "send" | "keep" | "stopped"

export function SendPage({ tabId, purpose }: { readonly tabId: number; readonly purpose: Purpose }) {
  const isStopped = purpose === "stopped"
  const [flow] = useState(() => createSendingFlow(tabId, isStopped))
  const state = useSyncExternalStore(flow.subscribe, flow.read)
  const [server, setServer] = useState<string | null>(null)
  const [organization, setOrganization] = useState<string | null>(null)
  useEffect(() => {
    if (purpose === "send") void flow.begin(false)
    if (purpose === "keep") void flow.keep()
  }, [flow, purpose])
  useEffect(() => {
    void readSettings().then((settings) => {
      setServer(settings.server)
      setOrganization(settings.account?.organization ?? null)
    })
  }, [])
  useKeys(flow, state)
  const place: Place = { organization, host: server === null ? "" : new URL(server).host }
  switch (state.at) {
    case "preparing":
      return (
        <Page title={words.product} place={place}>
          <Spinner label={words.preparing} />
        </Page>
      )
    case "stopped":
      return <StoppedView place={place} flow={flow} />
    case "sign-in":
      return (
        <Page
          title={words.signIn.title}
          hint={words.signIn.text}
          place={place}
          isNarrow
          status={words.where.notUploaded}
          hasPrimary={false}
          ways={[{ text: words.backToDraft, onClick: () => void pages.closeThis() }]}
        >
          {server !== null && <SignInStep server={server} onDone={() => void flow.again()} />}
        </Page>
      )
    case "review":
      return <ReviewView place={place} flow={flow} prepared={state.prepared} isChanged={state.isChanged} />
    case "key-changed":
      return <KeyChangedView place={place} flow={flow} prepared={state.prepared} address={state.address} />
    case "sending":
      return <SendingView place={place} flow={flow} prepared={state.prepared} progress={state.progress} />
    case "waiting":
      return <WaitingView place={place} flow={flow} state={state} />
    case "keeping":
      return <KeepingView place={place} flow={flow} done={state.done} of={state.of} />
    case "kept":
      return <KeptView place={place} kept={state.kept} server={server} />
    case "unknown":
    case "failed":
      return <FailureView place={place} flow={flow} state={state} />
    case "done":
      return <DoneView place={place} state={state} />
  }
}

/** Ctrl+Enter sends what is reviewed; Escape goes back to the draft, never after the hand-over. */
function useKeys(flow: SendingFlow, state: SendState): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "Enter" && event.ctrlKey && state.at === "review") void flow.confirm()
      const mayLeave = ["stopped", "sign-in", "review", "key-changed", "kept", "failed"].includes(state.at)
      if (event.key === "Escape" && mayLeave && !event.defaultPrevented) void pages.closeThis()
    }
    document.addEventListener("keydown", pressed)
    return () => document.removeEventListener("keydown", pressed)
  })
}
