/** Finds out which message is meant, signs in where needed, opens it, and shows it or why not. */
import { Spinner } from "@fluentui/react-components"
import type { Account } from "@smp/shared/account"
import { useEffect, useState, useSyncExternalStore } from "react"
import { resumeHere } from "../../account/signed-in.ts"
import { noteClosed } from "../../background/closed-messages.ts"
import { noticeOfTab } from "../../background/notice-button.ts"
import { pages } from "../../host/thunderbird-host.ts"
import { messageOfWindow } from "../../message-window.ts"
import { readSettings } from "../../settings.ts"
import { words } from "../../strings/strings.ts"
import { SignInStep } from "../options/sign-in-step.tsx"
import { Page } from "../parts/page.tsx"
import { MessagePage } from "./message-page.tsx"
import { closedOf, isClosedMeanwhile, openMessage, refine, refusalOf, senderOf } from "./open.ts"
import type { Closed, Reading, Refusal } from "./open.ts"
import { NotANotice, RefusalPage } from "./refusal-page.tsx"

export type Source =
  | { readonly kind: "tab"; readonly tabId: number; readonly isPanel: boolean }
  | { readonly kind: "message"; readonly handle: string }

type ReadState =
  | { readonly at: "opening" }
  | { readonly at: "sign-in"; readonly server: string }
  | { readonly at: "no-notice" }
  | {
      readonly at: "refused"
      readonly refusal: Refusal
      readonly account: Account | null
      readonly server: string | null
      readonly id: string
      readonly sender: string | null
      readonly closed: Closed | null
    }
  | { readonly at: "open"; readonly reading: Reading }

async function explain(problem: unknown, account: Account | null, id: string) {
  const closed = await closedOf(problem)
  if (closed !== null) await noteClosed(id, true)
  const refusal = refusalOf(problem)
  if (account === null) return { refusal, sender: null, closed }
  const [refined, sender] = await Promise.all([refine(refusal, account, id), senderOf(account, id)])
  return { refusal: refined, sender, closed }
}

const FOLLOW_MS = 10_000

/** A plain store, as the sending window has one. */
function createReader(source: Source) {
  let state: ReadState = { at: "opening" }
  const listeners = new Set<() => void>()
  const show = (next: ReadState) => {
    state = next
    for (const listener of listeners) listener()
  }
  /** `quietly`: what is on the screen stays until something else is known. */
  const open = async (quietly = false): Promise<void> => {
    if (!quietly) show({ at: "opening" })
    const id = source.kind === "tab" ? await noticeOfTab(source.tabId) : await messageOfWindow(source.handle)
    if (id === null) return show({ at: "no-notice" })
    const { server } = await readSettings()
    let account: Account | null = null
    try {
      account = await resumeHere()
      if (account === null) return show(server === null ? { at: "no-notice" } : { at: "sign-in", server })
      const reading = await openMessage(account, id)
      await noteClosed(id, false)
      return show({ at: "open", reading })
    } catch (problem) {
      return show({ at: "refused", server, id, account, ...(await explain(problem, account, id)) })
    }
  }
  /** What waits is tried again; what is open and was closed meanwhile goes from this page. */
  const follow = async (): Promise<void> => {
    if (document.visibilityState !== "visible") return
    if (state.at === "refused" && state.refusal.why === "waiting") await open(true)
    else if (state.at === "open" && (await isClosedMeanwhile(state.reading))) await open()
  }
  return {
    open,
    follow,
    read: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export function ReadPage({ source }: { readonly source: Source }) {
  const [reader] = useState(() => createReader(source))
  const state = useSyncExternalStore(reader.subscribe, reader.read)
  useEffect(() => {
    void reader.open()
    const timer = setInterval(() => void reader.follow(), FOLLOW_MS)
    return () => clearInterval(timer)
  }, [reader])
  const isPanel = source.kind === "tab" && source.isPanel
  switch (state.at) {
    case "opening":
      return (
        <Page title={words.reading.title}>
          <Spinner label={words.reading.opening} />
        </Page>
      )
    case "sign-in":
      return (
        <Page
          title={words.signIn.readTitle}
          isNarrow
          hasPrimary={false}
          ways={[{ text: words.close, onClick: () => void pages.closeThis() }]}
        >
          <SignInStep server={state.server} onDone={() => void reader.open()} />
        </Page>
      )
    case "no-notice":
      return <NotANotice />
    case "refused":
      return <RefusalPage {...state} again={() => void reader.open()} />
    case "open":
      return <MessagePage reading={state.reading} isPanel={isPanel} />
  }
}
