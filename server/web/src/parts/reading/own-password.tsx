/** The sender asks for the reader's own password each time the message is opened. */
import { OwnPassword as Question } from "@smp/shared/ui"
import type { OwnPasswordProps } from "@smp/shared/ui"

export function OwnPassword(props: OwnPasswordProps) {
  return (
    <main style={{ display: "flex", flexGrow: 1 }}>
      <Question {...props} />
    </main>
  )
}
