/** Somebody asks to read again with a new key: what a person looks at before saying yes. Takes plain data; the host lets in. */
import { Button, Checkbox, makeStyles, MessageBar, MessageBarBody, Spinner, tokens } from "@fluentui/react-components"
import { useState } from "react"
import { PersonAvatar } from "./person-avatar.tsx"
import { useFormats, useStrings } from "./provider.tsx"

const useStyles = makeStyles({
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

export interface WaitingReaderView {
  readonly address: string
  /** Of the messages that are asked for; null: hidden. */
  readonly subjects: readonly (string | null)[]
  readonly keys: { readonly before: string | null; readonly now: string; readonly since: number }
  /** When the organization's cool-down ends; null: none runs. */
  readonly until: number | null
}

export interface WaitingReaderCardProps {
  readonly reader: WaitingReaderView
  /** Both throw when it did not work. */
  readonly onLetIn: () => Promise<void>
  readonly onRefuse: () => Promise<void>
}

export function WaitingReaderCard({ reader, onLetIn, onRefuse }: WaitingReaderCardProps) {
  const styles = useStyles()
  const { list, waiting } = useStrings()
  const formats = useFormats()
  const [isSure, setSure] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const { address, subjects, keys, until } = reader
  const act = async (work: () => Promise<void>) => {
    if (isBusy) return
    setBusy(true)
    setFailure(null)
    try {
      await work()
    } catch {
      setFailure(waiting.failed)
    }
    setBusy(false)
  }
  return (
    <section className={styles.card} aria-label={address} data-reader={address}>
      <div className={styles.who}>
        <PersonAvatar name="" address={address} size={36} />
        <div>
          <bdi className={styles.name}>{address}</bdi>
          <p className={styles.small}>
            {waiting.count(subjects.length)} · {waiting.newKeySince(formats.brief(keys.since))}
          </p>
        </div>
      </div>
      <ul className={styles.subjects}>
        {subjects.slice(0, SHOWN_SUBJECTS).map((subject, index) => (
          <li key={index}>{subject ?? list.hiddenSubject}</li>
        ))}
        {subjects.length > SHOWN_SUBJECTS && <li>{list.andMore(subjects.length - SHOWN_SUBJECTS)}</li>}
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
      {until !== null && <p className={styles.small}>{waiting.later(formats.brief(until))}</p>}
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
          onClick={() => isSure && void act(onLetIn)}
        >
          {waiting.letIn(subjects.length)}
        </Button>
        <Button disabledFocusable={isBusy} onClick={() => void act(onRefuse)}>
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
