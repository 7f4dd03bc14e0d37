/** Two people find out whether the server shows them one history: copy mine, paste theirs. */
import { Button, Field, makeStyles, MessageBar, MessageBarBody, Textarea, tokens } from "@fluentui/react-components"
import { Checkmark20Regular, Copy20Regular } from "@fluentui/react-icons"
import { compareCheckpoint } from "@smp/shared/account"
import { useStrings } from "@smp/shared/ui"
import { useState } from "react"
import { useAccount } from "../../account-context.ts"

const useStyles = makeStyles({
  part: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalM },
  title: { fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  text: { color: tokens.colorNeutralForeground2, textWrap: "pretty" },
  note: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
  },
  buttons: { display: "flex", columnGap: tokens.spacingHorizontalS },
})

type Outcome = Awaited<ReturnType<typeof compareCheckpoint>>["outcome"] | "failed"

export function CompareCheckpoint({ note }: { readonly note: string }) {
  const styles = useStyles()
  const { record, common } = useStrings()
  const { compare: text } = record
  const { logs } = useAccount().view
  const [isCopied, setCopied] = useState(false)
  const [theirs, setTheirs] = useState("")
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const compare = () =>
    void compareCheckpoint(logs, theirs).then(
      (found) => setOutcome(found.outcome),
      () => setOutcome("failed"),
    )
  const copy = () =>
    void navigator.clipboard.writeText(note).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <section className={styles.part} data-part="compare">
      <h2 className={styles.title}>{text.title}</h2>
      <p className={styles.text}>{text.text}</p>
      <Field label={text.mine}>
        <pre className={styles.note} data-checkpoint>
          {note}
        </pre>
      </Field>
      <div className={styles.buttons}>
        <Button icon={isCopied ? <Checkmark20Regular /> : <Copy20Regular />} onClick={copy}>
          {isCopied ? common.copied : text.copy}
        </Button>
      </div>
      <Field label={text.theirs}>
        <Textarea rows={7} value={theirs} onChange={(_, { value }) => setTheirs(value)} />
      </Field>
      <div className={styles.buttons}>
        <Button disabled={theirs.trim() === ""} onClick={compare}>
          {text.compare}
        </Button>
      </div>
      {outcome !== null && (
        <MessageBar
          intent={outcome === "same" ? "success" : outcome === "fork" ? "error" : "warning"}
          layout="multiline"
          data-outcome={outcome}
        >
          <MessageBarBody>{text[outcome]}</MessageBarBody>
        </MessageBar>
      )}
    </section>
  )
}
