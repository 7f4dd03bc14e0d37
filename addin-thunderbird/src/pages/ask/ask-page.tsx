/** Who asks to read again with a new key: the person at this computer decides, after asking on another way than e-mail. */
import { makeStyles, Spinner, tokens } from "@fluentui/react-components"
import { ArrowSync24Regular } from "@fluentui/react-icons"
import type { Account } from "@smp/shared/account"
import { decideAbout, readersByPerson, watchWanted } from "@smp/shared/read"
import type { AskingPerson, Watch } from "@smp/shared/read"
import { FailureLayout, useStrings, WaitingReaders } from "@smp/shared/ui"
import { useEffect, useRef, useState } from "react"
import { resumeHere } from "../../account/signed-in.ts"
import { pages } from "../../host/thunderbird-host.ts"
import { readSettings } from "../../settings.ts"
import { words } from "../../strings/strings.ts"
import { SignInStep } from "../options/sign-in-step.tsx"
import { Page } from "../parts/page.tsx"

const useStyles = makeStyles({
  all: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
})

type AskState =
  | { readonly at: "looking" | "offline"; readonly server: string | null }
  | { readonly at: "sign-in"; readonly server: string | null }
  | { readonly at: "known"; readonly server: string | null; readonly account: Account; readonly people: AskingPerson[] }

export function AskPage() {
  const styles = useStyles()
  const { failure, waiting } = useStrings()
  const { state, again, look } = useAsking()
  const host = state.server === null ? "" : new URL(state.server).host
  return (
    <Page
      title={waiting.requestsTitle}
      place={{ organization: null, host }}
      isNarrow
      hasPrimary={false}
      ways={[
        { text: words.close, onClick: () => void pages.closeThis() },
        ...(state.at === "offline" ? [{ text: words.tryAgain, onClick: again }] : []),
      ]}
    >
      {state.at === "looking" && <Spinner label={words.preparing} />}
      {state.at === "sign-in" && state.server !== null && <SignInStep server={state.server} onDone={again} />}
      {state.at === "offline" && (
        <FailureLayout
          icon={<ArrowSync24Regular />}
          actions={[]}
          title={failure.offlineTitle}
          text={failure.offlineText(host)}
        />
      )}
      {state.at === "known" && (
        <div className={styles.all} data-page="asking" data-people={state.people.length}>
          <WaitingReaders
            people={state.people}
            headingLevel={2}
            onDecide={async (reader, decision) => {
              await decideAbout(state.account, reader, decision)
              look()
            }}
          />
        </div>
      )}
    </Page>
  )
}

function useAsking() {
  const [state, setState] = useState<AskState>({ at: "looking", server: null })
  const [attempt, setAttempt] = useState(0)
  const watch = useRef<Watch | null>(null)
  useEffect(() => {
    let isLeft = false
    // Who is known to ask stays on the page: the watch goes on by itself.
    const isOffline = () =>
      setState((before) => (isLeft || before.at === "known" ? before : { at: "offline", server: before.server }))
    const begin = async () => {
      const { server } = await readSettings()
      if (isLeft) return
      setState({ at: "looking", server })
      const account = await resumeHere()
      if (isLeft) return
      if (account === null) return setState({ at: "sign-in", server })
      watch.current = watchWanted(account, {
        onWaiting: (found) => setState({ at: "known", server, account, people: readersByPerson(found) }),
        onFailure: isOffline,
      })
    }
    begin().catch(isOffline)
    return () => {
      isLeft = true
      watch.current?.stop()
    }
  }, [attempt])
  return { state, again: () => setAttempt((before) => before + 1), look: () => watch.current?.look() }
}
