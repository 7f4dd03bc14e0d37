/** The message, with its delivery slip beside it, and what can be done with it. */
import { Checkbox, makeStyles, tokens } from "@fluentui/react-components"
import type { OpenedMessage } from "@smp/shared/read"
import { DeliverySlip, MessageView, useSlipLine, useStrings, verdictOf } from "@smp/shared/ui"
import type { MessageData, MessagePerson } from "@smp/shared/ui"
import { useEffect, useState } from "react"
import { words } from "../../strings/strings.ts"
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

/** A message with many attachments keeps room for its text. */
export function MessagePage({ reading, isPanel }: { readonly reading: Reading; readonly isPanel: boolean }) {
  const styles = useStyles()
  const { slip: slipText } = useStrings()
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
      <AnswerBar reading={reading} isPanel={isPanel} mayAnswer={!isAltered || isSeen} />
      <div className={styles.columns}>
        <main className={styles.message}>
          <MessageView
            data={toData(reading)}
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
        <aside className={styles.slip} aria-label={slipText.title}>
          <h2 className={styles.slipTitle}>{slipText.title}</h2>
          <DeliverySlip view={slip} />
        </aside>
      </div>
    </div>
  )
}

function toData({ message, slip, account, rendered }: Reading): MessageData {
  const person = ({ address, name }: OpenedMessage["from"]): MessagePerson => ({
    address,
    name,
    isMe: address === account.address,
  })
  return {
    subject: message.subject ?? "",
    from: person(message.from),
    organization: slip.organization,
    to: message.to.map(person),
    cc: message.cc.map(person),
    bcc: message.bcc.map(person),
    sentAt: message.sentAt,
    files: message.attachments
      .filter(({ disposition }) => disposition === "attachment")
      .map(({ obj, name, type, size }) => ({ id: obj, name, type, size })),
    frame: rendered?.srcdoc ?? null,
    blockedPictures: rendered?.blockedPictures ?? 0,
  }
}
