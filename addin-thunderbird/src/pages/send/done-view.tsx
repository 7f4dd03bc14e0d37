import { Checkbox, MessageBar, MessageBarBody, makeStyles, tokens } from "@fluentui/react-components"
import { CheckmarkCircle32Filled } from "@fluentui/react-icons"
import { PlaceList, useFormats } from "@smp/shared/ui"
import { showReference } from "@smp/shared/read"
import { useEffect, useState } from "react"
import { openMessageWindow } from "../../message-window.ts"
import { changeSettings, readSettings } from "../../settings.ts"
import { pages } from "../../host/thunderbird-host.ts"
import { words } from "../../strings/strings.ts"
import { Page } from "../parts/page.tsx"
import { Secrets } from "../parts/secrets.tsx"
import type { Place } from "./send-page.tsx"
import type { SendState } from "./send-state.ts"

const useStyles = makeStyles({
  all: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXL },
  head: { display: "grid", gridTemplateColumns: "32px 1fr", columnGap: tokens.spacingHorizontalM, alignItems: "start" },
  icon: { color: tokens.colorPaletteGreenForeground1 },
  title: {
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
  },
  sub: {
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
    marginBlockEnd: tokens.spacingVerticalS,
  },
  card: {
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  row: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 2fr) minmax(0, 3fr)",
    columnGap: tokens.spacingHorizontalL,
    padding: tokens.spacingHorizontalM,
    ":not(:last-child)": {
      borderBlockEndWidth: "1px",
      borderBlockEndStyle: "solid",
      borderBlockEndColor: tokens.colorNeutralStroke2,
    },
  },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  hint: { color: tokens.colorNeutralForeground2 },
})

type Done = Extract<SendState, { at: "done" }>

export function DoneView({ place, state }: { readonly place: Place; readonly state: Done }) {
  const { prepared, result } = state
  const styles = useStyles()
  const formats = useFormats()
  const { draft, review } = prepared
  const text = words.done
  return (
    <Page
      title={text.title}
      hint={draft.draft.subject}
      isNarrow
      place={{ ...place, organization: review.organization }}
      status={<CloseNextTime mayClose={result.told.length === 0} close={() => void pages.closeThis()} />}
      ways={[
        { text: text.openSlip, onClick: () => void openMessageWindow(result.id) },
        { text: words.close, onClick: () => void pages.closeThis() },
      ]}
    >
      <div className={styles.all} data-page="done" data-message={result.id} data-reference={result.reference}>
        <div className={styles.head}>
          <CheckmarkCircle32Filled className={styles.icon} aria-hidden />
          <div>
            <h2 className={styles.title}>{text.handedOver(formats.time(result.at))}</h2>
            <p className={styles.hint}>{text.reference(showReference(result.reference))}</p>
          </div>
        </div>
        <Secrets told={result.told} sender={prepared.account.address} />
        <Warnings {...state} />
        <section>
          <h2 className={styles.sub}>{text.recipients}</h2>
          <ul className={styles.card}>
            {review.people.map((person) => (
              <li key={person.address} className={styles.row}>
                <bdi className={styles.name}>{person.name === "" ? person.address : person.name}</bdi>
                <span className={styles.hint}>
                  {person.state.kind === "first-contact" ? text.firstContact : text.noticeOnWay}
                </span>
              </li>
            ))}
          </ul>
        </section>
        <Places {...state} />
      </div>
    </Page>
  )
}

function Warnings({ prepared, isEarlier }: Done) {
  const { closing } = prepared.draft
  const changed = isEarlier ? words.done.earlier : words.done.changed
  const lines = [
    closing.isChanged ? changed : closing.windowClosed ? null : words.done.notClosed,
    closing.filed === false ? words.done.notFiled : null,
  ].filter((line) => line !== null)
  return (
    <>
      {lines.map((line) => (
        <MessageBar key={line} intent="warning" layout="multiline">
          <MessageBarBody>{line}</MessageBarBody>
        </MessageBar>
      ))}
    </>
  )
}

function Places({ prepared: { draft, review }, isEarlier }: Done) {
  const { closing } = draft
  const text = words.where
  const closed = closing.copiesDeleted ? text.draftCopies : text.draftClosed
  const kept = isEarlier ? text.openUnchanged : text.draftKept
  return (
    <PlaceList
      places={{
        draft: closing.isChanged ? kept : closed,
        server: text.serverHolds(review.people.length),
        recipients: text.notified,
        mail: closing.filed === true ? text.sentFolder : text.noSentFolder,
      }}
    />
  )
}

/** What is still to be told to somebody keeps the window open. */
function CloseNextTime({ mayClose, close }: { readonly mayClose: boolean; readonly close: () => void }) {
  const [isChosen, setChosen] = useState<boolean | null>(null)
  useEffect(() => {
    void readSettings().then((settings) => {
      setChosen(settings.closeWhenDone)
      if (settings.closeWhenDone && mayClose) setTimeout(close, 2_000)
    })
    // Only the choice that stood when the message was handed over closes this window.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])
  if (isChosen === null) return null
  const change = (next: boolean) => {
    setChosen(next)
    void changeSettings({ closeWhenDone: next })
  }
  return (
    <Checkbox
      label={words.done.closeNextTime}
      checked={isChosen}
      onChange={(_, data) => change(data.checked === true)}
    />
  )
}
