import { FailureLayout } from "@smp/shared/ui"
import { pages } from "../../host/thunderbird-host.ts"
import { words } from "../../strings/strings.ts"
import { Page } from "../parts/page.tsx"

/** Said once after a locked compose window was replaced by a copy. */
export function ReopenedPage() {
  return (
    <Page title={words.product} isNarrow ways={[{ text: words.close, onClick: () => void pages.closeThis() }]}>
      <FailureLayout title={words.reopened.title} text={words.reopened.text} place={{ at: "draft" }} actions={[]} />
    </Page>
  )
}
