/** What was just done can be undone for ten seconds, on whatever page one is by then. */
import { Button, makeStyles, MessageBar, MessageBarActions, MessageBarBody, tokens } from "@fluentui/react-components"
import { useStrings } from "@smp/shared/ui"
import { useEffect, useSyncExternalStore } from "react"

interface Undoable {
  readonly text: string
  readonly undo: () => void
}

export const UNDO_MS = 10_000
let offered: Undoable | null = null
const listeners = new Set<() => void>()

function show(next: Undoable | null): void {
  offered = next
  for (const listener of listeners) listener()
}
export const offerUndo = (text: string, undo: () => void): void => show({ text, undo })

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const useStyles = makeStyles({
  place: {
    position: "fixed",
    insetBlockEnd: tokens.spacingVerticalXXL,
    insetInlineStart: "50%",
    zIndex: 10,
    transform: "translateX(-50%)",
    ":dir(rtl)": { transform: "translateX(50%)" },
    width: "max-content",
    maxWidth: "90vw",
    boxShadow: tokens.shadow16,
  },
})

export function UndoBar() {
  const styles = useStyles()
  const { mailbox } = useStrings()
  const now = useSyncExternalStore(subscribe, () => offered)
  useEffect(() => {
    if (now === null) return undefined
    const timer = setTimeout(() => show(null), UNDO_MS)
    return () => clearTimeout(timer)
  }, [now])
  const undo = () => {
    show(null)
    now?.undo()
  }
  return (
    <div className={styles.place} role="status">
      {now !== null && (
        <MessageBar intent="info" data-note="undo">
          <MessageBarBody>{now.text}</MessageBarBody>
          <MessageBarActions>
            <Button onClick={undo}>{mailbox.undo}</Button>
          </MessageBarActions>
        </MessageBar>
      )}
    </div>
  )
}
