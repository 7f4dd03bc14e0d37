/** Who asks to read again with a new key: the person at this computer decides, after asking on another way than e-mail. */
import { makeStyles, MessageBar, MessageBarBody, Spinner, tokens } from "@fluentui/react-components"
import { PersonQuestionMark24Regular } from "@fluentui/react-icons"
import type { Account } from "@smp/shared/account"
import { decideAbout, readersByPerson, watchWanted } from "@smp/shared/read"
import type { AskingPerson, Watch } from "@smp/shared/read"
import { EmptyState, LiveRegion, useStrings, WaitingReaderCard } from "@smp/shared/ui"
import { useEffect, useRef, useState } from "react"
import { resumeHere } from "../../account/signed-in.ts"
import { pages } from "../../host/thunderbird-host.ts"
import { readSettings } from "../../settings.ts"
import { words } from "../../strings/strings.ts"
import { SignInStep } from "../options/sign-in-step.tsx"
import { Page } from "../parts/page.tsx"

const useStyles = makeStyles({
  all: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  list: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  text: { color: tokens.colorNeutralForeground2, textWrap: "pretty" },
})

type AskState =
  | { readonly at: "looking"; readonly server: string | null }
  | { readonly at: "sign-in"; readonly server: string | null }
  | { readonly at: "known"; readonly server: string | null; readonly account: Account; readonly people: AskingPerson[] }

export function AskPage() {
  const { waiting } = useStrings()
  const { state, again, look } = useAsking()
  const host = state.server === null ? "" : new URL(state.server).host
  return (
    <Page
      title={waiting.requestsTitle}
      place={{ organization: null, host }}
      isNarrow
      hasPrimary={false}
      ways={[{ text: words.close, onClick: () => void pages.closeThis() }]}
    >
      {state.at === "looking" && <Spinner label={words.preparing} />}
      {state.at === "sign-in" && state.server !== null && <SignInStep server={state.server} onDone={again} />}
      {state.at === "known" && <People account={state.account} people={state.people} look={look} />}
    </Page>
  )
}

function useAsking() {
  const [state, setState] = useState<AskState>({ at: "looking", server: null })
  const [attempt, setAttempt] = useState(0)
  const watch = useRef<Watch | null>(null)
  useEffect(() => {
    let isLeft = false
    const begin = async () => {
      const { server } = await readSettings()
      const account = await resumeHere()
      if (isLeft) return
      if (account === null) return setState({ at: "sign-in", server })
      watch.current = watchWanted(account, {
        onWaiting: (found) => setState({ at: "known", server, account, people: readersByPerson(found) }),
        onFailure: () => undefined,
      })
    }
    // Without a line nothing is known yet; the next try comes with the next opening.
    begin().catch(() => undefined)
    return () => {
      isLeft = true
      watch.current?.stop()
    }
  }, [attempt])
  return { state, again: () => setAttempt((before) => before + 1), look: () => watch.current?.look() }
}

function People({
  account,
  people,
  look,
}: {
  readonly account: Account
  readonly people: readonly AskingPerson[]
  readonly look: () => void
}) {
  const styles = useStyles()
  const { waiting } = useStrings()
  const [said, setSaid] = useState("")
  const act = async (work: () => Promise<void>, done: string) => {
    await work()
    setSaid(done)
    look()
  }
  return (
    <div className={styles.all} data-page="asking" data-people={people.length}>
      {said !== "" && (
        <MessageBar intent="success">
          <MessageBarBody>{said}</MessageBarBody>
        </MessageBar>
      )}
      {people.length === 0 ? (
        <EmptyState
          headingLevel={2}
          icon={<PersonQuestionMark24Regular />}
          title={waiting.noRequests}
          text={waiting.noRequestsText}
        />
      ) : (
        <>
          <p className={styles.text}>{waiting.requestsText}</p>
          <ul className={styles.list}>
            {people.map((reader) => (
              <li key={reader.address}>
                <WaitingReaderCard
                  reader={reader}
                  onLetIn={() => act(() => decideAbout(account, reader, "let-in"), waiting.done(reader.address))}
                  onRefuse={() => act(() => decideAbout(account, reader, "refuse"), waiting.refused(reader.address))}
                />
              </li>
            ))}
          </ul>
        </>
      )}
      <LiveRegion text={said} />
    </div>
  )
}
