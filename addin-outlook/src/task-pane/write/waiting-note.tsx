/** A text that was kept for later is offered where a message begins. */
import { Button, MessageBar, MessageBarActions, MessageBarBody } from "@fluentui/react-components"
import { useFormats } from "@smp/shared/ui"
import { useEffect, useState } from "react"
import type { Scene } from "../compose/compose-page.tsx"
import type { WaitingDraft } from "../compose/kept-steps.ts"
import { usePaneStyles } from "../parts/styles.ts"
import { words } from "../strings/words.ts"

export function WaitingNote({ scene: { flow } }: { readonly scene: Scene }) {
  const formats = useFormats()
  const [waiting, setWaiting] = useState<WaitingDraft | null>(null)
  const { write, noSubject } = words()
  const styles = usePaneStyles()
  useEffect(() => void flow.waiting().then(setWaiting), [flow])
  if (waiting === null) return null
  const { id, subject, savedAt } = waiting
  return (
    <MessageBar intent="info" layout="multiline" data-note="kept">
      <MessageBarBody className={styles.name}>
        {write.waiting(subject === "" ? noSubject : subject, formats.inSentence(savedAt))}
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={() => void flow.goOn(id)}>
          {write.goOn}
        </Button>
      </MessageBarActions>
    </MessageBar>
  )
}
