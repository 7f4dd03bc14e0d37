/** The sender asks for the reader's own password each time the message is opened. */
import { OwnPassword as Question, useStrings } from "@smp/shared/ui"
import type { OwnPasswordProps } from "@smp/shared/ui"
import { useTitle } from "../use-title.ts"
import { BackBar } from "./back-bar.tsx"

export function OwnPassword(props: OwnPasswordProps) {
  const { recall } = useStrings()
  useTitle(recall.password.title)
  return (
    <main style={{ display: "flex", flexDirection: "column", flexGrow: 1 }}>
      <BackBar />
      <Question {...props} />
    </main>
  )
}
