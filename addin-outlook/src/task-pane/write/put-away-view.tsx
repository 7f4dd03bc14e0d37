/** What was written here is put away: kept in Drafts, or deleted and not yet forgotten. */
import { CheckmarkCircle24Filled, Delete24Regular } from "@fluentui/react-icons"
import type { DraftId } from "@smp/shared/wire"
import type { Scene } from "../compose/compose-page.tsx"
import { FailureHead } from "../parts/failure-head.tsx"
import { Pane } from "../parts/pane.tsx"
import { usePaneStyles } from "../parts/styles.ts"
import { words } from "../strings/words.ts"

export interface PutAwayProps {
  readonly scene: Scene
  readonly how: "kept" | "discarded"
  readonly id: DraftId
  readonly subject: string
}

export function PutAwayView({ scene, how, id, subject }: PutAwayProps) {
  const styles = usePaneStyles()
  const { flow } = scene
  const { write, noSubject } = words()
  const isKept = how === "kept"
  const named = subject.trim() === "" ? noSubject : subject.trim()
  const again = isKept
    ? { text: write.goOn, onClick: () => void flow.goOn(id) }
    : { text: write.bringBack, onClick: () => void flow.bringBack(id) }
  const back = { text: write.toDraft, onClick: () => void flow.begin() }
  return (
    <Pane
      state="put-away"
      organization={scene.organization}
      address={scene.account.address}
      title={null}
      ways={scene.hasDraft ? [again, back] : [again]}
    >
      <div className={styles.column}>
        <FailureHead
          isGood={isKept}
          icon={isKept ? <CheckmarkCircle24Filled /> : <Delete24Regular />}
          title={isKept ? write.keptTitle : write.discardedTitle}
          text={isKept ? write.keptText(named) : write.discardedText(named)}
        />
      </div>
    </Pane>
  )
}
