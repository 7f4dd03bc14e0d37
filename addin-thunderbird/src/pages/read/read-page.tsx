/** Finds out which message is meant, signs in where needed, opens it, and shows it or why not. */
import { Spinner } from "@fluentui/react-components"
import { OwnPassword } from "@smp/shared/ui"
import { useEffect, useState, useSyncExternalStore } from "react"
import { onLive } from "../../background/live.ts"
import { pages } from "../../host/thunderbird-host.ts"
import { words } from "../../strings/strings.ts"
import { SignInStep } from "../options/sign-in-step.tsx"
import { Page } from "../parts/page.tsx"
import { MessagePage } from "./message-page.tsx"
import { createReader } from "./reader.ts"
import type { Source } from "./reader.ts"
import { NotANotice, RefusalPage } from "./refusal-page.tsx"

/** What is not told at once (the line was cut) is found out by asking. */
const FOLLOW_MS = 10_000

export function ReadPage({ source }: { readonly source: Source }) {
  const [reader] = useState(() => createReader(source))
  const state = useSyncExternalStore(reader.subscribe, reader.read)
  useEffect(() => {
    void reader.open()
    const timer = setInterval(() => void reader.follow(), FOLLOW_MS)
    const hearNoMore = onLive((message) => void reader.hear(message))
    return () => {
      clearInterval(timer)
      hearNoMore()
    }
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
    case "password":
      return (
        <Page title={words.reading.title} isNarrow>
          <OwnPassword
            sender={state.sender ?? words.reading.theSender}
            isWrong={state.isWrong}
            onGive={state.give}
            headingLevel={2}
          />
        </Page>
      )
    case "no-notice":
      return <NotANotice />
    case "refused":
      return <RefusalPage {...state} again={() => void reader.open()} />
    case "open":
      return <MessagePage reading={state.reading} isPanel={isPanel} onChanged={() => void reader.open(true)} />
  }
}
