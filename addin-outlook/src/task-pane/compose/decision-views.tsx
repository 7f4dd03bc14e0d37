/** What only the person can decide: a changed key, two senders, a lost answer. */
import { Button, mergeClasses, Radio, RadioGroup } from "@fluentui/react-components"
import {
  CheckmarkCircle24Filled,
  Clock24Regular,
  CloudOff24Regular,
  Delete24Regular,
  Key24Regular,
  PersonSwap24Regular,
} from "@fluentui/react-icons"
import type { Mailbox } from "@smp/shared/send"
import { PlaceList, useFormats } from "@smp/shared/ui"
import { showReference } from "@smp/shared/read"
import type { MessageId, StagedMessageText } from "@smp/shared/wire"
import { showKid } from "@smp/shared/suite"
import { useState } from "react"
import { FailureHead } from "../parts/failure-head.tsx"
import { Pane } from "../parts/pane.tsx"
import { usePaneStyles } from "../parts/styles.ts"
import { words } from "../strings/words.ts"
import type { Scene } from "./compose-page.tsx"
import type { Prepared } from "./flow-state.ts"
import { placesOf } from "./places.ts"

const untouched = (isMarked: boolean) => ({ code: "key-changed", names: [], text: "draft", isMarked }) as const

export function KeyChangedView({
  scene,
  prepared,
  address,
}: {
  readonly scene: Scene
  readonly prepared: Prepared
  readonly address: string
}) {
  const styles = usePaneStyles()
  const formats = useFormats()
  const [how, setHow] = useState<"seen" | "verified" | null>(null)
  const { keyChanged, where } = words()
  const person = prepared.review.people.find((one) => one.address === address)
  if (person?.state.kind !== "key-changed") return null
  const { statement, old } = person.state
  const since = scene.account.pins.get(address)?.at ?? null
  const rest = prepared.review.people.length > 1
  const without = { text: keyChanged.without, onClick: () => void scene.flow.without([address]) }
  return (
    <Pane
      state="key-changed"
      organization={prepared.review.organization}
      address={scene.account.address}
      title={null}
      status={where.notUploaded}
      ways={[
        ...(prepared.source.from === "pane"
          ? [{ text: words().back, onClick: scene.flow.writeHere }]
          : rest
            ? []
            : [{ text: words().tryAgain, onClick: () => void scene.flow.begin() }]),
        // Both lead to the review: nothing is sent from here.
        ...(rest ? [without] : []),
        {
          text: keyChanged.accept,
          isDisabled: how === null,
          onClick: () => how !== null && void scene.flow.acceptKey(how),
        },
      ]}
    >
      <div className={styles.column}>
        <FailureHead
          icon={<Key24Regular />}
          title={keyChanged.title(person.name === "" ? address : person.name)}
          text={keyChanged.text}
        />
        <div className={mergeClasses(styles.card, styles.padded, styles.column)}>
          <div>
            <p className={styles.title}>
              {since === null ? keyChanged.beforeUnknown : keyChanged.before(formats.date(since))}
            </p>
            <p className={styles.mono}>{showKid(old)}</p>
          </div>
          <div>
            <p className={styles.title}>{keyChanged.now(formats.date(statement.at))}</p>
            <p className={styles.mono}>{showKid(statement.kid)}</p>
          </div>
        </div>
        <RadioGroup value={how ?? ""} onChange={(_, data) => setHow(data.value === "verified" ? "verified" : "seen")}>
          <Radio value="verified" label={keyChanged.asked} />
          <Radio value="seen" label={keyChanged.enough} />
        </RadioGroup>
        <PlaceList places={placesOf(untouched(scene.hasGuard), prepared)} />
      </div>
    </Pane>
  )
}

/** o12: a message is signed by one of the two. */
export function SendersView({
  scene,
  from,
  isMarked,
}: {
  readonly scene: Scene
  readonly from: Mailbox
  readonly isMarked: boolean
}) {
  const styles = usePaneStyles()
  const { failure, where } = words()
  const { account, flow } = scene
  const own = account.name === "" ? account.address : account.name
  const other = from.name === "" ? from.address : from.name
  const send = {
    text: failure.sendAs(own),
    onClick: () => void flow.sendAs({ address: account.address, name: account.name }),
  }
  return (
    <Pane
      state="senders"
      organization={scene.organization}
      address={account.address}
      title={null}
      status={where.notUploaded}
      ways={[send]}
    >
      <div className={styles.column}>
        <FailureHead
          icon={<PersonSwap24Regular />}
          title={failure.sendersTitle}
          text={failure.sendersText(from.address, account.address)}
        />
        <PlaceList places={placesOf(untouched(isMarked), null)} />
        <RadioGroup className={`${styles.card} ${styles.padded}`} value="own" aria-label={failure.sendersTitle}>
          <Radio value="own" label={{ children: <Choice text={failure.sendAs(own)} hint={failure.sendAsHint} /> }} />
          <Radio
            value="other"
            disabled
            label={{ children: <Choice text={failure.sendFor(other)} hint={failure.sendForHint} /> }}
          />
        </RadioGroup>
      </div>
    </Pane>
  )
}

function Choice({ text, hint }: { readonly text: string; readonly hint: string }) {
  const styles = usePaneStyles()
  return (
    <>
      <span>{text}</span>
      <br />
      <span className={styles.hint}>{hint}</span>
    </>
  )
}

/** The pane was opened in a draft that holds only the notice. */
export function HandedOverView({
  scene,
  id,
  reference,
}: {
  readonly scene: Scene
  readonly id: MessageId
  readonly reference: string
}) {
  const { review, done } = words()
  return (
    <Pane
      state="handed-over"
      organization={scene.organization}
      address={scene.account.address}
      title={null}
      ways={[{ text: done.slip, onClick: () => scene.openMessage(id) }]}
    >
      <FailureHead
        isGood
        icon={<CheckmarkCircle24Filled />}
        title={review.beforeTitle}
        text={review.beforeText(showReference(reference))}
      />
    </Pane>
  )
}

/** What the notice in the draft speaks of is not there any more. */
export function GivenUpView({ scene }: { readonly scene: Scene }) {
  const { unfinished } = words()
  return (
    <Pane state="given-up" organization={scene.organization} address={scene.account.address} title={null}>
      <FailureHead icon={<Delete24Regular />} title={unfinished.goneTitle} text={unfinished.goneText} />
    </Pane>
  )
}

/** Sealed on the server, handed over to nobody; the draft of it may be empty or gone. */
export function UnfinishedView({
  scene,
  staged,
  isBeside,
}: {
  readonly scene: Scene
  readonly staged: StagedMessageText
  readonly isBeside: boolean
}) {
  const styles = usePaneStyles()
  const formats = useFormats()
  const { unfinished, noSubject, where } = words()
  const { flow } = scene
  const { key, subject, people, at, expiresAt } = staged
  return (
    <Pane
      state="unfinished"
      organization={scene.organization}
      address={scene.account.address}
      title={null}
      status={where.notHandedOver}
      ways={[
        { text: unfinished.open, onClick: () => void flow.openStaged(key) },
        { text: unfinished.handOver, onClick: () => void flow.handOver(key) },
      ]}
    >
      <div className={styles.column}>
        <FailureHead
          icon={<Clock24Regular />}
          title={unfinished.title}
          text={unfinished.text(subject ?? noSubject, formats.list(people), formats.inSentence(at))}
        />
        <PlaceList
          places={{
            draft: unfinished.draft,
            server: `${where.staged} ${unfinished.until(formats.date(expiresAt))}`,
            recipients: where.nobody,
            mail: where.nothingSent,
          }}
        />
        <Button className={styles.wide} onClick={() => void flow.giveUp(key)}>
          {unfinished.giveUp}
        </Button>
        {isBeside && (
          <Button className={styles.wide} appearance="subtle" onClick={() => void flow.begin()}>
            {words().back}
          </Button>
        )}
      </div>
    </Pane>
  )
}

export function UnknownView({ scene, prepared }: { readonly scene: Scene; readonly prepared: Prepared }) {
  const styles = usePaneStyles()
  const { failure, where } = words()
  return (
    <Pane
      state="unknown"
      organization={prepared.review.organization}
      address={scene.account.address}
      title={null}
      status={where.nobodyKnown}
      ways={[{ text: failure.ask, onClick: () => void scene.flow.settle() }]}
    >
      <div className={styles.column}>
        <FailureHead icon={<CloudOff24Regular />} title={failure.unknownTitle} text={failure.unknownText} />
        <PlaceList places={placesOf({ code: "offline", names: [], text: "server", isMarked: false }, prepared)} />
      </div>
    </Pane>
  )
}
