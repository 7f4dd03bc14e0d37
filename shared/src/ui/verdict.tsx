/**
 * The verdict comes first, in one sentence, with a name in it; never a padlock, never a colour alone.
 * The host draws it outside the message frame, where no message can reach (threat model R19).
 */
import { Spinner, makeStyles, mergeClasses, tokens } from "@fluentui/react-components"
import {
  ArrowUndo24Regular,
  CalendarClock24Regular,
  ChevronRight20Regular,
  Hourglass24Regular,
  Pause24Regular,
  ShieldCheckmark24Filled,
  ShieldDismiss24Filled,
  ShieldError24Filled,
  ShieldQuestion24Regular,
} from "@fluentui/react-icons"
import type { ReactElement } from "react"
import { useStrings } from "./provider.tsx"
import type { DeliverySlipView, LogState } from "../view/index.ts"

export type Verdict =
  | { readonly state: "checking" }
  | { readonly state: "intact"; readonly log: LogState; readonly foreignKey: boolean }
  | { readonly state: "altered"; readonly count: number }
  | { readonly state: "altered-names" }
  | { readonly state: "recalled" }
  | { readonly state: "suspended" }
  | { readonly state: "withheld" }
  | { readonly state: "expired" }
  | { readonly state: "waiting" }
  | { readonly state: "damaged" }

export function verdictOf(view: DeliverySlipView): Verdict {
  // To a sender it is still open, and its own verdict is what counts.
  if (view.closed !== null && !view.closed.isMe) return { state: view.closed.state }
  if (view.verdict === "altered") return { state: "altered", count: view.differences.length }
  if (view.verdict === "altered-names") return { state: "altered-names" }
  return { state: "intact", log: view.log, foreignKey: view.foreignKey }
}

type Tone = "good" | "partly" | "bad" | "neutral"

const icons: Record<Verdict["state"], ReactElement> = {
  checking: <Spinner size="tiny" />,
  intact: <ShieldCheckmark24Filled />,
  altered: <ShieldDismiss24Filled />,
  "altered-names": <ShieldDismiss24Filled />,
  recalled: <ArrowUndo24Regular />,
  suspended: <Pause24Regular />,
  withheld: <ShieldError24Filled />,
  expired: <CalendarClock24Regular />,
  waiting: <Hourglass24Regular />,
  damaged: <ShieldError24Filled />,
}

function toneOf(verdict: Verdict): Tone {
  switch (verdict.state) {
    case "intact":
      if (verdict.foreignKey) return "bad"
      return verdict.log === "unreachable" ? "partly" : "good"
    case "altered":
    case "altered-names":
    case "damaged":
    case "withheld":
      return "bad"
    case "checking":
    case "recalled":
    case "suspended":
    case "expired":
    case "waiting":
      return "neutral"
  }
}

const useStyles = makeStyles({
  banner: {
    display: "flex",
    flexShrink: 0,
    columnGap: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalM,
    paddingInline: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  icon: { display: "flex", flexShrink: 0, "& svg": { width: "32px", height: "32px" } },
  title: {
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  /** A name without a blank breaks rather than to leave the box. */
  sentences: { minWidth: 0, overflowWrap: "anywhere" },
  text: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    marginBlockStart: tokens.spacingVerticalXXS,
  },
  good: {
    backgroundColor: tokens.colorPaletteGreenBackground1,
    border: `1px solid ${tokens.colorPaletteGreenBorder1}`,
  },
  partly: {
    backgroundColor: tokens.colorStatusWarningBackground1,
    border: `1px solid ${tokens.colorStatusWarningBorder1}`,
  },
  bad: { backgroundColor: tokens.colorStatusDangerBackground1, border: `1px solid ${tokens.colorStatusDangerBorder1}` },
  goodInk: { color: tokens.colorPaletteGreenForeground1 },
  partlyInk: { color: tokens.colorStatusWarningForeground3 },
  badInk: { color: tokens.colorStatusDangerForeground1 },
  row: {
    display: "flex",
    alignItems: "center",
    columnGap: tokens.spacingHorizontalM,
    width: "100%",
    minHeight: "52px",
    flexShrink: 0,
    textAlign: "start",
    fontFamily: "inherit",
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    paddingBlock: tokens.spacingVerticalS,
    paddingInline: tokens.spacingHorizontalL,
    cursor: "pointer",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "1px" },
  },
  rowText: { flexGrow: 1, minWidth: 0, overflowWrap: "anywhere" },
  rowTitle: {
    display: "block",
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  rowHint: {
    display: "block",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
  chevron: { flexShrink: 0, ":dir(rtl)": { transform: "scaleX(-1)" } },
})

function useTone(verdict: Verdict) {
  const styles = useStyles()
  const tone = toneOf(verdict)
  const box = { good: styles.good, partly: styles.partly, bad: styles.bad, neutral: "" }[tone]
  const ink = { good: styles.goodInk, partly: styles.partlyInk, bad: styles.badInk, neutral: "" }[tone]
  return { styles, box, ink }
}

/** The sentence itself. `sender` is the name under the signature; `byMe` where the reader wrote it. */
export function useVerdictSentence(verdict: Verdict, sender: string, byMe: boolean): string {
  const { slip, recall } = useStrings()
  const { verdict: text } = slip
  switch (verdict.state) {
    case "checking":
      return text.checking
    case "intact":
      if (verdict.foreignKey) return text.foreignKey
      return byMe ? text.intactByMe : text.intact(sender)
    case "altered":
      return text.altered
    case "altered-names":
      return text.alteredNames
    case "recalled":
      return text.recalled(sender)
    case "suspended":
      return recall.closed.suspendedTitle(sender)
    case "withheld":
      return recall.closed.withheldTitle
    case "expired":
      return text.expired
    case "waiting":
      return text.waiting
    case "damaged":
      return text.damaged
  }
}

export interface VerdictProps {
  readonly verdict: Verdict
  readonly sender: string
  readonly byMe?: boolean
  /** Sentences under the verdict: when, where checked, how many can open it. */
  readonly text: string
}

function VerdictIcon({ verdict }: { readonly verdict: Verdict }) {
  return verdict.state === "intact" && (verdict.foreignKey || verdict.log === "unreachable") ? (
    verdict.foreignKey ? (
      <ShieldError24Filled />
    ) : (
      <ShieldQuestion24Regular />
    )
  ) : (
    icons[verdict.state]
  )
}

/** First thing of the slip. An alarm is announced at once, everything else when it is its turn. */
export function VerdictBanner({ verdict, sender, byMe = false, text }: VerdictProps) {
  const { styles, box, ink } = useTone(verdict)
  const isAlarm = toneOf(verdict) === "bad"
  return (
    <div className={mergeClasses(styles.banner, box)} role={isAlarm ? "alert" : "status"} data-verdict={verdict.state}>
      <span className={mergeClasses(styles.icon, ink)} aria-hidden>
        <VerdictIcon verdict={verdict} />
      </span>
      <div className={styles.sentences}>
        <p className={mergeClasses(styles.title, ink)}>{useVerdictSentence(verdict, sender, byMe)}</p>
        <p className={styles.text}>{text}</p>
      </div>
    </div>
  )
}

/** The same verdict as a row above the text; opens the slip. */
export function VerdictButton({
  verdict,
  sender,
  byMe = false,
  text,
  onOpen,
}: VerdictProps & { readonly onOpen: () => void }) {
  const { styles, ink } = useTone(verdict)
  return (
    <button type="button" className={styles.row} onClick={onOpen} data-verdict={verdict.state}>
      <span className={mergeClasses(styles.icon, ink)} aria-hidden>
        <VerdictIcon verdict={verdict} />
      </span>
      <span className={styles.rowText}>
        <span className={styles.rowTitle}>{useVerdictSentence(verdict, sender, byMe)}</span>
        <span className={styles.rowHint}>{text}</span>
      </span>
      <ChevronRight20Regular className={styles.chevron} aria-hidden />
    </button>
  )
}
