/** What became of one sent message: who has read it, who is reminded, and what the sender can still do. */
import { Button, makeStyles, Skeleton, SkeletonItem, tokens } from "@fluentui/react-components"
import { MailRead20Regular } from "@fluentui/react-icons"
import { recallMessage } from "@smp/shared/control"
import type { OpenedMessage } from "@smp/shared/read"
import { TrackingView, useFormats, useStrings } from "@smp/shared/ui"
import type { DeliverySlipView } from "@smp/shared/ui"
import { useEffect } from "react"
import { Redirect, useLocation } from "wouter"
import { useAccount } from "../account-context.ts"
import { useMailbox } from "../parts/mailbox.tsx"
import { BackBar } from "../parts/reading/back-bar.tsx"
import { OwnPassword } from "../parts/reading/own-password.tsx"
import { Refused } from "../parts/reading/refused.tsx"
import { SenderControls } from "../parts/reading/sender-controls.tsx"
import { useReading } from "../parts/reading/use-reading.ts"
import { useReminders } from "../parts/reading/use-reminders.ts"
import { KeepButtons } from "../parts/save/keep-buttons.tsx"
import { PHONE, useMedia } from "../parts/use-media.ts"
import { useTitle } from "../parts/use-title.ts"

const useStyles = makeStyles({
  middle: { display: "flex", flexDirection: "column", flexGrow: 1, minWidth: 0, minHeight: 0 },
  actions: { display: "flex", alignItems: "center", flexGrow: 1, justifyContent: "end", minWidth: 0 },
  body: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: "auto",
    paddingBlock: tokens.spacingVerticalL,
    paddingInline: tokens.spacingHorizontalXXL,
    "@media (max-width: 820px)": { paddingInline: tokens.spacingHorizontalM },
  },
  page: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL, maxWidth: "1080px" },
  title: {
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: "anywhere",
    outlineStyle: "none",
  },
  hint: { color: tokens.colorNeutralForeground2, textWrap: "pretty" },
  keep: { display: "flex", flexWrap: "wrap", alignItems: "center", marginInlineStart: "-12px" },
})

export function TrackingPage({ id }: { readonly id: string }) {
  const styles = useStyles()
  const { common } = useStrings()
  const { setFolder, setLabel } = useMailbox()
  const { reading, again } = useReading(id)
  useEffect(() => {
    setLabel(null)
    setFolder("sent")
  }, [setFolder, setLabel])
  switch (reading.state) {
    case "password":
      return <OwnPassword sender={reading.sender} isWrong={reading.isWrong} onGive={reading.give} />
    case "refused":
      return <Refused id={id} problem={reading.problem} onAgain={again} />
    case "opening":
      return (
        <main className={styles.middle} aria-busy>
          <BackBar />
          <Skeleton className={styles.body} aria-label={common.loading}>
            <SkeletonItem size={32} style={{ maxWidth: "480px" }} />
          </Skeleton>
        </main>
      )
    case "opened": {
      const { message, slip } = reading.opened
      if (message.role !== "from") return <Redirect to={`/m/${message.id}`} replace />
      return <Tracked message={message} slip={slip} onChanged={again} />
    }
  }
}

interface TrackedProps {
  readonly message: OpenedMessage
  readonly slip: DeliverySlipView
  readonly onChanged: () => void
}

function Tracked({ message, slip, onChanged }: TrackedProps) {
  const styles = useStyles()
  const { common, list, tracking } = useStrings()
  const formats = useFormats()
  const account = useAccount()
  const isPhone = useMedia(PHONE)
  const [, go] = useLocation()
  const events = slip.people.reduce((sum, person) => sum + person.events.length, 0)
  const reminders = useReminders(message.id, events)
  const { expires } = slip.options
  const subject = message.subject || list.noSubject
  const about = [
    tracking.sentTo(formats.inSentence(message.sentAt), common.people(slip.people.length)),
    expires === null ? null : tracking.readableUntil(formats.date(expires)),
  ]
  useTitle(subject)
  const open = () => go(`/m/${message.id}`)
  return (
    <main className={styles.middle} data-page="tracking" data-message={message.id}>
      <BackBar>
        <div className={styles.actions}>
          <SenderControls message={message} slip={slip} onChanged={onChanged} />
          <Button
            appearance="subtle"
            icon={<MailRead20Regular />}
            onClick={open}
            {...(isPhone ? { "aria-label": tracking.message } : { children: tracking.message })}
          />
        </div>
      </BackBar>
      <div className={styles.body}>
        <div className={styles.page}>
          <div>
            <h1 className={styles.title}>
              <bdi>{subject}</bdi>
            </h1>
            <p className={styles.hint}>{about.filter(Boolean).join(" · ")}</p>
          </div>
          <TrackingView
            view={slip}
            reminders={reminders.people}
            onRemind={reminders.remind}
            onCancel={(address) => reminders.cancel([address])}
            onRecallFile={
              slip.closed === null
                ? async (file, reason) => {
                    await recallMessage({ account, id: message.id, reason, files: [file] })
                    onChanged()
                  }
                : null
            }
          />
          <div className={styles.keep}>
            <KeepButtons message={message} view={slip} />
          </div>
        </div>
      </div>
    </main>
  )
}
