/** o04: five steps; until the draft is emptied it can be stopped, and the draft stays as it is. */
import { ProgressSteps, useStrings } from "@smp/shared/ui"
import type { ProgressStep } from "@smp/shared/ui"
import { Pane } from "../parts/pane.tsx"
import { usePaneStyles } from "../parts/styles.ts"
import { words } from "../strings/words.ts"
import type { Scene } from "./compose-page.tsx"
import type { Prepared, Progress, Step } from "./flow-state.ts"

const ORDER = ["keys", "attachments", "encrypt", "empty", "hand-over"] as const

export interface SendingProps {
  readonly scene: Scene
  readonly prepared: Prepared
  readonly progress: Progress
}

export function SendingView({ scene, prepared, progress }: SendingProps) {
  const styles = usePaneStyles()
  const { compose } = useStrings()
  const { send, noSubject } = words()
  const { draft, review, source } = prepared
  const isPane = source.from === "pane"
  const names: Record<(typeof ORDER)[number], string> = {
    ...compose.sending.steps,
    keys: compose.sending.steps.keys(review.people.length),
    empty: send.empty,
  }
  const shown = ORDER.filter(
    (step) => (step !== "attachments" || draft.attachments.length > 0) && (step !== "empty" || !isPane),
  )
  const now = placeOf(progress.step)
  const steps: ProgressStep[] = shown.map((step) => {
    const place = ORDER.indexOf(step)
    return { key: step, text: names[step], state: place < now ? "done" : place === now ? "current" : "waiting" }
  })
  const files = draft.attachments.map(({ name, type, size }, index) => ({
    name,
    type,
    size,
    done: Math.min(size, progress.files[index] ?? 0),
  }))
  const isLate = now >= placeOf("empty")
  return (
    <Pane
      state="sending"
      organization={review.organization}
      address={scene.account.address}
      title={send.title}
      hint={draft.subject === "" ? noSubject : draft.subject}
      status={isLate ? send.committing : send.notYet}
      hasPrimary={false}
      ways={[{ text: isPane ? send.stopPane : send.stop, onClick: scene.flow.stop, isDisabled: isLate }]}
    >
      <div className={styles.column}>
        <ProgressSteps
          steps={steps}
          files={files}
          bytes={files.reduce((sum, { done }) => sum + done, 0)}
          total={files.reduce((sum, { size }) => sum + size, 0)}
        />
        <p className={styles.hint}>{isPane ? send.notePane : send.note}</p>
      </div>
    </Pane>
  )
}

const placeOf = (step: Step): number => (step === "done" ? ORDER.length : ORDER.indexOf(step))
