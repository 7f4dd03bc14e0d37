/** Sending from the pane: one state of the flow, one view. */
import { Spinner } from "@fluentui/react-components"
import type { Account } from "@smp/shared/account"
import { messageId } from "@smp/shared/wire"
import type { MessageId } from "@smp/shared/wire"
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from "react"
import type { PolicyCache } from "../../guard/policy-cache.ts"
import type { OutlookPort } from "../../host/outlook-port.ts"
import { Pane } from "../parts/pane.tsx"
import { membershipOf } from "../session/session.ts"
import { words } from "../strings/words.ts"
import type { WriteState } from "../write/write-state.ts"
import {
  GivenUpView,
  HandedOverView,
  KeyChangedView,
  SendersView,
  UnfinishedView,
  UnknownView,
} from "./decision-views.tsx"
import { DoneView } from "./done-view.tsx"
import { FailureView } from "./failure-view.tsx"
import { createComposeFlow } from "./flow.ts"
import type { ComposeFlow } from "./flow.ts"
import { PutAwayView } from "../write/put-away-view.tsx"
import { ReviewView } from "./review-view.tsx"
import { SendingView } from "./sending-view.tsx"

const loadWriteView = () => import("../write/write-view.tsx").then(({ WriteView: view }) => ({ default: view }))
const WriteView = lazy(loadWriteView)

/** What every view of a send needs. */
export interface Scene {
  readonly account: Account
  readonly flow: ComposeFlow
  readonly organization: string
  /** Outlook asks the add-in before an ordinary Send (Mailbox 1.12). */
  readonly hasGuard: boolean
  /** What the organization wants encrypted, as the send event knows it. */
  readonly rules: PolicyCache | null
  readonly openMessage: (id: MessageId) => void
  /** The session is over: what was chosen and written here waits for the same person, and goes on with `goOn`. */
  readonly signInAgain: SignInAgain
  /** A draft is open in Outlook beside what is written here. */
  readonly hasDraft: boolean
}
export type SignInAgain = (goOn: () => void) => void
export interface ComposePageProps {
  readonly account: Account
  /** Outlook's draft, or a text that is written here from the start. */
  readonly start: OutlookPort | WriteState
  readonly rules: PolicyCache | null
  readonly openMessage: (id: MessageId) => void
  readonly signInAgain: (goOn: () => void, writing: WriteState | null) => void
}

export function ComposePage({ account, start, rules, openMessage, signInAgain }: ComposePageProps) {
  const [flow] = useState(() => createComposeFlow(account, start))
  const state = useSyncExternalStore(flow.subscribe, flow.read)
  const outlook = "facts" in start ? start : null
  useEffect(() => {
    if (outlook !== null) void flow.begin()
  }, [flow, outlook])
  // A lost line is what often leads there: it is fetched while there is one.
  useEffect(() => void loadWriteView().catch(() => undefined), [])
  useKeeping(flow)
  const scene: Scene = {
    account,
    flow,
    rules,
    openMessage,
    signInAgain: (goOn) => signInAgain(goOn, flow.writing()),
    organization: membershipOf(account)?.name ?? words().product,
    hasDraft: outlook !== null,
    hasGuard: outlook?.supports("1.12") ?? true,
  }
  switch (state.at) {
    case "preparing":
      return (
        <Pane state="preparing" organization={scene.organization} address={account.address} title={words().product}>
          <Spinner label={words().preparing} />
        </Pane>
      )
    case "handed-over":
      return <HandedOverView scene={scene} id={messageId.parse(state.id)} reference={state.reference} />
    case "given-up":
      return <GivenUpView scene={scene} />
    case "unfinished":
      return <UnfinishedView scene={scene} staged={state.staged} isBeside={state.isBeside} />
    case "review":
      return <ReviewView scene={scene} prepared={state.prepared} isChanged={state.isChanged} />
    case "key-changed":
      return <KeyChangedView scene={scene} prepared={state.prepared} address={state.address} />
    case "senders":
      return <SendersView scene={scene} from={state.from} isMarked={state.isMarked} />
    case "write":
      return (
        <Suspense fallback={<Spinner />}>
          <WriteView key={state.turn} scene={scene} writing={state.writing} saving={state.saving} />
        </Suspense>
      )
    case "put-away":
      return <PutAwayView scene={scene} how={state.how} id={state.id} subject={state.subject} />
    case "sending":
      return <SendingView scene={scene} prepared={state.prepared} progress={state.progress} />
    case "unknown":
      return <UnknownView scene={scene} prepared={state.prepared} />
    case "done":
      return <DoneView scene={scene} prepared={state.prepared} result={state.result} />
    case "failed":
      return <FailureView scene={scene} state={state} />
  }
}

/** What is written here is saved before the pane is hidden or goes away. */
function useKeeping(flow: ComposeFlow): void {
  useEffect(() => {
    const save = () => {
      if (document.visibilityState === "hidden") flow.save()
    }
    document.addEventListener("visibilitychange", save)
    addEventListener("pagehide", flow.save)
    return () => {
      document.removeEventListener("visibilitychange", save)
      removeEventListener("pagehide", flow.save)
      flow.leave()
    }
  }, [flow])
}
