/** The whole record of one message: every entry with its proof, and the comparison with what others were shown. */
import { Button, makeStyles, Spinner, tokens } from "@fluentui/react-components"
import { ArrowLeft20Regular, ArrowSync20Regular } from "@fluentui/react-icons"
import { readMessage } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import { RecordList, RecordOutcome, useStrings } from "@smp/shared/ui"
import { messageId } from "@smp/shared/wire"
import { useCallback, useEffect, useState } from "react"
import { useLocation } from "wouter"
import { useAccount } from "../account-context.ts"
import { CompareCheckpoint } from "../parts/reading/compare-checkpoint.tsx"
import { Refused } from "../parts/reading/refused.tsx"
import { useRecord } from "../parts/reading/use-record.ts"
import { useTitle } from "../parts/use-title.ts"

const useStyles = makeStyles({
  scroll: { flexGrow: 1, minHeight: 0, overflowY: "auto" },
  page: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalL,
    maxWidth: "720px",
    padding: tokens.spacingHorizontalXL,
    "@media (max-width: 820px)": { padding: tokens.spacingHorizontalM },
  },
  // What the buttons say stands where the page's text begins.
  buttons: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalS,
    marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalM})`,
  },
  title: {
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: "anywhere",
  },
  text: { color: tokens.colorNeutralForeground2, textWrap: "pretty" },
})

type Read =
  | { readonly state: "opening" }
  | { readonly state: "opened"; readonly message: OpenedMessage }
  | { readonly state: "refused"; readonly problem: unknown }

export function RecordPage({ id }: { readonly id: string }) {
  const account = useAccount()
  const [read, setRead] = useState<Read>({ state: "opening" })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let isLeft = false
    const set = (next: Read) => {
      if (!isLeft) setRead(next)
    }
    const open = async () => readMessage({ account, id: messageId.parse(id), receipt: false })
    open().then(
      (message) => set({ state: "opened", message }),
      (problem: unknown) => set({ state: "refused", problem }),
    )
    return () => {
      isLeft = true
    }
  }, [account, id, attempt])
  const again = useCallback(() => setAttempt((before) => before + 1), [])
  if (read.state === "opening") return <Spinner size="medium" style={{ minHeight: "50dvh" }} />
  if (read.state === "refused") return <Refused id={id} problem={read.problem} onAgain={again} />
  return <Checked message={read.message} />
}

function Checked({ message }: { readonly message: OpenedMessage }) {
  const styles = useStyles()
  const { record: text, list } = useStrings()
  const [, go] = useLocation()
  const { record, again } = useRecord(message, true, 0)
  const names = namesOf(message)
  useTitle(text.title)
  const note = record.state === "checked" ? record.record.checkpoint?.note : undefined
  return (
    <div className={styles.scroll}>
      <main className={styles.page} data-page="record">
        <div className={styles.buttons}>
          <Button appearance="subtle" icon={<ArrowLeft20Regular />} onClick={() => go(`/m/${message.id}`)}>
            {text.back}
          </Button>
          <Button
            appearance="subtle"
            icon={<ArrowSync20Regular />}
            disabledFocusable={record.state === "checking"}
            onClick={() => record.state !== "checking" && again()}
          >
            {text.again}
          </Button>
        </div>
        <h1 className={styles.title}>{text.title}</h1>
        <p className={styles.text}>
          <bdi>{message.subject || list.noSubject}</bdi>. {text.intro}
        </p>
        <RecordOutcome state={record} names={names} />
        {record.state === "checked" && <RecordList entries={record.record.entries} names={names} />}
        {note !== undefined && <CompareCheckpoint note={note} />}
      </main>
    </div>
  )
}

function namesOf({ from, to, cc, bcc }: OpenedMessage): ReadonlyMap<string, string> {
  const named = [from, ...to, ...cc, ...bcc].filter(({ name }) => name !== "")
  return new Map(named.map(({ address, name }) => [address, name]))
}
