/** o05: handed over, and where everything is now. */
import { CheckmarkCircle24Filled } from "@fluentui/react-icons"
import { showReference } from "@smp/shared/read"
import type { SendResult } from "@smp/shared/send"
import { PlaceList, SecretToTell, useFormats } from "@smp/shared/ui"
import { FailureHead } from "../parts/failure-head.tsx"
import { Pane } from "../parts/pane.tsx"
import { usePaneStyles } from "../parts/styles.ts"
import { words } from "../strings/words.ts"
import type { Scene } from "./compose-page.tsx"
import type { Prepared } from "./flow-state.ts"

export interface DoneProps {
  readonly scene: Scene
  readonly prepared: Prepared
  readonly result: SendResult
}

export function DoneView({ scene, prepared, result }: DoneProps) {
  const styles = usePaneStyles()
  const formats = useFormats()
  const { done } = words()
  const { review, source } = prepared
  const recipients = review.people.length
  const isByOutlook = source.from === "outlook" && ["sent", "to-send"].includes(source.host.closing())
  return (
    <Pane
      state="done"
      organization={review.organization}
      address={scene.account.address}
      title={null}
      ways={[{ text: done.slip, onClick: () => scene.openMessage(result.id) }]}
    >
      <div className={styles.column} data-message={result.id} data-reference={result.reference}>
        <FailureHead
          isGood
          icon={<CheckmarkCircle24Filled />}
          title={done.title(formats.time(result.at))}
          text={<span className={styles.hint}>{done.reference(showReference(result.reference))}</span>}
        />
        {result.told.map((secret) => (
          <SecretToTell key={secret.address} secret={secret} />
        ))}
        <PlaceList
          places={{
            draft: draftPlace(prepared),
            server: done.serverHolds(recipients),
            recipients: done.notices(recipients),
            mail: isByOutlook ? done.mailNotice : done.mail,
          }}
        />
      </div>
    </Pane>
  )
}

function draftPlace({ source }: Prepared): string {
  const { done } = words()
  if (source.from === "pane") return done.neverInOutlook
  switch (source.host.closing()) {
    case "discarded":
      return done.discarded
    case "changed":
      return done.changed
    case "asked":
      return done.asked
    case "sent":
      return done.sent
    case "to-send":
      return done.toSend
    case "open":
    case "to-discard":
      return done.toDiscard
  }
}
