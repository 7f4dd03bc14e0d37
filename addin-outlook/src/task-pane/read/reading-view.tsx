/** o09, o10: the verdict first, then message, files and slip; secure reply. */
import {
  Checkbox,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Tab,
  TabList,
  tokens,
} from "@fluentui/react-components"
import { ArrowReply20Regular } from "@fluentui/react-icons"
import { replyDraft } from "@smp/shared/read"
import { quotableHtml } from "@smp/shared/read/render"
import {
  AttachmentList,
  DeliverySlip,
  MailFrame,
  useFormats,
  useSlipLine,
  useStrings,
  VerdictButton,
  verdictOf,
} from "@smp/shared/ui"
import { useState } from "react"
import { Pane } from "../parts/pane.tsx"
import { usePaneStyles } from "../parts/styles.ts"
import { words } from "../strings/words.ts"
import { writingFromReply } from "../write/write-state.ts"
import type { WriteState } from "../write/write-state.ts"
import type { Reading } from "./open.ts"
import { useSaving } from "./use-saving.ts"

type Part = "message" | "files" | "slip"
const useStyles = makeStyles({
  frame: { display: "flex", flexDirection: "column", minHeight: "320px" },
  tabs: { marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalS})` },
})

export interface ReadingProps {
  readonly reading: Reading
  readonly onReply: (writing: WriteState) => void
}

export function ReadingView({ reading, onReply }: ReadingProps) {
  const styles = usePaneStyles()
  const [part, setPart] = useState<Part>("message")
  const [isSeen, setSeen] = useState(false)
  const { compose, message: common } = useStrings()
  const formats = useFormats()
  const { message, slip, account } = reading
  const text = words().read
  const verdict = verdictOf(slip)
  const sender = message.from.name || message.from.address
  const isAltered = message.verdict !== "intact"
  const canReply = message.role === "from" || message.options.reply
  const reply = () => {
    const attribution = compose.quoted(sender, formats.inSentence(message.sentAt))
    const sanitized = message.html === null ? {} : { sanitizedHtml: quotableHtml(message.html) }
    onReply(writingFromReply(replyDraft(message, "reply", { attribution, ...sanitized })))
  }
  return (
    <Pane
      state="reading"
      organization={slip.organization}
      address={account.address}
      title={message.subject ?? words().noSubject}
      hint={`${sender}, ${formats.full(message.sentAt)}`}
      {...(canReply ? {} : { status: common.replyOff })}
      ways={[
        { text: text.center, onClick: () => openInBrowser(`${account.client.origin}/m/${message.id}`) },
        {
          text: text.reply,
          icon: <ArrowReply20Regular />,
          isDisabled: !canReply || (isAltered && !isSeen),
          onClick: reply,
        },
      ]}
    >
      <div className={styles.column} data-message={message.id} data-verdict={message.verdict}>
        <VerdictButton
          verdict={verdict}
          sender={sender}
          byMe={message.role === "from"}
          text={useSlipLine(slip)}
          onOpen={() => setPart("slip")}
        />
        {isAltered && <Altered sender={sender} isSeen={isSeen} onSeen={setSeen} />}
        <Parts reading={reading} part={part} onPart={setPart} />
      </div>
    </Pane>
  )
}

function Altered({
  sender,
  isSeen,
  onSeen,
}: {
  readonly sender: string
  readonly isSeen: boolean
  readonly onSeen: (isSeen: boolean) => void
}) {
  const { message } = useStrings()
  return (
    <div>
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{message.altered}</MessageBarTitle> {message.alteredNote(sender)}
        </MessageBarBody>
      </MessageBar>
      <Checkbox
        label={words().read.acknowledge}
        checked={isSeen}
        onChange={(_, data) => onSeen(data.checked === true)}
      />
    </div>
  )
}

function Parts({
  reading,
  part,
  onPart,
}: {
  readonly reading: Reading
  readonly part: Part
  readonly onPart: (part: Part) => void
}) {
  const styles = useStyles()
  const shared = usePaneStyles()
  const { message: common } = useStrings()
  const { read } = words()
  const { message, slip, rendered } = reading
  const files = message.attachments.filter(({ disposition }) => disposition === "attachment")
  const saving = useSaving(message)
  const list = (
    <AttachmentList
      files={files.map(({ obj, name, type, size }) => ({ id: obj, name, type, size }))}
      states={saving.states}
      onSave={saving.save}
      onCancel={saving.cancel}
    />
  )
  return (
    <>
      <TabList className={styles.tabs} selectedValue={part} onTabSelect={(_, { value }) => onPart(value as Part)}>
        <Tab value="message">{read.tabs.message}</Tab>
        <Tab value="files">{read.tabs.files(files.length)}</Tab>
        <Tab value="slip">{read.tabs.slip}</Tab>
      </TabList>
      {part === "message" && (
        <div className={shared.column}>
          {rendered === null ? (
            <p className={shared.hint}>{common.noText}</p>
          ) : (
            <div className={styles.frame}>
              <MailFrame html={rendered.srcdoc} />
            </div>
          )}
          {(rendered?.blockedPictures ?? 0) > 0 && <p>{common.blockedPictures(rendered?.blockedPictures ?? 0)}</p>}
          {files.length > 0 && list}
        </div>
      )}
      {part === "files" && (files.length === 0 ? <p className={shared.hint}>{read.noFiles}</p> : list)}
      {part === "slip" && <DeliverySlip view={slip} />}
    </>
  )
}

/** A link, because Outlook's frame lets only links open windows of their own. */
export function openInBrowser(url: string): void {
  const link = document.createElement("a")
  link.href = url
  link.target = "_blank"
  link.rel = "noopener noreferrer"
  link.click()
}
