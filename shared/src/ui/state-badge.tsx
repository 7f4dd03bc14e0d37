/** One state as icon and word; the colour only repeats what the word says. */
import { Badge } from "@fluentui/react-components"
import type { BadgeProps } from "@fluentui/react-components"
import {
  ArrowUndo16Regular,
  CalendarClock16Regular,
  Dismiss16Regular,
  Eye16Filled,
  Hourglass16Regular,
  LockOpen16Regular,
  Mail16Regular,
  MailUnread16Filled,
  Pause16Regular,
  Question16Regular,
  ShieldDismiss16Filled,
} from "@fluentui/react-icons"
import type { ReactElement } from "react"
import type { PersonState } from "../view/index.ts"

export type BadgeState = PersonState | "new" | "altered" | "ending" | "suspended"

const looks: Record<
  BadgeState,
  { icon: ReactElement; color: NonNullable<BadgeProps["color"]>; appearance: NonNullable<BadgeProps["appearance"]> }
> = {
  new: { icon: <MailUnread16Filled />, color: "brand", appearance: "filled" },
  ending: { icon: <CalendarClock16Regular />, color: "warning", appearance: "tint" },
  altered: { icon: <ShieldDismiss16Filled />, color: "danger", appearance: "filled" },
  queued: { icon: <Mail16Regular />, color: "informative", appearance: "tint" },
  notified: { icon: <Mail16Regular />, color: "informative", appearance: "tint" },
  bounced: { icon: <Dismiss16Regular />, color: "danger", appearance: "tint" },
  waiting: { icon: <Hourglass16Regular />, color: "warning", appearance: "tint" },
  released: { icon: <LockOpen16Regular />, color: "informative", appearance: "tint" },
  displayed: { icon: <Eye16Filled />, color: "success", appearance: "tint" },
  recalled: { icon: <ArrowUndo16Regular />, color: "informative", appearance: "outline" },
  suspended: { icon: <Pause16Regular />, color: "informative", appearance: "outline" },
  expired: { icon: <CalendarClock16Regular />, color: "informative", appearance: "outline" },
  unknown: { icon: <Question16Regular />, color: "informative", appearance: "tint" },
}

export function StateBadge({ state, text }: { readonly state: BadgeState; readonly text: string }) {
  const look = looks[state]
  return (
    <Badge
      appearance={look.appearance}
      color={look.color}
      size="large"
      icon={look.icon}
      style={{ whiteSpace: "nowrap", flexShrink: 0 }}
    >
      {text}
    </Badge>
  )
}
