/** A send on its way, and every way in which it can stop. Until the hand-over, stopping leaves the text as it was. */
import { Button, makeStyles, tokens } from "@fluentui/react-components"
import { Key32Regular, PlugDisconnected24Regular, ShieldError24Regular } from "@fluentui/react-icons"
import { FailureLayout, ProgressSteps, useStrings } from "@smp/shared/ui"
import type { FailureAction, Place, Strings } from "@smp/shared/ui"
import type { DraftSaving } from "@smp/shared/drafts"
import { stopReasonOf } from "@smp/shared/send"
import type { SendProgress, SendStopped } from "@smp/shared/send"
import { useEffect } from "react"
import type { ReactElement } from "react"
import type { Sending } from "./use-sending.ts"

const useStyles = makeStyles({
  page: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalXL,
    width: "100%",
    maxWidth: "720px",
    padding: tokens.spacingHorizontalXXL,
    "@media (max-width: 820px)": { padding: tokens.spacingHorizontalL },
  },
  title: {
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
  },
  hint: { color: tokens.colorNeutralForeground2 },
})

const ORDER: readonly SendProgress["step"][] = ["keys", "attachments", "encrypt", "hand-over"]

export function SendingPage({
  sending,
  onStop,
}: {
  readonly sending: Extract<Sending, { state: "sending" }>
  readonly onStop: () => void
}) {
  const styles = useStyles()
  const { sending: text } = useStrings().compose
  const { draft, progress, bytes } = sending
  const files = draft.attachments
  const steps = files.length === 0 ? ORDER.filter((step) => step !== "attachments") : ORDER
  const now = progress.step === "done" ? steps.length : steps.indexOf(progress.step)
  const isPast = ORDER.indexOf(progress.step) > ORDER.indexOf("attachments") || progress.step === "done"
  const total = files.reduce((sum, { size }) => sum + size, 0)
  const doneOf = (index: number, size: number): number => {
    if (isPast) return size
    if (progress.step !== "attachments" || index > progress.file.index) return 0
    return index < progress.file.index ? size : progress.file.bytes
  }
  const count = draft.to.length + draft.cc.length + draft.bcc.length
  return (
    <main className={styles.page} data-page="sending">
      <h1 className={styles.title}>{text.title}</h1>
      <ProgressSteps
        steps={steps.map((step, index) => ({
          key: step,
          text: step === "keys" ? text.steps.keys(count) : step === "done" ? "" : text.steps[step],
          state: index < now ? "done" : index === now ? "current" : "waiting",
        }))}
        bytes={isPast ? total : bytes}
        total={total}
        files={files.map(({ name, type, size }, index) => ({ name, type, size, done: doneOf(index, size) }))}
      />
      <p className={styles.hint}>{text.notYet}</p>
      {progress.step !== "hand-over" && progress.step !== "done" && (
        <div>
          <Button size="large" onClick={onStop}>
            {text.stop}
          </Button>
        </div>
      )}
    </main>
  )
}

interface Failure {
  readonly title: string
  readonly text: string
  readonly icon?: ReactElement
  readonly mayRetry?: boolean
  readonly hasCode?: boolean
}

function failureOf(error: SendStopped, organization: string, { failure, compose }: Strings): Failure {
  const people = error.people.join(", ")
  switch (stopReasonOf(error.code)) {
    case "offline":
      return {
        title: failure.offlineTitle,
        text: failure.offlineText(location.host),
        icon: <PlugDisconnected24Regular fontSize={32} />,
        mayRetry: true,
      }
    case "keyChanged":
      return { title: compose.keyChanged.title(people), text: compose.keyChanged.text, icon: <Key32Regular /> }
    case "noRecipient":
    case "recipient":
      return { title: failure.recipientTitle(people), text: failure.recipientText }
    case "policy":
      return { title: failure.policyTitle(organization), text: failure.policyText, hasCode: true }
    case "full":
      return { title: failure.fullTitle, text: failure.fullText, mayRetry: true }
    case "crowded":
      return { title: failure.crowdedTitle, text: failure.crowdedText, mayRetry: true }
    case "busy":
      return { title: failure.busyTitle, text: failure.serverFault, mayRetry: true }
    case "tooMany":
    case "tooLarge":
      return { title: failure.tooLargeTitle, text: failure.tooLargeText }
    case "file":
      return { title: failure.fileTitle(error.files.join(", ")), text: failure.fileText }
    case "trust":
      return {
        title: failure.logTitle,
        text: failure.logText,
        icon: <ShieldError24Regular fontSize={32} />,
        hasCode: true,
      }
    case "signedOut":
      return { title: failure.signedOutTitle, text: failure.signedOutText, mayRetry: true }
    case "cancelled":
    case "identity":
    case "fault":
    case "refused":
      return { title: failure.refusedTitle, text: failure.refusedText, hasCode: true, mayRetry: true }
  }
}

/** Where the draft is; null: it is none, or too long to be kept. */
function draftPlace(saving: DraftSaving): Place | null {
  if (saving.state === "nothing") return null
  if (saving.state === "saved") return { at: "drafts" }
  return saving.state === "here" && saving.why === "too-large" ? null : { at: "device" }
}

export interface StoppedPageProps {
  readonly stopped: Extract<Sending, { state: "stopped" }>
  readonly organization: string
  readonly saving: DraftSaving
  readonly onBack: () => void
  readonly onAgain: () => void
}

export function StoppedPage({ stopped, organization, saving, onBack, onAgain }: StoppedPageProps) {
  const styles = useStyles()
  const strings = useStrings()
  const { error, bytes, total } = stopped
  const { title, text, icon, mayRetry = false, hasCode = false } = failureOf(error, organization, strings)
  const place: Place = error.isUnknown
    ? { at: "unknown" }
    : (draftPlace(saving) ?? (bytes > 0 ? { at: "partly", done: bytes, of: total } : { at: "page" }))
  const isOffline = error.code === "offline"
  useEffect(() => {
    if (!isOffline) return undefined
    addEventListener("online", onAgain)
    return () => removeEventListener("online", onAgain)
  }, [isOffline, onAgain])
  const actions: FailureAction[] = [{ text: strings.failure.back, onClick: onBack }]
  if (mayRetry) actions.push({ text: strings.common.tryAgain, onClick: onAgain })
  return (
    <main className={styles.page} data-page="stopped">
      <FailureLayout
        {...(icon === undefined ? {} : { icon })}
        title={title}
        text={text}
        place={place}
        code={hasCode ? error.code : null}
        actions={actions}
      >
        {isOffline && <p className={styles.hint}>{strings.failure.retriesByItself}</p>}
      </FailureLayout>
    </main>
  )
}
