/** Reply, reply to all, forward. What the sender switched off stays visible, with the sentence beside it. */
import { Button, Tooltip, makeStyles, tokens } from "@fluentui/react-components"
import {
  ArrowForward20Regular,
  ArrowReply20Regular,
  ArrowReplyAll20Regular,
  Globe20Regular,
  WindowNew20Regular,
} from "@fluentui/react-icons"
import { decisionsOf } from "@smp/shared/control"
import { mayForward, replyRefusal } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import { SenderControls, useFormats, useStrings } from "@smp/shared/ui"
import { pages } from "../../host/thunderbird-host.ts"
import { openMessageWindow } from "../../message-window.ts"
import { words } from "../../strings/strings.ts"
import type { Reading } from "./open.ts"
import { beginForward, beginReply, isPassedOn } from "./reply.ts"

const useStyles = makeStyles({
  bar: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalS,
    flexShrink: 0,
    padding: tokens.spacingHorizontalS,
    paddingInline: tokens.spacingHorizontalL,
    borderBlockEndWidth: "1px",
    borderBlockEndStyle: "solid",
    borderBlockEndColor: tokens.colorNeutralStroke2,
  },
  space: { flexGrow: 1 },
  reason: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2, flexBasis: "100%" },
})

export interface AnswerBarProps {
  readonly reading: Reading
  readonly isPanel: boolean
  /** False until the reader has seen what was altered. */
  readonly mayAnswer: boolean
  /** The sender decided something. */
  readonly onChanged: () => void
}

export function AnswerBar({ reading, isPanel, mayAnswer, onChanged }: AnswerBarProps) {
  const styles = useStyles()
  const { message } = reading
  const hasOthers = message.to.length + message.cc.length > 1
  const refused = { reply: replyRefusal(message, "reply"), all: replyRefusal(message, "all") }
  const mayPassOn = mayForward(message)
  const { reply, forward } = useAnswers(reading, isPanel)
  return (
    <div className={styles.bar} role="toolbar" aria-label={words.reading.title}>
      <Button
        appearance="primary"
        icon={<ArrowReply20Regular />}
        disabled={refused.reply !== null || !mayAnswer}
        onClick={() => reply("reply")}
      >
        {words.reading.replySecure}
      </Button>
      {hasOthers && (
        <Tooltip content={words.reading.replyAllSecure} relationship="label">
          <Button
            icon={<ArrowReplyAll20Regular />}
            disabled={refused.all !== null || !mayAnswer}
            onClick={() => reply("all")}
          />
        </Tooltip>
      )}
      <Tooltip content={words.reading.forwardSecure} relationship="label">
        <Button icon={<ArrowForward20Regular />} disabled={!mayPassOn || !mayAnswer} onClick={forward} />
      </Tooltip>
      <span className={styles.space} />
      <Decisions reading={reading} onChanged={onChanged} />
      <Elsewhere reading={reading} isPanel={isPanel} />
      <Reasons refusal={refused.reply ?? (hasOthers ? refused.all : null)} mayPassOn={mayPassOn} />
    </div>
  )
}

/** What the sender can still do about it. */
function Decisions({ reading: { message, account, slip }, onChanged }: Pick<AnswerBarProps, "reading" | "onChanged">) {
  if (message.role !== "from") return null
  return (
    <SenderControls
      slip={slip}
      isSuspended={message.controls.suspension?.on === true}
      decisions={decisionsOf({ account, id: message.id })}
      onChanged={onChanged}
    />
  )
}

function Reasons({
  refusal,
  mayPassOn,
}: {
  readonly refusal: ReturnType<typeof replyRefusal>
  readonly mayPassOn: boolean
}) {
  const styles = useStyles()
  const { message: text, mailbox } = useStrings()
  const sentences = { off: text.replyOff, "all-off": text.replyAllOff, blind: mailbox.replyAllBlind }
  const reasons = [refusal === null ? [] : sentences[refusal], mayPassOn ? [] : mailbox.forwardOff].flat()
  return reasons.map((reason) => (
    <span key={reason} className={styles.reason}>
      {reason}
    </span>
  ))
}

function Elsewhere({ reading: { message, account }, isPanel }: Pick<AnswerBarProps, "reading" | "isPanel">) {
  return (
    <>
      {isPanel && (
        <Tooltip content={words.reading.keepOpen} relationship="label">
          <Button
            appearance="subtle"
            icon={<WindowNew20Regular />}
            onClick={() => void openMessageWindow(message.id).then(() => window.close())}
          />
        </Tooltip>
      )}
      <Tooltip content={words.reading.openInCenter} relationship="label">
        <Button
          appearance="subtle"
          icon={<Globe20Regular />}
          onClick={() => void pages.openInBrowser(`${account.client.origin}/m/${message.id}`)}
        />
      </Tooltip>
    </>
  )
}

function useAnswers({ message, account }: Reading, isPanel: boolean) {
  const { compose, mailbox } = useStrings()
  const formats = useFormats()
  const { address } = account
  const leave = () => (isPanel ? window.close() : undefined)
  return {
    reply: (mode: "reply" | "all") => {
      const attribution = compose.quoted(message.from.name || message.from.address, formats.inSentence(message.sentAt))
      void beginReply(message, mode, { attribution, address }).then(leave)
    },
    forward: () => {
      const { forwarded } = mailbox
      const named = ({ name, address: at }: OpenedMessage["from"]) => (name === "" ? at : `${name} <${at}>`)
      const files = message.attachments.filter((file) => isPassedOn(file) && file.recalledAt === null)
      const attribution = [
        `---------- ${forwarded.title} ----------`,
        forwarded.from(named(message.from)),
        forwarded.date(formats.full(message.sentAt)),
        forwarded.to(formats.list([...message.to, ...message.cc].map(named))),
        forwarded.subject(message.subject ?? ""),
        ...(files.length === 0 ? [] : [words.reading.filesGoAlong(formats.list(files.map(({ name }) => name)))]),
      ].join("\n")
      void beginForward(message, { attribution, address }).then(leave)
    },
  }
}
