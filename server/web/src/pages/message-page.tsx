/** One message: verdict first, then files and text; the Delivery Slip beside it, on very wide screens the list too. */
import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Skeleton,
  SkeletonItem,
  tokens,
  useRestoreFocusTarget,
} from "@fluentui/react-components"
import { Dismiss20Regular, DocumentText20Regular } from "@fluentui/react-icons"
import type { OpenedMessage } from "@smp/shared/read"
import { LiveRegion, MessageView, useFormats, useSlipLine, useStrings, verdictOf } from "@smp/shared/ui"
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react"
import { useAccount } from "../account-context.ts"
import { OnceOpen } from "../parts/once-open.tsx"
import { AnswerBar } from "../parts/reading/answer-bar.tsx"
import { BackBar, useBack } from "../parts/reading/back-bar.tsx"
import { Conversation, useConversation } from "../parts/reading/conversation.tsx"
import { Filing, LabelsOf } from "../parts/reading/filing.tsx"
import { dataOf } from "../parts/reading/message-data.ts"
import { useReading } from "../parts/reading/use-reading.ts"
import type { Opened } from "../parts/reading/use-reading.ts"
import { useSaving } from "../parts/save/use-saving.ts"
import { LIST_BESIDE, PHONE, SLIP_BESIDE, useMedia } from "../parts/use-media.ts"
import { useShortcuts } from "../parts/use-shortcuts.ts"
import { useTitle } from "../parts/use-title.ts"

const ListBeside = lazy(async () => ({ default: (await import("../parts/list-beside.tsx")).ListBeside }))
// What few readers see, or the sender alone, is loaded for them alone.
const OwnPassword = lazy(async () => ({ default: (await import("../parts/reading/own-password.tsx")).OwnPassword }))
const ToTellNote = lazy(async () => ({ default: (await import("../parts/reading/to-tell-note.tsx")).ToTellNote }))
const SenderControls = lazy(async () => ({
  default: (await import("../parts/reading/sender-controls.tsx")).SenderControls,
}))
const ToTracking = lazy(async () => ({ default: (await import("../parts/reading/to-tracking.tsx")).ToTracking }))
const Refused = lazy(async () => ({ default: (await import("../parts/reading/refused.tsx")).Refused }))
const loadPanel = () => import("../parts/reading/slip-panel.tsx")
const SlipPanel = lazy(async () => ({ default: (await loadPanel()).SlipPanel }))

const PHONE_RULE = "@media (max-width: 820px)"
const useStyles = makeStyles({
  panes: { display: "flex", flexGrow: 1, minHeight: 0 },
  middle: { display: "flex", flexDirection: "column", flexGrow: 1, minWidth: 0, minHeight: 0 },
  body: {
    display: "flex",
    flexDirection: "column",
    flexGrow: 1,
    minHeight: 0,
    overflowY: "auto",
    paddingBlock: tokens.spacingVerticalL,
    paddingInline: tokens.spacingHorizontalXXL,
    [PHONE_RULE]: { paddingInline: tokens.spacingHorizontalM },
  },
  bones: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  sent: { flexShrink: 0, marginBlockEnd: tokens.spacingVerticalM },
})

export function MessagePage({ id }: { readonly id: string }) {
  const styles = useStyles()
  const { reading, again } = useReading(id)
  const hasList = useMedia(LIST_BESIDE)
  return (
    <div className={styles.panes}>
      {hasList && (
        <Suspense fallback={null}>
          <ListBeside current={id} />
        </Suspense>
      )}
      {reading.state === "opening" && <Opening />}
      {reading.state === "password" && (
        <Suspense fallback={<Opening />}>
          <OwnPassword sender={reading.sender} isWrong={reading.isWrong} onGive={reading.give} />
        </Suspense>
      )}
      {reading.state === "refused" && (
        <Suspense fallback={<Opening />}>
          <Refused id={id} problem={reading.problem} onAgain={again} />
        </Suspense>
      )}
      {reading.state === "opened" && <OpenedMessagePane opened={reading.opened} onChanged={again} />}
    </div>
  )
}

function Opening() {
  const styles = useStyles()
  const { message } = useStrings()
  return (
    <main className={styles.middle} aria-busy>
      <BackBar />
      <div className={styles.body}>
        <Skeleton className={styles.bones} aria-label={message.opening}>
          <SkeletonItem size={32} style={{ maxWidth: "480px" }} />
          <SkeletonItem size={40} style={{ maxWidth: "320px" }} />
          <SkeletonItem style={{ height: "52px" }} />
          <SkeletonItem style={{ height: "240px" }} />
        </Skeleton>
        <LiveRegion text={message.opening} />
      </div>
    </main>
  )
}

function OpenedMessagePane({ opened, onChanged }: { readonly opened: Opened; readonly onChanged: () => void }) {
  const styles = useStyles()
  const { message: text, list } = useStrings()
  const { message, slip } = opened
  const account = useAccount()
  const isBeside = useMedia(SLIP_BESIDE)
  const isPhone = useMedia(PHONE)
  const [isOpen, setOpen] = useSlipOpen(slip.verdict !== "intact" && isBeside)
  const saving = useSaving(message)
  const line = useSlipLine(slip)
  const back = useBack()
  const givenBack = useRestoreFocusTarget()
  const pane = useRef<HTMLDivElement>(null)
  const closeSlip = useClosing({ isOpen, setOpen, pane })
  const data = useMemo(() => dataOf(opened, account.address), [opened, account.address])
  const conversation = useConversation(message)
  const around = (isBefore: boolean) =>
    (conversation ?? []).filter(({ id, sentAt }) => id !== message.id && sentAt < message.sentAt === isBefore)
  useTitle(message.subject || list.noSubject)
  useEffect(() => {
    pane.current?.querySelector<HTMLElement>("h1")?.focus()
  }, [message])
  useShortcuts(useMemo(() => ({ s: () => setOpen((before) => !before), u: back }), [back, setOpen]))
  return (
    <>
      <main
        className={styles.middle}
        data-page="message"
        data-verdict={message.verdict}
        data-log={message.log}
        data-message={message.id}
      >
        <BackBar>
          <Filing message={message} />
          {message.role === "from" && (
            <Suspense fallback={null}>
              {/* On a phone they stand on the page of who has read it. */}
              {!isPhone && <SenderControls message={message} slip={slip} onChanged={onChanged} />}
              <ToTracking id={message.id} />
            </Suspense>
          )}
          {!(isOpen && isBeside) && (
            <Button
              {...givenBack}
              appearance="subtle"
              icon={<DocumentText20Regular />}
              onClick={() => setOpen(true)}
              onPointerEnter={() => void loadPanel()}
              onFocus={() => void loadPanel()}
            >
              {text.slip}
            </Button>
          )}
        </BackBar>
        <div ref={pane} className={styles.body}>
          {slip.closed === null && <SentNote message={message} />}
          {message.role === "from" && (
            <Suspense fallback={null}>
              <ToTellNote message={message} />
            </Suspense>
          )}
          <Conversation rows={around(true)} side="before" />
          <LabelsOf message={message} />
          <MessageView
            data={data}
            verdict={verdictOf(slip)}
            verdictLine={line}
            isSlipOpen={isOpen && isBeside}
            onOpenSlip={() => setOpen(true)}
            fileStates={saving.states}
            onSave={(file) => void saving.save(file)}
            onCancel={saving.cancel}
            onSaveAll={saving.saveAll}
          />
          <Conversation rows={around(false)} side="after" />
        </div>
        <AnswerBar message={message} />
      </main>
      <OnceOpen isOpen={isOpen}>
        <SlipPanel
          message={message}
          view={slip}
          isOpen={isOpen}
          isBeside={isBeside}
          onClose={isBeside ? closeSlip : () => setOpen(false)}
        />
      </OnceOpen>
    </>
  )
}

/** The slip has its own address (`#slip`), so that a mail program or a colleague can be pointed at it. */
function useSlipOpen(isOpenByItself: boolean) {
  const [isOpen, setOpen] = useState(
    () => isOpenByItself || location.hash === "#slip" || matchMedia(LIST_BESIDE).matches,
  )
  useEffect(() => {
    const hash = isOpen ? "#slip" : ""
    if (location.hash !== hash) history.replaceState(history.state, "", `${location.pathname}${location.search}${hash}`)
  }, [isOpen])
  return [isOpen, setOpen] as const
}

interface Closing {
  readonly isOpen: boolean
  readonly setOpen: (isOpen: boolean) => void
  readonly pane: React.RefObject<HTMLDivElement | null>
}

/** The slip beside the message is closed by a button that goes with it: the verdict, which opens it again, gets the focus. */
function useClosing({ isOpen, setOpen, pane }: Closing): () => void {
  const isClosing = useRef(false)
  useEffect(() => {
    if (!isOpen && isClosing.current) pane.current?.querySelector<HTMLElement>("button[data-verdict]")?.focus()
    isClosing.current = false
  }, [isOpen, pane])
  return () => {
    isClosing.current = true
    setOpen(false)
  }
}

interface SentState {
  readonly handedOver?: { readonly at: number; readonly reference: string }
}

/** Right after a send: handed over, which is not yet delivered, released or displayed. */
function SentNote({ message }: { readonly message: OpenedMessage }) {
  const styles = useStyles()
  const { common, compose } = useStrings()
  const formats = useFormats()
  const [sent, setSent] = useState(() => ((history.state ?? {}) as SentState).handedOver ?? null)
  if (sent === null || message.role !== "from") return null
  return (
    <MessageBar className={styles.sent} intent="success" layout="multiline" data-note="handed-over">
      <MessageBarBody>
        <MessageBarTitle>{compose.sent.title(formats.inSentence(sent.at))}</MessageBarTitle> {compose.sent.text}
      </MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button
            appearance="transparent"
            icon={<Dismiss20Regular />}
            aria-label={common.close}
            onClick={() => setSent(null)}
          />
        }
      />
    </MessageBar>
  )
}
