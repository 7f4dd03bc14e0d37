/** Text for screen readers only, and announcements that do not move the focus. */
import { makeStyles } from "@fluentui/react-components"
import type { ReactNode } from "react"

const useStyles = makeStyles({
  hidden: {
    position: "absolute",
    width: "1px",
    height: "1px",
    overflow: "hidden",
    clipPath: "inset(50%)",
    whiteSpace: "nowrap",
    margin: "-1px",
  },
})

export function VisuallyHidden({ children }: { readonly children: ReactNode }) {
  return <span className={useStyles().hidden}>{children}</span>
}

/** Says its text when the text changes; `urgent` interrupts (altered, failed), the rest waits its turn. */
export function LiveRegion({ text, urgent = false }: { readonly text: string; readonly urgent?: boolean }) {
  return (
    <div className={useStyles().hidden} role={urgent ? "alert" : "status"} aria-live={urgent ? "assertive" : "polite"}>
      {text}
    </div>
  )
}
