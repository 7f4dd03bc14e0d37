/** Who asks to read again with a new key: the person decides, after asking on another way than e-mail. */
import { makeStyles, MessageBar, MessageBarBody, tokens } from "@fluentui/react-components"
import { PersonQuestionMark24Regular } from "@fluentui/react-icons"
import { decideAbout, readersByPerson } from "@smp/shared/read"
import { EmptyState, LiveRegion, useStrings, WaitingReaderCard } from "@smp/shared/ui"
import { useState } from "react"
import { useAccount } from "../account-context.ts"
import { useLettingIn } from "../parts/letting-in.tsx"
import { useTitle } from "../parts/use-title.ts"

const useStyles = makeStyles({
  page: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalL,
    maxWidth: "720px",
    padding: tokens.spacingHorizontalXL,
    "@media (max-width: 820px)": { padding: tokens.spacingHorizontalM },
  },
  title: {
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
  },
  text: { color: tokens.colorNeutralForeground2, textWrap: "pretty" },
  list: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
})

export function RequestsPage() {
  const styles = useStyles()
  const { waiting } = useStrings()
  const account = useAccount()
  const { asking, lookAgain } = useLettingIn()
  const [said, setSaid] = useState("")
  useTitle(waiting.requestsTitle)
  const people = readersByPerson(asking)
  const act = async (work: () => Promise<void>, done: string) => {
    await work()
    setSaid(done)
    lookAgain()
  }
  return (
    <main className={styles.page} data-page="requests">
      <h1 className={styles.title}>{waiting.requestsTitle}</h1>
      {said !== "" && (
        <MessageBar intent="success">
          <MessageBarBody>{said}</MessageBarBody>
        </MessageBar>
      )}
      {people.length === 0 ? (
        <EmptyState icon={<PersonQuestionMark24Regular />} title={waiting.noRequests} text={waiting.noRequestsText} />
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
    </main>
  )
}
