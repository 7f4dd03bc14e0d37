import { Radio, RadioGroup, makeStyles, tokens } from "@fluentui/react-components"
import { Key24Regular } from "@fluentui/react-icons"
import { FailureLayout, useFormats, useStrings } from "@smp/shared/ui"
import { showKid } from "@smp/shared/suite"
import { useState } from "react"
import { pages } from "../../host/thunderbird-host.ts"
import { words } from "../../strings/strings.ts"
import { Page } from "../parts/page.tsx"
import { savedNote } from "./draft-place.ts"
import type { Place } from "./send-page.tsx"
import type { Prepared } from "./send-state.ts"
import type { SendingFlow } from "./sending-flow.ts"

const useStyles = makeStyles({
  card: {
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalM,
  },
  name: { fontWeight: tokens.fontWeightSemibold, fontSize: tokens.fontSizeBase200 },
  kid: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: "anywhere" },
  hint: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
})

/** A new key is used only after the sender has decided, and the decision is remembered for this address. */
export function KeyChangedView({
  place,
  flow,
  prepared,
  address,
}: {
  readonly place: Place
  readonly flow: SendingFlow
  readonly prepared: Prepared
  readonly address: string
}) {
  const styles = useStyles()
  const formats = useFormats()
  const { compose } = useStrings()
  const [how, setHow] = useState<"seen" | "verified" | null>(null)
  const text = words.keyChanged
  const { review, draft, account } = prepared
  const person = review.people.find((one) => one.address === address)
  if (person?.state.kind !== "key-changed") return null
  const { statement, old } = person.state
  const since = account.pins.get(address)?.at ?? null
  const others = review.people.length - 1
  const subject = draft.draft.subject
  return (
    <Page
      title={text.header}
      hint={subject === "" ? words.noSubject : subject}
      place={{ ...place, organization: review.organization }}
      isNarrow
      status={words.where.notUploaded}
      ways={[
        { text: words.backToDraft, onClick: () => void pages.closeThis() },
        ...(others > 0 ? [{ text: text.without, onClick: () => void flow.without([address]) }] : []),
        {
          text: compose.sendTo(review.people.length),
          isDisabled: how === null,
          onClick: () => how !== null && void flow.acceptKey(how),
        },
      ]}
    >
      <FailureLayout
        icon={<Key24Regular />}
        title={text.title(person.name === "" ? address : person.name)}
        text={text.text}
        actions={[]}
        place={{ at: "draft", note: savedNote(prepared.savedAt, formats) }}
      >
        <div className={styles.card} data-page="key-changed">
          <div>
            <p className={styles.name}>{since === null ? text.beforeUnknown : text.before(formats.date(since))}</p>
            <p className={styles.kid}>{showKid(old)}</p>
          </div>
          <div>
            <p className={styles.name}>{text.now(formats.date(statement.at))}</p>
            <p className={styles.kid}>{showKid(statement.kid)}</p>
            <p className={styles.hint}>{text.log}</p>
          </div>
          <RadioGroup value={how ?? ""} onChange={(_, data) => setHow(data.value === "verified" ? "verified" : "seen")}>
            <Radio value="verified" label={text.asked} />
            <Radio value="seen" label={text.enough} />
          </RadioGroup>
        </div>
      </FailureLayout>
    </Page>
  )
}
