/** Single keys, only where nobody is typing and no dialog is open. */
import { useEffect } from "react"

export type Shortcuts = Readonly<Record<string, () => void>>

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName)
}

export function useShortcuts(shortcuts: Shortcuts): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const action = shortcuts[event.key]
      if (action === undefined || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (isTyping(event.target) || document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return
      event.preventDefault()
      action()
    }
    addEventListener("keydown", listen)
    return () => removeEventListener("keydown", listen)
  }, [shortcuts])
}
