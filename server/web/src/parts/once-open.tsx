/** Dialogs and drawers, which lie over a page. */
import { Suspense, useState } from "react"
import type { ReactNode } from "react"

/**
 * Mounts at the first opening and leaves it to Fluent to close: a modal part that is simply taken away leaves the page
 * behind it hidden from screen readers.
 */
export function OnceOpen({ isOpen, children }: { readonly isOpen: boolean; readonly children: ReactNode }) {
  const [wasOpen, setWasOpen] = useState(isOpen)
  if (isOpen && !wasOpen) setWasOpen(true)
  return wasOpen ? <Suspense fallback={null}>{children}</Suspense> : null
}
