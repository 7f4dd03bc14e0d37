/** A message that this reader may not open (any more): who decided, when, why, the own history; its slip stays. */
import { makeStyles, tokens } from "@fluentui/react-components"
import { ArrowUndo24Regular, CalendarClock24Regular, Pause24Regular, ShieldError24Regular } from "@fluentui/react-icons"
import { slipOfClosed } from "@smp/shared/read"
import type { ClosedMessage } from "@smp/shared/read"
import { DeliverySlip, EmptyState, LiveRegion, useFormats, useStrings } from "@smp/shared/ui"
import type { DeliverySlipView } from "@smp/shared/ui"
import { useEffect, useState } from "react"
import type { ReactNode } from "react"

const useStyles = makeStyles({
  panes: { display: "flex", flexGrow: 1, flexWrap: "wrap", minHeight: 0, overflowY: "auto" },
  main: { display: "flex", flexGrow: 1, flexBasis: "320px", minWidth: 0 },
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

export function ClosedPane({ closed, actions }: { readonly closed: ClosedMessage; readonly actions: ReactNode }) {
  const styles = useStyles()
  const { slip: slipText } = useStrings()
  const slip = useClosedSlip(closed)
  const { title, sentences } = useClosedText(closed, slip)
  return (
    <div className={styles.panes}>
      <main className={styles.main} data-page="refused" data-reason={closed.state}>
        <EmptyState
          headingLevel={1}
          icon={icons[closed.state]}
          title={title}
          text={sentences.join(" ")}
          actions={actions}
        />
        <LiveRegion text={title} urgent={closed.state === "withheld"} />
      </main>
      {slip !== null && (
        <aside className={styles.aside} aria-label={slipText.title} data-slip>
          <h2 className={styles.title}>{slipText.title}</h2>
          <DeliverySlip view={slip} />
        </aside>
      )}
    </div>
  )
}

function useClosedSlip(closed: ClosedMessage): DeliverySlipView | null {
  const [slip, setSlip] = useState<DeliverySlipView | null>(null)
  useEffect(() => {
    let isLeft = false
    const load = async () => {
      const tracking = await closed.account.client.tracking(closed.controlled.id).catch(() => null)
      const view = await slipOfClosed(closed, tracking)
      if (!isLeft) setSlip(view)
    }
    void load().catch(() => undefined)
    return () => {
      isLeft = true
    }
  }, [closed])
  return slip
}

function useClosedText(closed: ClosedMessage, slip: DeliverySlipView | null): { title: string; sentences: string[] } {
  const { message, recall } = useStrings()
  const formats = useFormats()
  const { closed: text } = recall
  const { from } = closed.controlled.slip
  const sender = from.name || from.addr
  const openedAt = slip?.closed?.openedAt ?? null
  const more = [
    ...(closed.reason === "" ? [] : [text.reasonGiven(closed.reason)]),
    ...(closed.at === null ? [] : [text.at(formats.inSentence(closed.at))]),
    ...(openedAt === null || closed.state === "withheld" ? [] : [text.openedBefore(formats.inSentence(openedAt))]),
  ]
  switch (closed.state) {
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
