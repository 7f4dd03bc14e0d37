/** Reply and reply to all. What the sender switched off stays visible, with the sentence beside it. */
import { Button, makeStyles, tokens } from "@fluentui/react-components"
import { ArrowReply20Regular, ArrowReplyAll20Regular } from "@fluentui/react-icons"
import { replyDraft } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import { quotableHtml } from "@smp/shared/read/render"
import { useFormats, useStrings } from "@smp/shared/ui"
import { useCallback, useMemo } from "react"
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
  const { message: text, compose } = useStrings()
  const formats = useFormats()
  const [, go] = useLocation()
  const isMine = message.role === "from"
  const mayReply = isMine || message.options.reply
  const hasOthers = message.to.length + message.cc.length > 1
  const mayReplyAll = mayReply && message.role !== "bcc" && (isMine || message.options.all)
  const answer = useCallback(
    (mode: "reply" | "all") => {
      const attribution = compose.quoted(message.from.name || message.from.address, formats.inSentence(message.sentAt))
      beginDraft(
        replyDraft(message, mode, {
          attribution,
          ...(message.html === null ? {} : { sanitizedHtml: quotableHtml(message.html) }),
        }),
      )
      go("/new")
    },
    [compose, formats, go, message],
  )
  useShortcuts(
    useMemo(
      () => ({
        ...(mayReply ? { r: () => answer("reply") } : {}),
        ...(mayReplyAll && hasOthers ? { a: () => answer("all") } : {}),
      }),
      [answer, hasOthers, mayReply, mayReplyAll],
    ),
  )
  const reason = mayReply ? (hasOthers && !mayReplyAll ? text.replyAllOff : null) : text.replyOff
  return (
    <div className={styles.bar}>
      <Button
        appearance="primary"
        icon={<ArrowReply20Regular />}
        disabledFocusable={!mayReply}
        onClick={() => mayReply && answer("reply")}
      >
        {text.reply}
      </Button>
      {hasOthers && (
        <Button
          icon={<ArrowReplyAll20Regular />}
          disabledFocusable={!mayReplyAll}
          onClick={() => mayReplyAll && answer("all")}
        >
          {text.replyAll}
        </Button>
      )}
      {reason !== null && <span className={styles.reason}>{reason}</span>}
    </div>
  )
}
