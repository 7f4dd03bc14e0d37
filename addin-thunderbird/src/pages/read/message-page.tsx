/** The message, with its delivery slip beside it, and what can be done with it. */
import { Checkbox, makeStyles, tokens } from "@fluentui/react-components"
import { verifyHistory } from "@smp/shared/read"
import {
  DeliverySlip,
  MessageView,
  toMessageData,
  useCheckedRecord,
  useSlipLine,
  useStrings,
  verdictOf,
} from "@smp/shared/ui"
import { useCallback, useEffect, useState } from "react"
import { pages } from "../../host/thunderbird-host.ts"
import { words } from "../../strings/strings.ts"
import { Secrets } from "../parts/secrets.tsx"
import { AnswerBar } from "./answer-bar.tsx"
import type { Reading } from "./open.ts"
import { useSaving } from "./use-saving.ts"

const useStyles = makeStyles({
  page: {
    display: "flex",
    flexDirection: "column",
    height: "100%",
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
  },
  line: { height: "3px", flexShrink: 0, backgroundColor: tokens.colorBrandBackground },
  columns: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) 300px",
    flexGrow: 1,
    minHeight: 0,
    "@media (max-width: 720px)": { gridTemplateColumns: "minmax(0, 1fr)", overflowY: "auto" },
  },
  message: {
    display: "flex",
    flexDirection: "column",
    padding: tokens.spacingHorizontalL,
    minHeight: 0,
    overflowY: "auto",
    "@media (max-width: 720px)": { overflowY: "visible" },
  },
  slip: {
    padding: tokens.spacingHorizontalM,
    overflowY: "auto",
    minHeight: 0,
    backgroundColor: tokens.colorNeutralBackground2,
    borderInlineStartWidth: "1px",
    borderInlineStartStyle: "solid",
    borderInlineStartColor: tokens.colorNeutralStroke2,
    "@media (max-width: 720px)": { overflowY: "visible" },
  },
  slipTitle: {
    fontSize: tokens.fontSizeBase400,
    fontWeight: tokens.fontWeightSemibold,
    marginBlockEnd: tokens.spacingVerticalM,
  },
})

interface MessagePageProps {
  readonly reading: Reading
  readonly isPanel: boolean
  /** The sender decided something: it is opened anew. */
  readonly onChanged: () => void
}

/** A message with many attachments keeps room for its text. */
export function MessagePage({ reading, isPanel, onChanged }: MessagePageProps) {
  const styles = useStyles()
  const { message, slip } = reading
  const saving = useSaving(message)
  const isAltered = message.verdict !== "intact"
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    document.title = message.subject ?? words.noSubject
  }, [message])
  return (
    <div className={styles.page} data-page="message" data-verdict={message.verdict} data-message={message.id}>
      <div className={styles.line} />
      <AnswerBar reading={reading} isPanel={isPanel} mayAnswer={!isAltered || isSeen} onChanged={onChanged} />
      <div className={styles.columns}>
        <main className={styles.message}>
          <Secrets told={reading.toTell} sender={reading.account.address} />
          <MessageView
            data={toMessageData(reading.message, {
              organization: reading.slip.organization,
              mail: reading.rendered,
              me: reading.account.address,
            })}
            verdict={verdictOf(slip)}
            verdictLine={useSlipLine(slip)}
            isSlipOpen
            onOpenSlip={() => undefined}
            fileStates={saving.states}
            onSave={saving.save}
            onCancel={saving.cancel}
            onSaveAll={saving.saveAll}
            note={
              isAltered && (
                <Checkbox
                  label={words.reading.acknowledge}
                  checked={isSeen}
                  onChange={(_, data) => setSeen(data.checked === true)}
                />
              )
            }
          />
        </main>
        <Slip reading={reading} />
      </div>
    </div>
  )
}

/** The slip, with the check of everything that happened; checked again when something new is on it. */
function Slip({ reading: { message, slip, account } }: { readonly reading: Reading }) {
  const styles = useStyles()
  const { slip: text } = useStrings()
  const check = useCallback(() => verifyHistory(message), [message])
  const seen = slip.people.reduce((sum, person) => sum + person.events.length, 0)
  const { record } = useCheckedRecord({ check, isShown: true, seen })
  return (
    <aside className={styles.slip} aria-label={text.title} data-slip>
      <h2 className={styles.slipTitle}>{text.title}</h2>
      <DeliverySlip
        view={slip}
        record={record}
        onRecord={() => void pages.openInBrowser(`${account.client.origin}/m/${message.id}/record`)}
      />
    </aside>
  )
}
