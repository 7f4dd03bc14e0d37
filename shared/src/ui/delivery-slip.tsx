/**
 * The Delivery Slip, the heart of the product: verdict, people, who can open this, options, attachments, details, in
 * this order in every host. The host gives the frame (drawer, pane, page); here is no drawer and nothing is fetched.
 */
import { Accordion, makeStyles, tokens } from "@fluentui/react-components"
import { useState } from "react"
import { useFormats, useStrings } from "./provider.tsx"
import { RecordOutcome } from "./record-outcome.tsx"
import type { RecordState } from "./record-view.ts"
import { SlipDetails, SlipFiles, SlipOptions } from "./slip-facts.tsx"
import { SlipDifferences } from "./slip-differences.tsx"
import { SlipKeys, useHolderCounts } from "./slip-keys.tsx"
import { SlipPeople } from "./slip-people.tsx"
import type { SlipSectionName } from "./slip-section.tsx"
import type { Formats } from "./formats.ts"
import type { DeliverySlipView, SlipClosure } from "../view/index.ts"
import type { Strings } from "./strings/en.ts"
import { VerdictBanner, verdictOf } from "./verdict.tsx"

const useStyles = makeStyles({
  slip: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalM },
  sections: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalM },
  note: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
})

/** Within this time of the check the slip says "just now" instead of a clock time. */
const JUST_NOW = 5 * 60_000

/** The sentences under the verdict. */
export function useSlipText(view: DeliverySlipView): string {
  const { slip, recall } = useStrings()
  const { verdict: text } = slip
  const formats = useFormats()
  const counts = useHolderCounts(view.holders)
  if (view.closed !== null) return closedText(view.closed, recall.closed, formats)
  if (view.verdict === "altered") return text.alteredText(view.differences.length, view.sender.name)
  if (view.verdict === "altered-names") return text.alteredNamesText
  if (view.foreignKey) return text.foreignKeyText
  const checked =
    Math.abs(formats.now() - view.checkedAt) < JUST_NOW ? text.justNow : formats.inSentence(view.checkedAt)
  const sentences = [text.checked(formats.inSentence(view.sentAt), checked), text.canOpen(counts.who)]
  if (view.log === "pending") sentences.push(text.pending)
  if (view.log === "unreachable") sentences.push(text.unreachable)
  return sentences.join(" ")
}

function closedText(closed: SlipClosure, text: Strings["recall"]["closed"], formats: Formats): string {
  if (closed.state === "withheld") return text.withheldText
  return [
    ...(closed.at === null ? [] : [text.at(formats.inSentence(closed.at))]),
    ...(closed.reason === "" ? [] : [text.reasonGiven(closed.reason)]),
    ...(closed.openedAt === null ? [] : [text.openedBefore(formats.inSentence(closed.openedAt))]),
    closed.isMe ? text.forSender : closed.state === "suspended" ? text.suspendedText : text.cannot,
  ].join(" ")
}

/** One line for the verdict button: "3 people and 3 services can open it · until 31 Dec"; to a sender, that it is closed. */
export function useSlipLine(view: DeliverySlipView): string {
  const { list, recall, slip } = useStrings()
  const { verdict: text } = slip
  const formats = useFormats()
  const counts = useHolderCounts(view.holders)
  const { closed } = view
  if (closed !== null && closed.state !== "withheld")
    return `${list.state[closed.state]} · ${closedText(closed, recall.closed, formats)}`
  const parts = [text.canOpenShort(counts.who)]
  if (view.options.expires !== null) parts.push(text.until(formats.shortDate(view.options.expires)))
  return parts.join(" · ")
}

export interface DeliverySlipProps {
  readonly view: DeliverySlipView
  /** Sections that are open at first: a wide host opens people and keys, a phone people only. */
  readonly open?: readonly SlipSectionName[]
  /** The check of what happened since; left out where the host makes none. */
  readonly record?: RecordState
  readonly onRecord?: () => void
}

export function DeliverySlip({ view, open = ["people", "keys"], record, onRecord }: DeliverySlipProps) {
  const styles = useStyles()
  const { message } = useStrings()
  const [sections, setSections] = useState<readonly unknown[]>(open)
  const text = useSlipText(view)
  return (
    <div className={styles.slip}>
      <VerdictBanner
        verdict={verdictOf(view)}
        sender={view.sender.name || view.sender.address}
        byMe={view.sender.isMe}
        text={text}
      />
      {view.differences.length > 0 && <SlipDifferences differences={view.differences} />}
      {view.verdict !== "intact" && !view.sender.isMe && (
        <p className={styles.note}>{message.moneyCall(view.sender.name || view.sender.address)}</p>
      )}
      {record !== undefined && (
        <RecordOutcome
          state={record}
          names={new Map(view.people.map(({ address, name }) => [address, name || address]))}
          onRecord={onRecord}
        />
      )}
      <Accordion
        multiple
        collapsible
        className={styles.sections}
        openItems={[...sections]}
        onToggle={(_, data) => setSections(data.openItems)}
      >
        <SlipPeople view={view} />
        <SlipKeys view={view} />
        <SlipOptions view={view} />
        <SlipFiles view={view} />
        <SlipDetails view={view} />
      </Accordion>
    </div>
  )
}
