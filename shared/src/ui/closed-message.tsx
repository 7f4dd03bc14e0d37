/** A message that this reader may not open (any more): who decided, when, why, the own history; its slip stays. */
import { makeStyles, tokens } from "@fluentui/react-components"
import { ArrowUndo24Regular, CalendarClock24Regular, Pause24Regular, ShieldError24Regular } from "@fluentui/react-icons"
import type { ReactNode } from "react"
import { DeliverySlip } from "./delivery-slip.tsx"
import { EmptyState } from "./empty-state.tsx"
import { useFormats, useStrings } from "./provider.tsx"
import type { DeliverySlipView } from "../view/index.ts"
import { LiveRegion } from "./visually-hidden.tsx"

const useStyles = makeStyles({
  panes: { display: "flex", flexGrow: 1, flexWrap: "wrap", minHeight: 0, overflowY: "auto" },
  /** Stays in sight beside a long slip. */
  main: {
    display: "flex",
    position: "sticky",
    insetBlockStart: 0,
    alignSelf: "flex-start",
    flexGrow: 1,
    flexBasis: "320px",
    minWidth: 0,
    minHeight: "60vh",
    "@media (max-width: 820px)": { position: "static", minHeight: 0 },
  },
  aside: {
    boxSizing: "border-box",
    flexGrow: 1,
    flexBasis: "360px",
    maxWidth: "480px",
    paddingInline: tokens.spacingHorizontalL,
    paddingBlock: tokens.spacingVerticalL,
    backgroundColor: tokens.colorNeutralBackground2,
    "@media (max-width: 820px)": { maxWidth: "none" },
  },
  title: {
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
    marginBlockEnd: tokens.spacingVerticalM,
  },
})

const icons = {
  recalled: <ArrowUndo24Regular />,
  suspended: <Pause24Regular />,
  expired: <CalendarClock24Regular />,
  withheld: <ShieldError24Regular />,
}

/** Why it is closed, by the sender's verified word; `withheld`: the server shows none. */
export interface ClosedMessageView {
  readonly state: keyof typeof icons
  /** Name, or address where there is none. */
  readonly sender: string
  /** null: withheld. */
  readonly at: number | null
  readonly reason: string
}

export interface ClosedMessageProps {
  readonly closed: ClosedMessageView
  /** null: not there (yet). */
  readonly slip: DeliverySlipView | null
  readonly actions: ReactNode
  /** 2 below the heading of a page. */
  readonly headingLevel?: 1 | 2
}

export function ClosedMessage({ closed, slip, actions, headingLevel = 1 }: ClosedMessageProps) {
  const styles = useStyles()
  const { slip: slipText } = useStrings()
  const { title, sentences } = useClosedText(closed, slip)
  return (
    <div className={styles.panes}>
      <div className={styles.main} data-page="refused" data-reason={closed.state}>
        <EmptyState
          headingLevel={headingLevel}
          icon={icons[closed.state]}
          title={title}
          text={sentences.join(" ")}
          actions={actions}
        />
        <LiveRegion text={title} urgent={closed.state === "withheld"} />
      </div>
      {slip !== null && (
        <aside className={styles.aside} aria-label={slipText.title} data-slip>
          <h2 className={styles.title}>{slipText.title}</h2>
          <DeliverySlip view={slip} />
        </aside>
      )}
    </div>
  )
}

function useClosedText(
  { state, sender, at, reason }: ClosedMessageView,
  slip: DeliverySlipView | null,
): { title: string; sentences: string[] } {
  const { message, recall } = useStrings()
  const formats = useFormats()
  const { closed: text } = recall
  const openedAt = slip?.closed?.openedAt ?? null
  const more = [
    ...(reason === "" ? [] : [text.reasonGiven(reason)]),
    ...(at === null ? [] : [text.at(formats.inSentence(at))]),
    ...(openedAt === null || state === "withheld" ? [] : [text.openedBefore(formats.inSentence(openedAt))]),
  ]
  switch (state) {
    case "recalled":
      return { title: message.recalledTitle(sender), sentences: [...more, message.recalledText] }
    case "suspended":
      return { title: text.suspendedTitle(sender), sentences: [...more, text.suspendedText] }
    case "expired":
      return { title: message.expiredTitle, sentences: [...more, message.expiredText(sender)] }
    case "withheld":
      return { title: text.withheldTitle, sentences: [text.withheldText] }
  }
}
