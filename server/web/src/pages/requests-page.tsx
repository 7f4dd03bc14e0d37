/** Who asks to read again with a new key: the person decides, after asking on another way than e-mail. */
import { makeStyles, tokens } from "@fluentui/react-components"
import { decideAbout, readersByPerson } from "@smp/shared/read"
import { useStrings, WaitingReaders } from "@smp/shared/ui"
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
})

export function RequestsPage() {
  const styles = useStyles()
  const { waiting } = useStrings()
  const account = useAccount()
  const { asking, lookAgain } = useLettingIn()
  useTitle(waiting.requestsTitle)
  return (
    <main className={styles.page} data-page="requests">
      <h1 className={styles.title}>{waiting.requestsTitle}</h1>
      <WaitingReaders
        people={readersByPerson(asking)}
        onDecide={async (reader, decision) => {
          await decideAbout(account, reader, decision)
          lookAgain()
        }}
      />
    </main>
  )
}
