/** Reply, reply to all, forward. What the sender switched off stays visible, with the sentence beside it. */
import { Button, makeStyles, tokens } from "@fluentui/react-components"
import { ArrowForward20Regular, ArrowReply20Regular, ArrowReplyAll20Regular } from "@fluentui/react-icons"
import { forwardDraft, mayForward, replyDraft, replyRefusal } from "@smp/shared/read"
import type { OpenedMessage, ReplyDraft } from "@smp/shared/read"
import { quotableHtml } from "@smp/shared/read/render"
import { useFormats, useStrings } from "@smp/shared/ui"
import { useCallback, useEffect, useMemo } from "react"
import { useLocation } from "wouter"
import { beginDraft } from "../draft-in-hand.ts"
import { useShortcuts } from "../use-shortcuts.ts"

const useStyles = makeStyles({
  bar: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalS,
    flexShrink: 0,
    paddingBlock: tokens.spacingVerticalM,
    paddingInline: tokens.spacingHorizontalXXL,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBlockStartWidth: "1px",
    borderBlockStartStyle: "solid",
    borderBlockStartColor: tokens.colorNeutralStroke2,
    "@media (max-width: 820px)": { paddingInline: tokens.spacingHorizontalM },
  },
  reason: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
})

export function AnswerBar({ message }: { readonly message: OpenedMessage }) {
  const styles = useStyles()
  const { message: text, mailbox } = useStrings()
  const hasOthers = message.to.length + message.cc.length > 1
  const refused = { reply: replyRefusal(message, "reply"), all: replyRefusal(message, "all") }
  const mayPassOn = mayForward(message)
  const { answer, forward } = useAnswers(message)
  useShortcuts(
    useMemo(
      () => ({
        ...(refused.reply === null ? { r: () => answer("reply") } : {}),
        ...(refused.all === null && hasOthers ? { a: () => answer("all") } : {}),
        ...(mayPassOn ? { f: forward } : {}),
      }),
      [answer, forward, hasOthers, mayPassOn, refused.all, refused.reply],
    ),
  )
  const sentences = { off: text.replyOff, "all-off": text.replyAllOff, blind: mailbox.replyAllBlind }
  const refusal = refused.reply ?? (hasOthers ? refused.all : null)
  const reasons = [refusal === null ? null : sentences[refusal], mayPassOn ? null : mailbox.forwardOff]
  return (
    <div className={styles.bar}>
      <Button
        appearance="primary"
        icon={<ArrowReply20Regular />}
        disabledFocusable={refused.reply !== null}
        onClick={() => refused.reply === null && answer("reply")}
      >
        {text.reply}
      </Button>
      {hasOthers && (
        <Button
          icon={<ArrowReplyAll20Regular />}
          disabledFocusable={refused.all !== null}
          onClick={() => refused.all === null && answer("all")}
        >
          {text.replyAll}
        </Button>
      )}
      <Button icon={<ArrowForward20Regular />} disabledFocusable={!mayPassOn} onClick={() => mayPassOn && forward()}>
        {mailbox.forward}
      </Button>
      {reasons.map(
        (reason) =>
          reason !== null && (
            <span key={reason} className={styles.reason}>
              {reason}
            </span>
          ),
      )}
    </div>
  )
}

function useAnswers(message: OpenedMessage) {
  const { compose, mailbox } = useStrings()
  const formats = useFormats()
  const [, go] = useLocation()
  const begin = useCallback(
    (draft: ReplyDraft) => {
      beginDraft(draft)
      go("/new")
    },
    [go],
  )
  const sanitized = useCallback(
    () => (message.html === null ? {} : { sanitizedHtml: quotableHtml(message.html) }),
    [message],
  )
  const answer = useCallback(
    (mode: "reply" | "all") => {
      const attribution = compose.quoted(message.from.name || message.from.address, formats.inSentence(message.sentAt))
      begin(replyDraft(message, mode, { attribution, ...sanitized() }))
    },
    [begin, compose, formats, message, sanitized],
  )
  const forward = useCallback(() => {
    const { forwarded } = mailbox
    const named = ({ name, address }: OpenedMessage["from"]) => (name === "" ? address : `${name} <${address}>`)
    const attribution = [
      `---------- ${forwarded.title} ----------`,
      forwarded.from(named(message.from)),
      forwarded.date(formats.full(message.sentAt)),
      forwarded.to(formats.list([...message.to, ...message.cc].map(named))),
      forwarded.subject(message.subject ?? ""),
    ].join("\n")
    begin(forwardDraft(message, { attribution, ...sanitized() }))
  }, [begin, formats, mailbox, message, sanitized])
  // From a list, "r" opens the message and begins the answer at once.
  useEffect(() => {
    const state = (history.state ?? {}) as { answer?: boolean }
    if (state.answer !== true || replyRefusal(message, "reply") !== null) return
    history.replaceState({}, "")
    answer("reply")
  }, [answer, message])
  return { answer, forward }
}
