/** While a draft is locked and taken to the server, and afterwards: where it is now, and where it goes on. */
import { makeStyles, MessageBar, MessageBarBody, Spinner, tokens } from "@fluentui/react-components"
import { LockClosed32Regular } from "@fluentui/react-icons"
import { pages } from "../../host/thunderbird-host.ts"
import { words } from "../../strings/strings.ts"
import { Page } from "../parts/page.tsx"
import { PlaceList } from "@smp/shared/ui"
import type { Kept } from "./keeping.ts"
import type { Place } from "./send-page.tsx"
import type { SendingFlow } from "./sending-flow.ts"

const useStyles = makeStyles({
  all: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXL },
  head: { display: "grid", gridTemplateColumns: "32px 1fr", columnGap: tokens.spacingHorizontalM, alignItems: "start" },
  icon: { display: "flex", color: tokens.colorBrandForeground1 },
  title: {
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
  },
  text: { color: tokens.colorNeutralForeground2 },
})

export function KeepingView({
  place,
  flow,
  done,
  of,
}: {
  readonly place: Place
  readonly flow: SendingFlow
  readonly done: number
  readonly of: number
}) {
  const text = words.keeping
  return (
    <Page
      title={text.title}
      place={place}
      isNarrow
      hasPrimary={false}
      status={words.where.nobodyNotified}
      ways={[{ text: words.progress.stop, onClick: () => void flow.stop() }]}
    >
      <div data-page="keeping" role="status">
        <Spinner label={of === 0 ? text.locking : text.files(done, of)} />
      </div>
    </Page>
  )
}

export function KeptView({
  place,
  kept,
  server,
}: {
  readonly place: Place
  readonly kept: Kept
  readonly server: string | null
}) {
  const styles = useStyles()
  const text = words.keeping
  const closed = kept.copiesDeleted ? words.where.draftCopies : words.where.draftClosed
  return (
    <Page
      title={text.doneTitle}
      place={place}
      isNarrow
      ways={[
        { text: text.goOn, onClick: () => void pages.openInBrowser(`${server ?? ""}/drafts`) },
        { text: words.close, onClick: () => void pages.closeThis() },
      ]}
    >
      <div className={styles.all} data-page="kept">
        <div className={styles.head}>
          <span className={styles.icon} aria-hidden>
            <LockClosed32Regular />
          </span>
          <div>
            <h2 className={styles.title}>{text.done}</h2>
            <p className={styles.text}>{text.doneText}</p>
          </div>
        </div>
        {!kept.isWindowClosed && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>{text.changed}</MessageBarBody>
          </MessageBar>
        )}
        <PlaceList
          places={{
            draft: kept.isWindowClosed ? closed : words.where.draftKept,
            server: text.server,
            recipients: words.where.nobodyNotified,
            mail: words.where.nothingSent,
          }}
        />
      </div>
    </Page>
  )
}
