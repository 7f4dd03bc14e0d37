/** The sender's key is another one than last time: both, side by side, and the reader decides after asking. */
import { Button, Checkbox, makeStyles, tokens } from "@fluentui/react-components"
import { Key32Regular } from "@fluentui/react-icons"
import type { Verified } from "@smp/shared/account"
import { showKid } from "@smp/shared/suite"
import { FailureLayout, useStrings } from "@smp/shared/ui"
import type { ArrivalReply } from "@smp/shared/wire"
import { useEffect, useState } from "react"
import { useLocation } from "wouter"
import { useAccount } from "../../account-context.ts"

type Changed = Extract<Verified, { state: "key-changed" }>

const useStyles = makeStyles({
  page: { padding: tokens.spacingHorizontalXXL },
  keys: {
    display: "grid",
    gridTemplateColumns: "max-content 1fr",
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalS,
  },
  key: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: "anywhere" },
})

export function KeyChanged({
  arrival,
  onAccepted,
}: {
  readonly arrival: ArrivalReply
  readonly onAccepted: () => void
}) {
  const styles = useStyles()
  const { compose, message } = useStrings()
  const account = useAccount()
  const [, go] = useLocation()
  const [changed, setChanged] = useState<Changed | null>(null)
  const [isAsked, setAsked] = useState(false)
  const name = arrival.sender || arrival.senderAddress
  useEffect(() => {
    account.view.lookUp([arrival.senderAddress], "read").then(
      (found) => {
        const verified = [...found.values()][0]
        if (verified?.state === "key-changed") setChanged(verified)
      },
      () => undefined,
    )
  }, [account, arrival])
  const accept = async () => {
    if (changed === null) return
    await account.view.acceptKey(changed.statement, "seen")
    onAccepted()
  }
  return (
    <main className={styles.page} data-page="refused" data-reason="key-changed">
      <FailureLayout
        icon={<Key32Regular />}
        title={message.keyChangedTitle(name)}
        text={message.keyChangedText}
        code="key-changed"
        actions={[{ text: message.goToInbox, onClick: () => go("/inbox") }]}
      >
        {changed !== null && (
          <>
            <dl className={styles.keys}>
              <dt>{message.keyBefore}</dt>
              <dd className={styles.key}>{showKid(changed.old)}</dd>
              <dt>{message.keyNow}</dt>
              <dd className={styles.key}>{showKid(changed.statement.kid)}</dd>
            </dl>
            <Checkbox
              label={compose.keyChanged.accept}
              checked={isAsked}
              onChange={(_, { checked }) => setAsked(checked === true)}
            />
            <div>
              <Button disabledFocusable={!isAsked} onClick={() => isAsked && void accept()}>
                {message.openAnyway}
              </Button>
            </div>
          </>
        )}
      </FailureLayout>
    </main>
  )
}
