/** The one button that sends a form: while it works it stays focusable, and turns. */
import { Button, Spinner } from "@fluentui/react-components"
import type { ReactNode } from "react"

export function SubmitButton({ isBusy, children }: { readonly isBusy: boolean; readonly children: ReactNode }) {
  return (
    <Button
      appearance="primary"
      size="large"
      type="submit"
      disabledFocusable={isBusy}
      icon={isBusy ? <Spinner size="tiny" /> : null}
    >
      {children}
    </Button>
  )
}
