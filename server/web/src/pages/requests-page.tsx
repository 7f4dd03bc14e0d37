/** Who asks to read again with a new key: the person decides, after asking on another way than e-mail. */
import { Button, Checkbox, makeStyles, MessageBar, MessageBarBody, Spinner, tokens } from "@fluentui/react-components"
import { PersonQuestionMark24Regular } from "@fluentui/react-icons"
import { letInByPerson, refuseReader } from "@smp/shared/read"
import type { WaitingReader } from "@smp/shared/read"
import { EmptyState, LiveRegion, PersonAvatar, useFormats, useStrings } from "@smp/shared/ui"
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
  card: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  who: { display: "grid", gridTemplateColumns: "36px 1fr", columnGap: tokens.spacingHorizontalM, alignItems: "center" },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  small: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  subjects: { paddingInlineStart: tokens.spacingHorizontalXL, listStyleType: "disc" },
  keys: {
    display: "grid",
    gridTemplateColumns: "max-content 1fr",
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
    fontSize: tokens.fontSizeBase200,
    "@media (max-width: 480px)": { gridTemplateColumns: "1fr" },
  },
  key: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: "anywhere" },
  buttons: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
})

const SHOWN_SUBJECTS = 5

export function RequestsPage() {
  const styles = useStyles()
  const { waiting } = useStrings()
  const { asking } = useLettingIn()
  const [said, setSaid] = useState("")
  useTitle(waiting.requestsTitle)
  const people = [...new Set(asking.map(({ address }) => address))]
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
            {people.map((address) => (
              <li key={address}>
                <Request readers={asking.filter((reader) => reader.address === address)} onDone={setSaid} />
              </li>
            ))}
          </ul>
        </>
      )}
      <LiveRegion text={said} />
    </main>
  )
}

function Request({
  readers,
  onDone,
}: {
  readonly readers: readonly WaitingReader[]
  readonly onDone: (said: string) => void
}) {
  const styles = useStyles()
  const { list, waiting } = useStrings()
  const formats = useFormats()
  const account = useAccount()
  const { lookAgain } = useLettingIn()
  const [isSure, setSure] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [first] = readers
  if (first === undefined) return null
  const { address, keys, decision } = first
  const act = async (work: () => Promise<string>) => {
    if (isBusy) return
    setBusy(true)
    setFailure(null)
    try {
      onDone(await work())
      lookAgain()
    } catch {
      setFailure(waiting.failed)
    }
    setBusy(false)
  }
  const letIn = async () => {
    if ((await letInByPerson(account, readers)).length === 0) throw new Error("nobody was let in")
    return waiting.done(address)
  }
  const refuse = async () => {
    for (const reader of readers)
      await refuseReader(account, { message: reader.message, address }).catch(() => undefined)
    return waiting.refused(address)
  }
  return (
    <section className={styles.card} aria-label={address} data-reader={address}>
      <div className={styles.who}>
        <PersonAvatar name="" address={address} size={36} />
        <div>
          <bdi className={styles.name}>{address}</bdi>
          <p className={styles.small}>
            {waiting.count(readers.length)} · {waiting.newKeySince(formats.brief(keys.since))}
          </p>
        </div>
      </div>
      <ul className={styles.subjects}>
        {readers.slice(0, SHOWN_SUBJECTS).map(({ message, subject }) => (
          <li key={message}>{subject ?? list.hiddenSubject}</li>
        ))}
        {readers.length > SHOWN_SUBJECTS && <li>{list.andMore(readers.length - SHOWN_SUBJECTS)}</li>}
      </ul>
      <dl className={styles.keys}>
        {keys.before !== null && (
          <>
            <dt>{waiting.keyBefore}</dt>
            <dd className={styles.key}>{keys.before}</dd>
          </>
        )}
        <dt>{waiting.keyNow}</dt>
        <dd className={styles.key}>{keys.now}</dd>
      </dl>
      {decision.kind === "later" && <p className={styles.small}>{waiting.later(formats.brief(decision.until))}</p>}
      <Checkbox
        label={waiting.talked(address)}
        checked={isSure}
        onChange={(_, { checked }) => setSure(checked === true)}
      />
      <div className={styles.buttons}>
        <Button
          appearance="primary"
          disabledFocusable={!isSure || isBusy}
          icon={isBusy ? <Spinner size="tiny" /> : null}
          onClick={() => isSure && void act(letIn)}
        >
          {waiting.letIn(readers.length)}
        </Button>
        <Button disabledFocusable={isBusy} onClick={() => void act(refuse)}>
          {waiting.refuse}
        </Button>
      </div>
      {failure !== null && (
        <MessageBar intent="error">
          <MessageBarBody>{failure}</MessageBarBody>
        </MessageBar>
      )}
    </section>
  )
}
