import { makeStyles, tokens } from "@fluentui/react-components"
import { ShieldError24Regular } from "@fluentui/react-icons"
import { FailureLayout } from "@smp/shared/ui"
import { pages } from "../../host/thunderbird-host.ts"
import { words } from "../../strings/strings.ts"
import { Page } from "../parts/page.tsx"
import type { Place } from "./send-page.tsx"
import type { SendingFlow } from "./sending-flow.ts"

const useStyles = makeStyles({
  note: {
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground2,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
})

/** Thunderbird's own Send was stopped for a draft that was meant for Send Secure. */
export function StoppedView({ place, flow }: { readonly place: Place; readonly flow: SendingFlow }) {
  const styles = useStyles()
  const text = words.stopped
  return (
    <Page
      title={words.failure.title}
      place={place}
      isNarrow
      status={text.footer}
      ways={[
        { text: words.backToDraft, onClick: () => void pages.closeThis() },
        { text: text.ordinary, onClick: () => void flow.sendOrdinary() },
        { text: text.secure, onClick: () => void flow.begin(true) },
      ]}
    >
      <FailureLayout
        icon={<ShieldError24Regular />}
        title={text.title}
        text={text.text}
        place={{ at: "draft" }}
        actions={[]}
      >
        <p className={styles.note}>{text.note}</p>
      </FailureLayout>
    </Page>
  )
}
