/** One message: verdict first, then files and text, the Delivery Slip beside it. */
import {
  Button,
  Drawer,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  Spinner,
  Text,
  tokens,
} from "@fluentui/react-components"
import {
  ArrowLeft20Regular,
  ArrowReply20Regular,
  ArrowReplyAll20Regular,
  Dismiss20Regular,
  Print20Regular,
} from "@fluentui/react-icons"
import { ProtocolError } from "@smp/shared/bytes"
import { NetworkError } from "@smp/shared/client"
import { inlinePictures, readMessage, replyDraft, slipOf } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import { quotableHtml, renderMailHtml, renderMailText } from "@smp/shared/read/render"
import type { RenderedMail } from "@smp/shared/read/render"
import {
  DeliverySlip,
  FailureLayout,
  MessageView,
  useFormats,
  useSlipLine,
  useStrings,
  verdictOf,
} from "@smp/shared/ui"
import type { DeliverySlipView, MessageData, Strings } from "@smp/shared/ui"
import { messageId } from "@smp/shared/wire"
import { useEffect, useState } from "react"
import { useLocation } from "wouter"
import { useAccount } from "../account-context.ts"
import { useSaving } from "../parts/use-saving.ts"
import { codeOf } from "../problems.ts"
import { beginDraft } from "../parts/draft-in-hand.ts"

const WIDE = "(min-width: 1000px)"
const useStyles = makeStyles({
  page: { display: "grid", gridTemplateColumns: "minmax(0, 1fr) auto", height: "100%" },
  middle: { display: "flex", flexDirection: "column", minHeight: 0, height: "100%" },
  bar: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalS,
    alignItems: "center",
    padding: tokens.spacingHorizontalM,
    borderBlockEndWidth: "1px",
    borderBlockEndStyle: "solid",
    borderBlockEndColor: tokens.colorNeutralStroke2,
  },
  foot: {
    borderBlockEndStyle: "none",
    borderBlockStartWidth: "1px",
    borderBlockStartStyle: "solid",
    borderBlockStartColor: tokens.colorNeutralStroke2,
  },
  space: { flexGrow: 1 },
  message: {
    flexGrow: 1,
    overflowY: "auto",
    minHeight: 0,
    padding: tokens.spacingHorizontalXL,
    "@media (max-width: 760px)": { padding: tokens.spacingHorizontalM },
  },
  slip: {
    width: "392px",
    overflowY: "auto",
    padding: tokens.spacingHorizontalL,
    borderInlineStartWidth: "1px",
    borderInlineStartStyle: "solid",
    borderInlineStartColor: tokens.colorNeutralStroke2,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  slipHead: {
    display: "flex",
    alignItems: "center",
    justifyContent: "space-between",
    marginBlockEnd: tokens.spacingVerticalM,
  },
})

interface Reading {
  readonly message: OpenedMessage
  readonly slip: DeliverySlipView
  readonly rendered: RenderedMail | null
}

export function MessagePage({ id }: { readonly id: string }) {
  const account = useAccount()
  const { message: text } = useStrings()
  const [reading, setReading] = useState<Reading | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    const open = async () => {
      const message = await readMessage({ account, id: messageId.parse(id) })
      await account.client.place(message.id, { unread: false }).catch(() => undefined)
      const tracking = await account.client.tracking(message.id).catch(() => null)
      const rendered =
        message.html !== null
          ? renderMailHtml(message.html, await inlinePictures(message))
          : message.text
            ? renderMailText(message.text)
            : null
      setReading({ message, slip: await slipOf(message, tracking), rendered })
    }
    setProblem(null)
    open().catch(setProblem)
  }, [account, id, attempt])
  if (problem !== null) return <Refused problem={problem} onAgain={() => setAttempt(attempt + 1)} />
  if (reading === null) return <Spinner label={text.opening} style={{ marginBlockStart: "20vh" }} />
  return <Opened reading={reading} />
}

function Opened({ reading }: { readonly reading: Reading }) {
  const styles = useStyles()
  const { message: text, slip: slipText, common } = useStrings()
  const { message, slip } = reading
  const [, go] = useLocation()
  const isWide = useMedia(WIDE)
  const [isOpen, setOpen] = useState(() => matchMedia(WIDE).matches || location.hash === "#slip")
  const saving = useSaving(message)
  const line = useSlipLine(slip)
  // On a phone the slip covers the message, so it opens only when asked for.
  useEffect(() => setOpen(isWide || location.hash === "#slip"), [isWide])
  useEffect(() => {
    document.title = `${message.subject ?? ""} · ${common.product}`
  }, [message, common])
  const panel = <DeliverySlip view={slip} />
  return (
    <div className={styles.page} data-page="message" data-verdict={message.verdict} data-message={message.id}>
      <div className={styles.middle}>
        <div className={styles.bar}>
          <Button
            appearance="subtle"
            icon={<ArrowLeft20Regular />}
            onClick={() => go(message.role === "from" ? "/sent" : "/inbox")}
          >
            {common.back}
          </Button>
          <span className={styles.space} />
          <Button appearance="subtle" icon={<Print20Regular />} onClick={() => print()}>
            {text.print}
          </Button>
        </div>
        <main className={styles.message}>
          <MessageView
            data={toData(reading)}
            verdict={verdictOf(slip)}
            verdictLine={line}
            isSlipOpen={isOpen}
            onOpenSlip={() => setOpen(!isOpen)}
            fileStates={saving.states}
            onSave={(file) => void saving.save(file)}
            onCancel={saving.cancel}
            onSaveAll={() =>
              void message.attachments.reduce(
                async (before, { obj }) => before.then(() => saving.save(obj)),
                Promise.resolve(),
              )
            }
          />
        </main>
        <Answer message={message} className={styles.bar} />
      </div>
      {isWide && isOpen && (
        <aside className={styles.slip} aria-label={slipText.title}>
          <div className={styles.slipHead}>
            <Text as="h2" size={500} weight="semibold">
              {slipText.title}
            </Text>
            <Button
              appearance="subtle"
              icon={<Dismiss20Regular />}
              aria-label={common.close}
              onClick={() => setOpen(false)}
            />
          </div>
          {panel}
        </aside>
      )}
      {!isWide && (
        <Drawer
          type="overlay"
          position="bottom"
          size="full"
          open={isOpen}
          onOpenChange={(_, { open }) => setOpen(open)}
        >
          <DrawerHeader>
            <DrawerHeaderTitle
              action={
                <Button
                  appearance="subtle"
                  icon={<Dismiss20Regular />}
                  aria-label={common.close}
                  onClick={() => setOpen(false)}
                />
              }
            >
              {slipText.title}
            </DrawerHeaderTitle>
          </DrawerHeader>
          <DrawerBody>{panel}</DrawerBody>
        </Drawer>
      )}
    </div>
  )
}

function Answer({ message, className }: { readonly message: OpenedMessage; readonly className: string }) {
  const { message: text, compose } = useStrings()
  const formats = useFormats()
  const [, go] = useLocation()
  const mayReply = message.role === "from" || message.options.reply
  const answer = (mode: "reply" | "all") => {
    const attribution = compose.quoted(message.from.name || message.from.address, formats.inSentence(message.sentAt))
    const quoted = message.html === null ? {} : { sanitizedHtml: quotableHtml(message.html) }
    beginDraft(replyDraft(message, mode, { attribution, ...quoted }))
    go("/new")
  }
  const hasOthers = message.to.length + message.cc.length > 1
  return (
    <div className={className} role="toolbar" aria-label={text.reply}>
      <Button
        appearance="primary"
        icon={<ArrowReply20Regular />}
        disabledFocusable={!mayReply}
        onClick={() => (mayReply ? answer("reply") : undefined)}
      >
        {text.reply}
      </Button>
      {hasOthers && mayReply && message.options.all && (
        <Button icon={<ArrowReplyAll20Regular />} onClick={() => answer("all")}>
          {text.replyAll}
        </Button>
      )}
      {!mayReply && <Text>{text.replyOff}</Text>}
    </div>
  )
}

function Refused({ problem, onAgain }: { readonly problem: unknown; readonly onAgain: () => void }) {
  const strings = useStrings()
  const account = useAccount()
  const [, go] = useLocation()
  const { title, text } = refusalTexts(problem, strings, account.address)
  const again =
    problem instanceof NetworkError || codeOf(problem) === "message.not_ready"
      ? [{ text: strings.common.tryAgain, onClick: onAgain }]
      : []
  return (
    <FailureLayout
      title={title}
      text={text}
      code={codeOf(problem)}
      actions={[...again, { text: strings.message.goToInbox, onClick: () => go("/inbox") }]}
    />
  )
}

function refusalTexts(
  problem: unknown,
  { message, list, failure }: Strings,
  address: string,
): { title: string; text: string } {
  if (problem instanceof NetworkError) return { title: failure.offlineTitle, text: failure.offlineText(location.host) }
  switch (codeOf(problem)) {
    case "not_found":
    case "privilege.missing":
      return { title: message.notFoundTitle, text: message.notFoundText(address) }
    case "message.not_ready":
    case "not-ready":
      return { title: message.waitingTitle, text: message.waitingText(list.state.waiting) }
    case "hidden-reader":
      return { title: message.hiddenReaderTitle, text: message.hiddenReaderText }
    case "log-fork":
    case "log-rollback":
    case "log-missing":
      return { title: message.logForkTitle, text: message.logForkText }
    default:
      return problem instanceof ProtocolError
        ? { title: message.failedTitle, text: message.failedText }
        : { title: failure.otherTitle, text: failure.otherText }
  }
}

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches)
  useEffect(() => {
    const media = matchMedia(query)
    const listen = () => setMatches(media.matches)
    media.addEventListener("change", listen)
    return () => media.removeEventListener("change", listen)
  }, [query])
  return matches
}

function toData({ message, slip, rendered }: Reading): MessageData {
  const me = slip.people.find(({ isMe }) => isMe)?.address ?? (slip.sender.isMe ? slip.sender.address : "")
  const person = ({ address, name }: OpenedMessage["from"]) => ({ address, name, isMe: address === me })
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
