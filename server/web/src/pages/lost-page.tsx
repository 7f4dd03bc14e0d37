/** A lost password: what still opens the account, and honestly what does not. */
import { Badge, Button, Link, makeStyles, tokens } from "@fluentui/react-components"
import type { BadgeProps } from "@fluentui/react-components"
import {
  Checkmark16Regular,
  Hourglass16Regular,
  Key24Regular,
  Laptop24Regular,
  LockClosed16Regular,
  MailInbox24Regular,
} from "@fluentui/react-icons"
import { useStrings } from "@smp/shared/ui"
import { useState } from "react"
import type { ReactElement, ReactNode } from "react"
import { useLocation } from "wouter"
import { Entrance, FormHead } from "../parts/entrance.tsx"
import { Recovery } from "../parts/recovery.tsx"
import { keptWay } from "../parts/registration/kept-code.ts"
import { Reset } from "../parts/reset.tsx"

const useStyles = makeStyles({
  /** Two lines on a phone. */
  mark: { height: "auto", minHeight: "24px" },
  ways: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  way: {
    display: "grid",
    gridTemplateColumns: "24px 1fr",
    columnGap: tokens.spacingHorizontalM,
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    "& > svg": { color: tokens.colorBrandForeground1 },
  },
  title: {
    fontWeight: tokens.fontWeightSemibold,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  text: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
  foot: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: tokens.spacingHorizontalM,
    marginBlockStart: tokens.spacingVerticalS,
  },
})

export function LostPage() {
  const styles = useStyles()
  const { common, entrance } = useStrings()
  const [, go] = useLocation()
  const [way, setWay] = useState<"choose" | "recovery" | "mailbox">(() => keptWay() ?? "choose")
  const { waiting } = useStrings()
  const texts = {
    choose: { title: entrance.lostTitle, text: entrance.lostText },
    recovery: { title: entrance.recoverTitle, text: entrance.recoverText },
    mailbox: { title: waiting.resetTitle, text: waiting.resetText },
  }[way]
  return (
    <Entrance title={texts.title} card={<p>{texts.text}</p>} note={entrance.neverAsk(location.host)}>
      {way === "recovery" && <Recovery onBack={() => setWay("choose")} />}
      {way === "mailbox" && <Reset onBack={() => setWay("choose")} />}
      {way === "choose" && (
        <>
          <FormHead title={entrance.whatDoYouHave} takesFocus />
          <ul className={styles.ways}>
            <Way
              icon={<Key24Regular />}
              title={entrance.recoveryWay}
              text={entrance.recoveryWayText}
              mark={<Mark color="success" icon={<Checkmark16Regular />} text={entrance.everythingBack} />}
            >
              <Button appearance="primary" onClick={() => setWay("recovery")}>
                {entrance.enterRecovery}
              </Button>
            </Way>
            <Way
              icon={<Laptop24Regular />}
              title={entrance.deviceWay}
              text={entrance.deviceWayText}
              mark={<Mark color="warning" icon={<Hourglass16Regular />} text={entrance.deviceResult} />}
            />
            <Way
              icon={<MailInbox24Regular />}
              title={entrance.mailboxWay}
              text={entrance.mailboxWayText}
              mark={<Mark color="subtle" icon={<LockClosed16Regular />} text={entrance.mailboxResult} />}
            >
              <Button onClick={() => setWay("mailbox")}>{waiting.startAnew}</Button>
            </Way>
          </ul>
          <p>
            <Link as="button" inline onClick={() => go("/sign-in")}>
              {common.back}
            </Link>
          </p>
        </>
      )}
    </Entrance>
  )
}

function Mark({
  color,
  icon,
  text,
}: {
  readonly color: "success" | "warning" | "subtle"
  readonly icon: ReactElement
  readonly text: string
}) {
  const styles = useStyles()
  const appearance: NonNullable<BadgeProps["appearance"]> = color === "subtle" ? "outline" : "tint"
  return (
    <Badge className={styles.mark} appearance={appearance} color={color} size="large" icon={icon}>
      {text}
    </Badge>
  )
}

function Way(props: {
  readonly icon: ReactElement
  readonly title: string
  readonly text: string
  readonly mark: ReactNode
  readonly children?: ReactNode
}) {
  const styles = useStyles()
  return (
    <li className={styles.way}>
      {props.icon}
      <div>
        <h3 className={styles.title}>{props.title}</h3>
        <p className={styles.text}>{props.text}</p>
        <div className={styles.foot}>
          {props.mark}
          {props.children}
        </div>
      </div>
    </li>
  )
}
