import { makeStyles, tokens } from "@fluentui/react-components"
import { LiveRegion, PlaceList, ProgressSteps, useFormats } from "@smp/shared/ui"
import { useEffect, useState } from "react"
import { words } from "../../strings/strings.ts"
import { Page } from "../parts/page.tsx"
import { draftPlace } from "./draft-place.ts"
import type { Place } from "./send-page.tsx"
import type { SendState } from "./send-state.ts"
import { useProgress } from "./sending-view.tsx"
import type { SendingFlow } from "./sending-flow.ts"

const useStyles = makeStyles({
  all: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXL },
  line: { color: tokens.colorStatusWarningForeground3, fontWeight: tokens.fontWeightSemibold },
})

/** The connection was lost: no error page; counts down and goes on by itself. */
export function WaitingView({
  place,
  flow,
  state,
}: {
  readonly place: Place
  readonly flow: SendingFlow
  readonly state: Extract<SendState, { at: "waiting" }>
}) {
  const styles = useStyles()
  const formats = useFormats()
  const { prepared, progress, nextTry } = state
  const seconds = useSecondsTo(nextTry)
  const shown = useProgress(prepared, progress)
  const subject = prepared.draft.draft.subject
  return (
    <Page
      title={words.waiting.title}
      hint={words.toRecipients(subject === "" ? words.noSubject : subject, prepared.review.people.length)}
      isNarrow
      place={{ ...place, organization: prepared.review.organization }}
      status={words.waiting.byItself}
      hasPrimary={false}
      ways={[
        { text: words.waiting.tryNow, onClick: () => void flow.tryNow() },
        { text: words.progress.stop, onClick: () => void flow.stop() },
      ]}
    >
      <div className={styles.all} data-page="waiting">
        <p className={styles.line}>{words.waiting.next(seconds)}</p>
        <LiveRegion text={words.waiting.title} />
        <ProgressSteps {...shown} />
        <PlaceList
          places={{
            draft: draftPlace(true, prepared.savedAt, formats),
            server:
              shown.total === 0
                ? words.where.nothing
                : words.where.pieces(formats.size(shown.bytes), formats.size(shown.total)),
            recipients: words.where.nobodyNotified,
            mail: words.where.nothingSent,
          }}
        />
      </div>
    </Page>
  )
}

function useSecondsTo(at: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.ceil((at - now) / 1000))
}
