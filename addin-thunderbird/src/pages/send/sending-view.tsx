import { makeStyles, tokens } from "@fluentui/react-components"
import { ProgressSteps, useStrings } from "@smp/shared/ui"
import type { ProgressFile, ProgressStep } from "@smp/shared/ui"
import { words } from "../../strings/strings.ts"
import { Page } from "../parts/page.tsx"
import type { Place } from "./send-page.tsx"
import type { Prepared, Progress } from "./send-state.ts"
import type { SendingFlow } from "./sending-flow.ts"

/** In the order in which they happen: files go before the text is locked. */
const order = ["keys", "attachments", "encrypt", "hand-over"] as const

/** Steps and files of a send, for the page that sends and the page that waits. */
export function useProgress(prepared: Prepared, progress: Progress) {
  const { compose } = useStrings()
  const { attachments } = prepared.draft.draft
  const now = progress.step === "done" ? order.length : order.indexOf(progress.step)
  const names = { ...compose.sending.steps, keys: compose.sending.steps.keys(prepared.review.people.length) }
  const steps: ProgressStep[] = order
    .filter((step) => step !== "attachments" || attachments.length > 0)
    .map((step) => {
      const place = order.indexOf(step)
      return { key: step, text: names[step], state: place < now ? "done" : place === now ? "current" : "waiting" }
    })
  const files: ProgressFile[] = attachments.map(({ name, type, size }, index) => ({
    name,
    type,
    size,
    done: Math.min(size, progress.files[index] ?? 0),
  }))
  const bytes = files.reduce((sum, file) => sum + file.done, 0)
  const total = files.reduce((sum, file) => sum + file.size, 0)
  return { steps, files, bytes, total }
}

const useStyles = makeStyles({
  note: { marginBlockStart: tokens.spacingVerticalXL, color: tokens.colorNeutralForeground2 },
})

export function SendingView({
  place,
  flow,
  prepared,
  progress,
}: {
  readonly place: Place
  readonly flow: SendingFlow
  readonly prepared: Prepared
  readonly progress: Progress
}) {
  const styles = useStyles()
  const subject = prepared.draft.draft.subject
  const isCommitting = progress.step === "hand-over" || progress.step === "done"
  return (
    <Page
      title={words.progress.title}
      hint={words.toRecipients(subject === "" ? words.noSubject : subject, prepared.review.people.length)}
      isNarrow
      place={{ ...place, organization: prepared.review.organization }}
      hasPrimary={false}
      status={isCommitting ? words.progress.committing : words.progress.notYet}
      ways={[{ text: words.progress.stop, onClick: () => void flow.stop(), isDisabled: isCommitting }]}
    >
      <div data-page="sending">
        <ProgressSteps {...useProgress(prepared, progress)} />
        <p className={styles.note}>{words.progress.note}</p>
      </div>
    </Page>
  )
}
